"""Choosing: which of the sentences that were read make the answer, and how sure it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from rapidfuzz.fuzz import token_sort_ratio

from index.search import Hit
from service.confidence import Candidate, Judgement
from service.question import Kind, Question
from service.reader import Reading
from service.several.disagreement import Again, every_figure, supported
from service.several.figures import exactly_as_asked, gives_figure, is_figure, with_figures
from service.several.gather import is_list, one_each
from service.several.subjects import Subjects

# How many sentences a question of each kind needs; a list and figures as many as there are.
_NEEDED = {Kind.DESCRIPTION: 5, Kind.MANNER: 3, Kind.REASON: 3}

# The probability from which a sentence is added to the surest one, to a manner or a reason; to a
# list, it is this share of the surest one's probability.
_FURTHER_FROM = 0.5
_LISTED_SHARE = 0.6

# The likeness (rapidfuzz, percent) from which two sentences say the same.
_SAME = 90.0


@dataclass(frozen=True)
class Choice:
    """The sentences that answer, those to be kept first in front; none where none is sure enough.

    `confidence` is the probability that they are right, or would have been. With `figure` they tell
    how many; with `differing` they give one figure each, in the order they are to be shown in.
    """

    confidence: float
    readings: tuple[Reading, ...] = ()
    figure: bool = False
    differing: bool = False


@dataclass(frozen=True)
class Means:
    """What helps to choose: `answer_from` is the probability from which an answer beats silence,
    and `again` judges what is read with some sentences covered.
    """

    subjects: Subjects
    answer_from: float
    again: Again


def choose(question: Question, judgement: Judgement, hits: Sequence[Hit], means: Means) -> Choice:
    """Choose for the kind of question."""
    subjects, answer_from = means.subjects, means.answer_from
    if question.kind is Kind.DESCRIPTION:
        return _about_subject(judgement, hits, answer_from)
    ranked = with_figures(question.standalone, sorted(judgement.candidates, key=surest_first))
    if question.kind is Kind.LIST:
        ranked = exactly_as_asked(question.standalone, ranked)
    if not ranked:
        return Choice(0.0)
    best = ranked[0].probability
    counts = _is_counted(question, ranked[0])
    if counts or (question.kind is Kind.DATE and best >= answer_from):
        same = partial(subjects.same_asked, question.standalone)
        figures = every_figure(question.standalone, question.kind, ranked, same, means.again)
        return _of_figures(figures, answer_from, counts=counts)
    if best < answer_from:
        return Choice(best)
    if question.kind is Kind.LIST:
        return choose_list(question, ranked, likely_listed(ranked, answer_from), subjects)
    further = [c for c in ranked[1:] if c.probability >= max(answer_from, _FURTHER_FROM)]
    return Choice(best, _different([ranked[0], *further])[: _NEEDED.get(question.kind, 1)])


def _of_figures(figures: Sequence[Candidate], answer_from: float, *, counts: bool) -> Choice:
    """All figures, if one is sure enough, or several that are close are so together."""
    sure = max(candidate.probability for candidate in figures)
    if counts and sure < answer_from:
        sure = supported(figures)
    if sure < answer_from:
        return Choice(sure)
    chosen = tuple(candidate.reading for candidate in figures)
    return Choice(sure, chosen, figure=counts, differing=len(chosen) > 1)


def likely_listed(ranked: Sequence[Candidate], answer_from: float) -> list[Candidate]:
    """Of the sentences, surest first, those that may belong in a list.

    The reader is less sure of one that lists several things than of one on each.
    """
    best = ranked[0].probability if ranked else 0.0
    from_here = max(answer_from, _LISTED_SHARE * best)
    return [
        candidate
        for candidate in ranked
        if candidate.probability >= (answer_from if is_list(candidate) else from_here)
    ]


def choose_list(
    question: Question, ranked: Sequence[Candidate], likely: Sequence[Candidate], subjects: Subjects
) -> Choice:
    """List what is `likely` of the ranked sentences; both surest first."""
    gathered = one_each(question.standalone, likely, subjects)
    if not gathered:
        return Choice(ranked[0].probability if ranked else 0.0)
    return Choice(_mean(gathered), _different(gathered))


def _is_counted(question: Question, best: Candidate) -> bool:
    """Whether a figure answers: by the question or, where that does not tell, by its looks."""
    if question.kind is Kind.NUMBER:
        return gives_figure(best.reading)
    return question.kind is Kind.OTHER and is_figure(best.reading)


def _about_subject(judgement: Judgement, hits: Sequence[Hit], answer_from: float) -> Choice:
    """The surest sentences of the passage that is surest to be about the subject."""
    if not hits:
        return Choice(0.0)
    best = max(range(len(hits)), key=lambda i: (judgement.subjects[i], -i))
    inside = [c for c in judgement.candidates if c.reading.hit.passage == hits[best].passage]
    chosen = _different(sorted(inside, key=surest_first))[: _NEEDED[Kind.DESCRIPTION]]
    sure = judgement.subjects[best]
    return Choice(sure, chosen if sure >= answer_from else ())


def _different(candidates: Sequence[Candidate]) -> tuple[Reading, ...]:
    """The sentences without those that say again what an earlier one says."""
    kept: list[Reading] = []
    for candidate in candidates:
        reading = candidate.reading
        if all(token_sort_ratio(reading.text, other.text) < _SAME for other in kept):
            kept.append(reading)
    return tuple(kept)


def _mean(candidates: Sequence[Candidate]) -> float:
    """The share of the sentences that is to be expected right."""
    return sum(candidate.probability for candidate in candidates) / len(candidates)


def surest_first(candidate: Candidate) -> tuple[float, str, int]:
    """Sorts sentences by their probability, the greatest first."""
    reading = candidate.reading
    return -candidate.probability, reading.hit.document.id, reading.sentence.start
