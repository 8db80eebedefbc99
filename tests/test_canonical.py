"""The canonical form: final, in NFC, without what cannot be seen."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.canonical import canonical, one_line

FAMILY = "👨‍👩‍👧"
ENGLAND = "🏴󠁧󠁢󠁥󠁮󠁧󠁿"

ODD = st.sampled_from(
    [
        *"\r\n\t\v\f\x00\x1c\x85\u2028\u2029\ufeff\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202e",
        *"\u2066\u2069\u2060\u3000\xa0\ud800\udfff\ufe0f\u0301\u0327\u0340\u037e\u2126\ufb1d",
        *"ᄒ\u1161\u11ab한e漢字。😀\U0001f3fb\U000e0041\U000e007f\U0001f3f4",
        FAMILY,
        ENGLAND,
        unicodedata.normalize("NFD", "세종 Zürich"),
    ]
)
TEXTS = st.lists(st.one_of(ODD, st.text(max_size=3)), max_size=40).map("".join)


@settings(deadline=None)
@given(TEXTS)
def test_the_canonical_form_is_final(text: str) -> None:
    once = canonical(text)
    assert canonical(once) == once
    assert unicodedata.is_normalized("NFC", once)
    once.encode()
    assert not any(unicodedata.category(c) in ("Cc", "Zl", "Zp") for c in once if c != "\n")
    assert not set(once) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u200b")


@settings(deadline=None)
@given(TEXTS)
def test_one_line_is_one_canonical_line(text: str) -> None:
    line = one_line(text)
    assert "\n" not in line
    assert "  " not in line
    assert line == line.strip() == canonical(line) == one_line(line)


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("a\r\nb\rc\u2028d\x85e\vf\fg", "a\nb\nc\nd\ne\nf\ng"),
        ("\ufeffZu\u0308rich", "Zürich"),
        (unicodedata.normalize("NFD", "세종시"), "세종시"),
        (
            "tab\there, no-break\xa0here, ideographic\u3000here",
            "tab here, no-break here, ideographic here",
        ),
        ("life\u00adlong lear\u200bning", "lifelong learning"),
        ("pay \u202e001\u202c euros", "pay 001 euros"),
        ("e\u200b\u0301", "é"),
        ("lone \ud800 surrogate", "lone \ufffd surrogate"),
        ("hid\U000e0064den", "hidden"),
        ("a" + "\u0301\u0316" * 100 + "b", "\xe1" + "\u0316" * 15 + "\u0301" * 14 + "b"),
        ("a" + "\u0f73" * 100 + "b", "a" + "\u0f71" * 30 + "\u0f72" * 30 + "b"),
        (f"{FAMILY} {ENGLAND} می\u200cخواهم", f"{FAMILY} {ENGLAND} می\u200cخواهم"),
    ],
)
def test_canonical(given_text: str, expected: str) -> None:
    assert canonical(given_text) == expected


def test_marks_are_put_in_order_in_no_time() -> None:
    began = time.process_time()
    assert len(canonical("a" + "\u0301\u0316" * 40_000)) < 40
    assert time.process_time() - began < 5  # many times that, were they all put in order


def test_a_line_broken_in_chinese_is_joined_without_a_space() -> None:
    assert one_line("学习型\n城市") == "学习型城市"
    assert one_line("평생학습\n도시") == "평생학습 도시"
    assert one_line("learning\ncity") == "learning city"
