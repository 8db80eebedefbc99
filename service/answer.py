"""Composing: which sentences make the answer, in what order, or whether to stay silent."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz.fuzz import token_sort_ratio

from corpus.documents import Span
from index.search import Hit
from service.confidence import Candidate, Judgement
from service.question import Kind, Question
from service.reader import Reading

Reason = Literal["nothing_relevant", "no_sentence_answers"]

RELEVANT_FROM = 0.35
"""The cosine of question and nearest passage under which no passage is about the question."""

# How many statements a question of each kind needs; every other kind is answered by one.
_STATEMENTS = {Kind.LIST: 10, Kind.DESCRIPTION: 5, Kind.MANNER: 3, Kind.REASON: 3}

_RELATED = 3

# The probability from which a sentence is added to the surest one.
_FURTHER_FROM = 0.5

# The likeness (rapidfuzz, percent) from which two sentences say the same.
_SAME = 90.0

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
    question: Question,
    judgement: Judgement,
    hits: Sequence[Hit],
    answer_from: float,
    limit: int | None,
) -> Answer:
    """Answer with the sentences that are surest, or decline and point to the nearest passages.

    `answer_from` is the probability from which an answer beats silence; `limit` is the most
    statements wanted, None leaves it to the kind of question.
    """
    if question.kind is Kind.DESCRIPTION:
        best, sure = _about_subject(judgement, hits)
    else:
        best, sure = _answering(judgement, answer_from)
    if best < answer_from or not sure:
        return _decline(hits, best)
    sure = sure[: _STATEMENTS.get(question.kind, 1)]
    kept = sure if limit is None else sure[:limit]
    statements = tuple(_statement(reading, question.kind, kept) for reading in _in_order(kept))
    return Answer(
        answered=True,
        text=" ".join(f"{s.quote} [{number}]" for number, s in enumerate(statements, 1)),
        confidence=round(best, 4),
        reason=None,
        statements=statements,
        related=_related(hits, statements),
        more=len(sure) - len(kept),
    )


def _answering(judgement: Judgement, answer_from: float) -> tuple[float, list[Reading]]:
    """The greatest probability, and the sentences that are sure enough, the surest first."""
    ranked = sorted(judgement.candidates, key=_surest_first)
    if not ranked:
        return 0.0, []
    further = [c for c in ranked[1:] if c.probability >= max(answer_from, _FURTHER_FROM)]
    return ranked[0].probability, _different([c.reading for c in (ranked[0], *further)])


def _about_subject(judgement: Judgement, hits: Sequence[Hit]) -> tuple[float, list[Reading]]:
    """How sure the best passage is about the subject, and its sentences, the surest first."""
    if not hits:
        return 0.0, []
    best = max(range(len(hits)), key=lambda i: (judgement.subjects[i], -i))
    inside = [c for c in judgement.candidates if c.reading.hit.passage == hits[best].passage]
    ranked = sorted(inside, key=_surest_first)
    return judgement.subjects[best], _different([c.reading for c in ranked])


def _different(readings: Sequence[Reading]) -> list[Reading]:
    """The readings without those that say again what an earlier one says."""
    kept: list[Reading] = []
    for reading in readings:
        if all(token_sort_ratio(reading.text, other.text) < _SAME for other in kept):
            kept.append(reading)
    return kept


def _statement(reading: Reading, kind: Kind, kept: Sequence[Reading]) -> Statement:
    """Quote a reading, with the sentence before it where it cannot be understood alone.

    The short answer is marked where one stands out, which it does not as most of the sentence.
    """
    span, highlight = reading.sentence, reading.highlight
    marked = kind not in _UNMARKED and _length(highlight) <= _MARKED * _length(span)
    before = _before(reading) if _LEANS.match(reading.text) else None
    if before and not any((r.hit, r.sentence) == (reading.hit, before) for r in kept):
        shift = span.start - before.start
        highlight = Span(highlight.start + shift, highlight.end + shift)
        span = Span(before.start, span.end)
    return Statement(reading.hit, span, highlight if marked else None)


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


def _surest_first(candidate: Candidate) -> tuple[float, str, int]:
    reading = candidate.reading
    return -candidate.probability, reading.hit.document.id, reading.sentence.start


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
