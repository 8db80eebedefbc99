"""Composing: the chosen sentences as quotes in order, or the silence where none was chosen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from corpus.documents import Span
from index.search import Hit
from service.choose import Choice
from service.question import Kind, Question
from service.reader import Reading
from service.several.disagreement import published
from service.several.figures import names_year

Reason = Literal["nothing_relevant", "no_sentence_answers"]

RELEVANT_FROM = 0.35
"""The cosine of question and nearest passage under which no passage is about the question."""

MOST = 10
"""How many statements an answer has unless a limit is set."""

RELATED = 3
"""How many related passages an answer points to at most."""

# Kinds of question that no short answer answers.
_UNMARKED = {Kind.DESCRIPTION, Kind.YES_NO}

# The greatest share of a sentence that is still marked as the short answer in it.
_MARKED = 0.6

# A sentence that begins like this speaks of what the one before it has named.
_LEANS = re.compile(
    r"(It|Its|They|Their|He|His|She|Her|This|These|That|Those|Such|Both|Here|There|Also|Moreover"
    r"|However|In addition|Furthermore|The (city|district|county|town|programme|program|project"
    r"|initiative|network|country|event|conference|award|centre|center))\b"
)

_DECLINED: dict[Reason, str] = {
    "nothing_relevant": "The documents do not say: none of them is about this.",
    "no_sentence_answers": "The documents do not say: some are about this, but none answers it.",
}
_DIFFERING = "The documents give more than one figure, that of the newest source first:"


@dataclass(frozen=True)
class Statement:
    """A quotation: `span` of the hit's document; `highlight` counts inside the quotation.

    `about` says which of the subjects or questions it answers for, where several were asked.
    `differs` where other statements give other figures. `dated` is the date of its source, as
    precise as it is known, where the figure's age is of interest and the quotation is silent on it.
    """

    hit: Hit
    span: Span
    highlight: Span | None = None
    about: tuple[str, ...] = ()
    differs: bool = False
    dated: str | None = None

    @property
    def quote(self) -> str:
        """The quoted text, word for word."""
        return self.hit.document.text[self.span.start : self.span.end]


@dataclass(frozen=True)
class Answer:
    """What is sent back. A declined one has a `reason` and `related` passages, no statements.

    `notes` are sentences of our own on what of the question the documents are silent about.
    """

    answered: bool
    text: str
    confidence: float
    reason: Reason | None
    statements: tuple[Statement, ...]
    related: tuple[Statement, ...]
    more: int
    notes: tuple[str, ...] = ()


def compose(question: Question, choice: Choice, hits: Sequence[Hit], limit: int | None) -> Answer:
    """Quote the chosen sentences, or decline and point to the nearest passages.

    `limit` is the most statements wanted.
    """
    if not choice.readings:
        return _decline(hits, choice.confidence)
    kept = choice.readings[: MOST if limit is None else limit]
    statements = tuple(
        _statement(reading, question, kept, choice)
        for reading in (kept if choice.differing else _in_order(kept))
    )
    return Answer(
        answered=True,
        text=as_text(statements),
        confidence=round(choice.confidence, 4),
        reason=None,
        statements=statements,
        related=_related(hits, statements),
        more=len(choice.readings) - len(kept),
    )


def as_text(statements: Sequence[Statement], notes: Sequence[str] = ()) -> str:
    """The quotes with the numbers of their sources, then the notes."""
    return " ".join([*_said(statements), *notes])


def _said(statements: Sequence[Statement]) -> Iterator[str]:
    before: Statement | None = None
    for number, statement in enumerate(statements, 1):
        if statement.differs and not (
            before and before.differs and before.about == statement.about
        ):
            yield _DIFFERING
        yield f"{statement.quote} [{number}]"
        if statement.dated:
            yield f"(source of {statement.dated})"
        before = statement


def _statement(
    reading: Reading, question: Question, kept: Sequence[Reading], choice: Choice
) -> Statement:
    """Quote a reading, with the sentence before it where it cannot be understood alone.

    The short answer is marked where one stands out, which it does not as most of the sentence.
    """
    span, highlight = reading.sentence, reading.highlight
    marked = question.kind not in _UNMARKED and _length(highlight) <= _MARKED * _length(span)
    before = _before(reading) if _LEANS.match(reading.text) else None
    if before and not any((r.hit, r.sentence) == (reading.hit, before) for r in kept):
        shift = span.start - before.start
        highlight = Span(highlight.start + shift, highlight.end + shift)
        span = Span(before.start, span.end)
    quote = Statement(reading.hit, span, highlight if marked else None, differs=choice.differing)
    aged = choice.differing or (choice.figure and not names_year(question.standalone))
    return (
        quote if not aged or names_year(quote.quote) else replace(quote, dated=published(reading))
    )


def _before(reading: Reading) -> Span | None:
    """The sentence before this one in its passage, if nothing but spaces lies between them."""
    sentences = reading.hit.passage.sentences
    number = sentences.index(reading.sentence)
    if not number:
        return None
    before, text = sentences[number - 1], reading.hit.document.text
    return before if text[before.end : reading.sentence.start].strip(" ") == "" else None


def _length(span: Span) -> int:
    return span.end - span.start


def _decline(hits: Sequence[Hit], best: float) -> Answer:
    about_it = any(hit.cosine >= RELEVANT_FROM for hit in hits)
    return declined(
        "no_sentence_answers" if about_it else "nothing_relevant",
        round(1.0 - best, 4),
        _related(hits, ()),
    )


def declined(reason: Reason, confidence: float, related: tuple[Statement, ...]) -> Answer:
    """The answer that the documents do not say it."""
    return Answer(
        answered=False,
        text=_DECLINED[reason],
        confidence=confidence,
        reason=reason,
        statements=(),
        related=related,
        more=0,
    )


def _in_order(readings: Sequence[Reading]) -> list[Reading]:
    """Best document first, and each document's sentences as they stand in it."""
    documents = list(dict.fromkeys(reading.hit.document.id for reading in readings))
    return sorted(readings, key=lambda r: (documents.index(r.hit.document.id), r.sentence.start))


def _related(hits: Sequence[Hit], statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """The nearest passages that the statements do not already quote from."""
    near = (Statement(hit, Span(hit.passage.start, hit.passage.end)) for hit in hits)
    return unquoted(near, statements)


def unquoted(near: Iterable[Statement], quoted: Sequence[Statement]) -> tuple[Statement, ...]:
    """The first passages, each once, that nothing is `quoted` from."""
    used = {_passage(statement) for statement in quoted}
    kept: dict[tuple[str, int], Statement] = {}
    for statement in near:
        if _passage(statement) not in used:
            kept.setdefault(_passage(statement), statement)
    return tuple(kept.values())[:RELATED]


def _passage(statement: Statement) -> tuple[str, int]:
    return statement.hit.document.id, statement.hit.passage.start
