"""Composing: which sentences make the answer, in what order, or whether to stay silent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.documents import Span
from index.search import Hit
from service.question import Kind, Question
from service.reader import Reading

Reason = Literal["nothing_relevant", "no_sentence_answers"]

ANSWER_FROM = 0.2
"""The probability of being right from which an answer beats silence.

Of lines from 0.1 to 0.5 this one did most right (answered rightly, or rightly declined) on as many
other questions of the sets that `reader` was fitted on.
"""

RELEVANT_FROM = 0.35
"""The cosine of question and nearest passage under which no passage is about the question."""

# How many statements a question of each kind needs; every other kind is answered by one.
_STATEMENTS = {Kind.LIST: 10, Kind.DESCRIPTION: 5, Kind.MANNER: 3, Kind.REASON: 3}

_RELATED = 3

_DECLINED: dict[Reason, str] = {
    "nothing_relevant": "The documents do not say: none of them is about this.",
    "no_sentence_answers": "The documents do not say: some are about this, but none answers it.",
}


@dataclass(frozen=True)
class Statement:
    """A quotation: `span` of the hit's document; `highlight` counts inside the quotation."""

    hit: Hit
    span: Span
    highlight: Span | None = None

    @property
    def quote(self) -> str:
        """The quoted text, word for word."""
        return self.hit.document.text[self.span.start : self.span.end]


@dataclass(frozen=True)
class Answer:
    """What is sent back. A declined one has a `reason` and `related` passages, no statements."""

    answered: bool
    text: str
    confidence: float
    reason: Reason | None
    statements: tuple[Statement, ...]
    related: tuple[Statement, ...]
    more: int


def compose(
    question: Question, readings: Sequence[Reading], hits: Sequence[Hit], limit: int | None
) -> Answer:
    """Answer from the best readings, or decline and point to the nearest passages.

    `limit` is the most statements wanted; None leaves it to the kind of question.
    """
    ranked = sorted(readings, key=_best_first)
    best = ranked[0].score if ranked else 0.0
    if best < ANSWER_FROM:
        return _decline(hits, best)
    needed = _STATEMENTS.get(question.kind, 1)
    sure = [reading for reading in ranked if reading.score >= ANSWER_FROM][:needed]
    kept = sure if limit is None else sure[:limit]
    statements = tuple(
        Statement(reading.hit, reading.sentence, reading.highlight) for reading in _in_order(kept)
    )
    return Answer(
        answered=True,
        text=" ".join(f"{s.quote} [{number}]" for number, s in enumerate(statements, 1)),
        confidence=round(best, 4),
        reason=None,
        statements=statements,
        related=_related(hits, statements),
        more=len(sure) - len(kept),
    )


def _decline(hits: Sequence[Hit], best: float) -> Answer:
    about_it = any(hit.cosine >= RELEVANT_FROM for hit in hits)
    reason: Reason = "no_sentence_answers" if about_it else "nothing_relevant"
    return Answer(
        answered=False,
        text=_DECLINED[reason],
        confidence=round(1.0 - best, 4),
        reason=reason,
        statements=(),
        related=_related(hits, ()),
        more=0,
    )


def _best_first(reading: Reading) -> tuple[float, str, int]:
    return (-reading.score, reading.hit.document.id, reading.sentence.start)


def _in_order(readings: Sequence[Reading]) -> list[Reading]:
    """Best document first, and each document's sentences as they stand in it."""
    documents = list(dict.fromkeys(reading.hit.document.id for reading in readings))
    return sorted(readings, key=lambda r: (documents.index(r.hit.document.id), r.sentence.start))


def _related(hits: Sequence[Hit], statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """The nearest passages that the statements do not already quote from."""
    quoted = {(s.hit.document.id, s.hit.passage.start) for s in statements}
    return tuple(
        Statement(hit, Span(hit.passage.start, hit.passage.end))
        for hit in hits
        if (hit.document.id, hit.passage.start) not in quoted
    )[:_RELATED]
