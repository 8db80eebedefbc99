"""Gathering a list over the whole corpus: one statement a subject, lists before mentions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.name_list import Place
from index.search import Hit
from service.confidence import Candidate, Judgement
from service.question import Kind
from service.several.parts import Part
from service.several.subjects import Subjects
from service.several.which import frame_of_list

# From how many things on a sentence is a list of them, and how sure it must be, as a share of the
# surest sentence's probability, to stand before that.
_LIST = 3
_LIST_SHARE = 0.7
_FOR_AN_ITEM = 0.03  # what each thing that it lists adds to its worth
_MOST_ITEMS = 10

_MOST_SUBJECTS = 16  # of which a question for a list is asked one by one

_BETWEEN_ITEMS = re.compile(r"\s*(?:[,;、，；]\s*(?:and|or|&)?|\b(?:and|or)\b|&)\s+|[、，；]")
_LONGEST_ITEM = 5  # words


def asked_of_each(part: Part, hits: Sequence[Hit], subjects: Subjects) -> tuple[Part, ...]:
    """What a question for a list asks of each subject that the found passages may tell of."""
    question = part.question
    frame = frame_of_list(question.standalone) if question.kind is Kind.LIST else None
    if part.subject or frame is None:
        return ()
    asked = frozenset[Place]().union(*subjects.counted_in(question.standalone))
    each: list[Part] = []
    known: set[Place] = set(asked)
    for subject in (subject for hit in hits for subject in subjects.told_in(hit)):
        if known.isdisjoint(subject.places):
            text = frame.about(subject.name)
            alone = replace(question, standalone=text, kind=Kind.YES_NO)
            each.append(Part(alone, subject, subject.name))
            known |= subject.places
    return tuple(each[:_MOST_SUBJECTS])


def joined(judgement: Judgement, of_each: Sequence[Judgement], sure_from: float) -> Judgement:
    """One judgement on all sentences: the greatest probability of each, `of_each` from a line on.

    Its questions are put to whatever a search brought up, so that doubtful sentences are many.
    """
    further = [c for one in of_each for c in one.candidates if c.probability >= sure_from]
    best: dict[tuple[str, int], Candidate] = {}
    for candidate in (*judgement.candidates, *further):
        key = (candidate.reading.hit.document.id, candidate.reading.sentence.start)
        if key not in best or best[key].probability < candidate.probability:
            best[key] = candidate
    return Judgement(tuple(best.values()), judgement.subjects)


def one_each(question: str, sure: Sequence[Candidate], subjects: Subjects) -> list[Candidate]:
    """Of the candidates, surest first, those that tell of a subject no earlier one tells of.

    A sentence that lists several stands before those that mention one, if it is about as sure. Any
    number may tell of what the question itself names, and of nothing that is counted one by one.
    """
    asked = frozenset[Place]().union(*subjects.counted_in(question))
    told: set[Place] = set()
    kept: list[Candidate] = []
    for candidate in _lists_first(sure):
        of = [places for places in subjects.of(candidate.reading) if asked.isdisjoint(places)]
        if not of or any(told.isdisjoint(places) for places in of):
            kept.append(candidate)
            told.update(*of)
    return kept


def items_of(text: str) -> int:
    """How many things `text` lists: the longest run of short pieces between commas and "and"."""
    longest = run = 0
    pieces = _BETWEEN_ITEMS.split(text)
    for number, piece in enumerate(pieces):
        words = len(piece.split())
        # The first and the last piece may hold the rest of the sentence, too.
        if words <= _LONGEST_ITEM or number in {0, len(pieces) - 1}:
            run += 1
        else:
            run = 1
        longest = max(longest, run)
    return longest if len(pieces) > 1 else 1


def _lists_first(sure: Sequence[Candidate]) -> list[Candidate]:
    """The candidates with the lists in front, a long one before a short one that is as sure."""
    if not sure:
        return []
    enough = _LIST_SHARE * sure[0].probability

    def worth(candidate: Candidate) -> float:
        items = items_of(candidate.reading.text)
        listed = items >= _LIST and candidate.probability >= enough
        return candidate.probability * (1 + _FOR_AN_ITEM * min(items, _MOST_ITEMS)) if listed else 0

    return sorted(sure, key=lambda candidate: -worth(candidate))
