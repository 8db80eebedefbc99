"""Tokens: what is folded together, what is kept apart, what a question is about."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.tokens import content_tokens, tokenize


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Cities", "city"),
        ("organisations", "organisation"),
        ("Évry", "evry"),
        ("ŁÓDŹ", "Lodz"),
        ("Diyarbakır", "diyarbakir"),
        ("İstanbul", "istanbul"),
        ("Tromsø", "Tromso"),
        ("STRASSE", "straße"),
        ("ﬁnance", "finance"),
        ("１２３", "123"),
        ("12,500", "12500"),
        ("1,234,567", "1234567"),
        ("ｶﾀｶﾅ", "カタカナ"),
        ("мой", "мои"),
        ("ΑΘΉΝΑ", "αθηνα"),
        ("مُحَمَّد", "محمد"),
        ("co\u00adoperate", "cooperate"),
        (unicodedata.normalize("NFD", "부안 Évreux"), "부안 Évreux"),
    ],
)
def test_written_differently_found_alike(one: str, other: str) -> None:
    assert tokenize(one) == tokenize(other) != []


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("세종시는", ["세종", "종시", "시는"]),
        ("南京市", ["南京", "京市"]),
        ("南", ["南"]),
        ("Sejong시", ["sejong", "시"]),
        ("2016년", ["2016", "년"]),
        ("カメラ・ひと", ["カメ", "メラ", "ひと"]),
        ("ไทย", ["ไท", "ทย"]),
        ("हिन्दी भाषा।", ["हिन्दी", "भाषा"]),
        ("12345,678", ["12345", "678"]),
        ("3.2", ["3", "2"]),
        ("x_y", ["x", "y"]),
        ("Côte d’Ivoire", ["cote", "d", "ivoir"]),
        ("the the", ["the", "the"]),
        ("🔥 — … ", []),
    ],
)
def test_where_tokens_begin_and_end(text: str, tokens: list[str]) -> None:
    assert tokenize(text) == tokens


@pytest.mark.parametrize("name", ["세종", "부안", "하남", "용산", "南京"])
def test_a_name_is_found_inside_a_longer_run(name: str) -> None:
    assert set(tokenize(name)) <= set(tokenize(f"작년에{name}시에서는"))


def test_a_question_is_about_its_content_words() -> None:
    assert content_tokens("When did the city of Cork join the network?") == [
        "citi",
        "cork",
        "join",
        "network",
    ]
    assert content_tokens("What happened in May?") == ["happen", "may"]
    assert content_tokens("Who was it?") == []


@given(st.text())
def test_any_text_gives_tokens_without_white_space(text: str) -> None:
    tokens = tokenize(text)
    assert all(token and token.split() == [token] for token in tokens)
    wanted = iter(tokens)
    assert all(token in wanted for token in content_tokens(text)), "a part, in the same order"
