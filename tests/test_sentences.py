"""Sentences: where they end, and that nothing of a text is lost between them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.documents import Span
from corpus.sentences import LONGEST, sentence_spans


def sentences(text: str, language: str = "en") -> list[str]:
    spans = sentence_spans(text, Span(0, len(text)), language)
    return [text[start:end] for start, end in spans]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "en",
            ["Dr. Kim met Mr. Lee and Prof. J. R. R. Tolkien at 3 p.m. on Jan. 5.", "They talked."],
        ),
        ("en", ["It is approx. 3.5 km, see Vol. 3, No. 5 and pp. 10–12.", "It cost $3.50."]),
        ("en", ["The answer is no.", "They left."]),
        ("en", ["It is open to all, e.g. to parents, i.e. everyone.", "Ph.D. students came."]),
        ("en", ["See http://www.a.example/b.html or mail a.b@c.example.", "It is free."]),
        ("en", ["“We are happy,” she said.", "“We came. We left.”", "That was all."]),
        ("en", ['She said, "Learning is for all. It never ends."', "Then she left."]),
        ("en", ["Is it free?", "Yes!", "64 cities joined."]),
        ("en", ["The plan (approved in 2019.) is good. [1]", "Another follows.[2]", "It ends."]),
        ("en", ["The port is old. [citation needed]"]),
        ("en", ["It was founded in 1320. :212–219"]),
        ("en", ["1. Fill in the form.", "2. Pay the fee."]),
        ("en", ["The U.S. delegation left.", "Version 2.0.1 is out."]),
        ("en", ["Great 😀!", "👨‍👩‍👧 Families came."]),
        ("es", ["El Sr. Pérez llegó.", "¿Cómo está?", "¡Muy bien!", "Vive en EE. UU. desde 2010."]),
        ("fr", ["M. Dupont est arrivé.", "Mme. Curie aussi."]),
        ("de", ["Das ist z. B. gut.", "Am 3. Mai 2024 kam Dr. Müller.", "Er ging."]),
        (
            "ko",
            [
                "서울시는 424개 동에 설치한다.",
                '"좋은 일이다. 계속한다"고 말했다.',
                "3.5% 증가했다.",
            ],
        ),
        ("ar", ["مرحبا.", "كيف حالك؟", "أنا بخير."]),
        ("xx", ["One sentence.", "Another sentence."]),
    ],
)
def test_sentences_parted_by_spaces(language: str, expected: list[str]) -> None:
    assert sentences(" ".join(expected), language) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "zh",
            ["南京是城市。", "他说：“很好！我们去。”", "然后离开了。", "2024年，64个城市加入。"],
        ),
        ("zh", ["（他来了。3天后走了。）"]),
        ("ja", ["東京は都市です。", "学校は3つあります。"]),
        ("ko", ["교육은 무료다.", "누구나 온다."]),
    ],
)
def test_sentences_without_spaces(language: str, expected: list[str]) -> None:
    assert sentences("".join(expected), language) == expected


def test_offsets_are_into_the_whole_text() -> None:
    text = "😀😀 heading\n  It is free. Come!  \nnot this. "
    assert sentence_spans(text, Span(11, 33), "en") == [Span(13, 24), Span(25, 30)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("word, " * 90 + "and then; " + "word " * 100, "and then;"),
        ("word " * 90 + "clause, " + "word " * 100, "clause,"),
        ("word " * 300, "word"),
        ("문장이 " * 300, "문장이"),
        ("城市，" * 400, "城市，"),
    ],
)
def test_a_sentence_that_is_too_long_is_divided_after_a_clause_or_a_word(
    text: str, first: str
) -> None:
    found = sentences(text)
    assert len(found) > 1
    assert found[0].endswith(first)
    assert max(map(len, found)) <= LONGEST


def test_what_a_reader_sees_as_one_character_is_not_divided() -> None:
    family = "👨‍👩‍👧"
    assert all(s.startswith("👨") and s.endswith("👧") for s in sentences(family * 400))
    assert all(len(s) % 2 == 0 for s in sentences("a" + "🇰🇷" * 500)[1:])
    assert not any(s.startswith("\u0301") for s in sentences("x\u0301" * 900))


PIECES = """
Dr. |e.g. |3.5 |“|” |"|(|) |. |! |? |。|！|… |.| |word |Word |no. |A. |1. |„|「|」
세종|南京|😀|👨‍👩‍👧|🇰🇷|é|שלום |مرحبا
"""
WORDS = st.sampled_from([*PIECES.replace("\n", "|").split("|"), "e\u0301", "\ufe0f", "\n"])
TEXTS = st.one_of(
    st.lists(WORDS, max_size=60).map("".join),
    st.text(max_size=80),
    st.lists(WORDS, min_size=200, max_size=400).map("".join),
)


@settings(deadline=None)
@given(TEXTS, st.sampled_from(["en", "ko", "zh", "de", "fr", "ar", "xx"]), st.integers(0, 5))
def test_sentences_cover_the_block_in_order(text: str, language: str, margin: int) -> None:
    block = Span(min(margin, len(text)), max(min(margin, len(text)), len(text) - margin))
    covered = [False] * len(text)
    at = block.start
    for start, end in sentence_spans(text, block, language):
        assert at <= start < end <= min(block.end, start + LONGEST)
        assert text[start:end].strip() == text[start:end]
        covered[start:end] = [True] * (end - start)
        at = end
    missed = [text[i] for i in range(*block) if not covered[i]]
    assert not "".join(missed).strip()


@pytest.mark.parametrize("unit", ["word ", "a", "a. ", "“a! ", "「。1", "1. ", "Dr. "])
def test_a_million_characters_are_divided_in_seconds(unit: str) -> None:
    found = sentences(unit * (300_000 // len(unit)))
    assert sum(map(len, found)) > 0.6 * 300_000
