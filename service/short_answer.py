"""The short answer inside a sentence: the date, number, person or place that is asked for."""

from __future__ import annotations

import re

from corpus.documents import Span
from service.question import Kind

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
_YEAR = r"(?:1[5-9]|20)\d\d"
_NUMBER_WORD = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty"
    r"|sixty|seventy|eighty|ninety|dozens?|hundreds?|thousands?)"
)
_WORD = r"(?:[A-Z]\.|[A-Z][\w’'-]*)"
_NAME = rf"{_WORD}(?: (?:(?:de|da|del|van|von|of|the) )?{_WORD})*"

_PATTERNS: dict[Kind, tuple[re.Pattern[str], ...]] = {
    # Fuller forms first: "8 January 2026" rather than its year alone.
    Kind.DATE: (
        re.compile(rf"\b\d{{1,2}} {_MONTH}(?: {_YEAR})?\b|\b{_MONTH} \d{{1,2}}(?:, {_YEAR})?\b"),
        re.compile(rf"\b{_MONTH}(?: {_YEAR})?\b"),
        re.compile(rf"\b{_YEAR}(?:[-–]{_YEAR})?\b"),
    ),
    Kind.NUMBER: (
        re.compile(r"(?<![\w.,])\d[\d.,]*\d%?|(?<![\w.,])\d%?(?![\d.,]*\d)"),
        re.compile(rf"\b{_NUMBER_WORD}(?:[- ]{_NUMBER_WORD})*\b", re.IGNORECASE),
    ),
    Kind.PERSON: (re.compile(rf"\b{_WORD} {_NAME}"),),
    Kind.PLACE: (re.compile(rf"(?<=\b(?:in|at|to) ){_NAME}|(?<=\bfrom ){_NAME}"),),
}

TYPED = frozenset(_PATTERNS)
"""The kinds of question whose short answer can be told by its form."""


def short_answer(kind: Kind, question: str, sentence: str) -> Span | None:
    """The part of `sentence` of the kind asked for, or None where none stands out.

    What the question itself says ("in 2016") is no answer to it. Among several candidates the one
    nearest to the question's own words is taken. Offsets are code points of `sentence`.
    """
    asked = question.casefold()
    anchors = [
        match.start()
        for match in re.finditer(r"\w{4,}", sentence)
        if match.group().casefold() in asked
    ]
    for pattern in _PATTERNS.get(kind, ()):
        candidates = [
            Span(*match.span())
            for match in pattern.finditer(sentence)
            if match.group().casefold() not in asked
        ]
        if candidates:
            return min(candidates, key=lambda span: (_distance(span, anchors), span.start))
    return None


def _distance(span: Span, anchors: list[int]) -> int:
    return min((abs(anchor - span.start) for anchor in anchors), default=0)
