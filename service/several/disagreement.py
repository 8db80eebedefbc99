"""Sentences that answer the same question with different figures: which, and in what order."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from index.tokens import content_tokens, tokenize
from service.confidence import Candidate
from service.question import Kind
from service.reader import Reading, Sentence
from service.several.claims import likeness, names_of, share_verb
from service.several.figures import (
    are_other_bounds,
    are_other_days,
    are_overlapping_days,
    figures_in,
    names_year,
    years_in,
)

SameSubject = Callable[[Reading, Reading], bool]
"""Whether two sentences tell of the same."""

Again = Callable[[Collection[Sentence]], Sequence[Candidate]]
"""Judges what is read where some sentences are covered."""

# How sure a sentence must be, as a share of the surest one's probability, to be trusted with
# another figure: the less, the more tells that it answers the same.
_IN_ITS_WORDS = 0.15  # it holds all words of the question
_ALMOST_A_COPY = 0.2  # it says what the surest says, but for the figure
_OF_THE_SAME = 0.4  # it counts or tells the same, and holds as much of the question
_CLOSE = 0.05  # and its number is close
_IN_OTHER_WORDS = 0.75  # it counts the same
_CLOSE_IN_OTHER_WORDS = 0.25  # and its number is close

# The reader looks for one answer, so that several right ones outdo each other: how sure a sentence
# must be by itself, read again with those covered that give the surest one's figure. Only where
# both surely tell the same is this enough.
_BY_ITSELF = 0.4

# Two counts of the same are seldom further apart; small ones may be near by chance.
_CLOSE_RATIO = 1.5
_LARGE = 10

_COPY_FROM = 0.55  # the likeness of two claims

# How much less sure a sentence may be that gives the same figure and says of which year it is.
_DATED_MARGIN = 0.15

# Words of a question that say what form its answer has.
_FORM = frozenset(content_tokens("year month day date time number figure amount total many much"))

_ASKED_NUMBER = re.compile(
    r"\bhow (?:many|much) (?P<what>(?:[\w-]+ ){0,2}?[\w-]+s)\b", re.IGNORECASE
)
# Words beside a figure that do not say what it counts.
_NOTHING_COUNTED = frozenset(
    content_tokens(
        "about around nearly almost close approximately roughly exactly least some"
        " per cent percent figure number"
    )
)
_CLAUSE_END = re.compile(r"[,.;:()]\s|[,.;:()]$")
_NUMBER_OF = re.compile(r"\bnumber of ", re.IGNORECASE)
_NEAR = 3  # words
_BEFORE = 4  # words, as "more than" may stand among them


def every_figure(
    question: str,
    kind: Kind,
    ranked: Sequence[Candidate],
    same_subject: SameSubject,
    again: Again,
) -> list[Candidate]:
    """The surest candidate, and those that answer the same with another figure, newest first.

    Of those that give the same figure, one that says of which year it is is taken, where the
    question names no year.
    """
    best, *others = ranked
    given = _given(best.reading, kind)
    if not given:
        return [best]
    wanted = set(content_tokens(question)) - _FORM

    def needed(other: Reading) -> float:
        return _share_needed(question, best.reading, other, wanted, kind)

    others = [
        candidate
        for candidate in others
        if same_subject(best.reading, candidate.reading)
        or _of_that_time(question, best.reading, candidate.reading, wanted)
    ]
    rivals = [c for c in others if c.probability >= best.probability * needed(c.reading)]
    outdone = {
        candidate.reading.place: candidate.probability
        for candidate in others
        if candidate not in rivals
        and (kind is not Kind.DATE or share_verb(best.reading, candidate.reading))
    }
    if outdone:
        telling = {c.reading.place for c in ranked if given <= figures_in(c.reading.text)}
        rivals += [
            replace(candidate, probability=outdone[candidate.reading.place])
            for candidate in again(telling | {best.reading.place})
            if candidate.reading.place in outdone
            and candidate.probability >= _BY_ITSELF
            and needed(candidate.reading) <= (_OF_THE_SAME if kind is Kind.DATE else _ALMOST_A_COPY)
        ]
    kept: list[Candidate] = []
    for candidate in _dated_first(question, [best, *rivals]):
        if all(_differ(candidate.reading, other.reading, kind) for other in kept):
            kept.append(candidate)
    return sorted(kept, key=lambda candidate: _age(candidate.reading), reverse=True)


def supported(figures: Sequence[Candidate]) -> float:
    """The probability that one of several figures that are close is right, 0 to 1.

    Sentences that tell nearly the same bear each other out where none is sure by itself.
    """
    surest = max(figures, key=lambda candidate: candidate.probability)
    given = _given(surest.reading, Kind.NUMBER)
    close = (c for c in figures if c is surest or _close(given, _given(c.reading, Kind.NUMBER)))
    return 1 - math.prod(1 - candidate.probability for candidate in close)


def published(reading: Reading) -> str | None:
    """The date of the source that a sentence comes from, as precise as it is known."""
    source = reading.hit.document.source_at(reading.sentence)
    return source.published if source else None


def _share_needed(
    question: str, best: Reading, other: Reading, wanted: set[str], kind: Kind
) -> float:
    """How sure another sentence must be to answer the same question; infinitely, if it does not.

    What is counted may go by another name, but a year of the question has to be kept.
    """
    ours, theirs = _held(best) & wanted, _held(other) & wanted
    lost = ours - theirs
    if wanted <= ours & theirs:
        return _IN_ITS_WORDS
    if any(word[0].isdigit() for word in lost):
        return math.inf
    if lost <= _asked_number(question) and likeness(best, other) >= _COPY_FROM:
        return _ALMOST_A_COPY
    if kind is Kind.DATE and are_overlapping_days(best, other):
        return _IN_ITS_WORDS
    if kind is Kind.DATE:
        return _OF_THE_SAME if share_verb(best, other) and not lost else math.inf
    return _where_counted(best, other, lost=bool(lost))


def _of_that_time(question: str, best: Reading, other: Reading, wanted: set[str]) -> bool:
    """Whether a document says all that the question does in both sentences, down to its year.

    A place that one of them names besides may be where a report is from.
    """
    within = best.hit.document.id == other.hit.document.id and wanted <= _held(best) & _held(other)
    return within and names_year(question)


def _where_counted(best: Reading, other: Reading, *, lost: bool) -> float:
    """How sure a sentence must be that counts the same, in words of the question or in others."""
    if not _counted(best) & _counted(other):
        return math.inf
    if _close(_given(best, Kind.NUMBER), _given(other, Kind.NUMBER)):
        return _CLOSE_IN_OTHER_WORDS if lost else _CLOSE
    return _IN_OTHER_WORDS if lost else _OF_THE_SAME


def _close(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether a large number of one answer is near one of the other."""
    pairs = [sorted((float(one), float(other))) for one in ours for other in theirs]
    return any(low >= _LARGE and high <= _CLOSE_RATIO * low for low, high in pairs)


def _asked_number(question: str) -> set[str]:
    """The words for what a question wants counted."""
    match = _ASKED_NUMBER.search(question)
    return set(content_tokens(match["what"])[-1:]) if match else set()


def _counted(reading: Reading) -> set[str]:
    """The words that say what a figure counts: after it, after "number of", or before it."""
    named = names_of(reading)
    text, highlight = reading.text, reading.highlight
    after = _CLAUSE_END.split(text[highlight.start :], maxsplit=1)[0].split()[: _NEAR + 1]
    before = text[: highlight.start]
    numbered = _NUMBER_OF.split(before)[1:][-1:]
    for words in (after, "".join(numbered).split()[:_NEAR], before.split()[-_BEFORE:]):
        near = {token for token in content_tokens(" ".join(words)) if not token[0].isdigit()}
        if near := near - named - _NOTHING_COUNTED:
            return near
    return set()


def _dated_first(question: str, trusted: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, with one that names a year in the first place where the first names none."""
    best, *others = trusted
    if names_year(question) or names_year(best.reading.text):
        return [best, *others]
    given = figures_in(best.reading.answer)
    for candidate in others:
        if (
            names_year(candidate.reading.text)
            and given & figures_in(candidate.reading.answer)
            and candidate.probability >= best.probability - _DATED_MARGIN
        ):
            return [candidate, best, *(other for other in others if other is not candidate)]
    return [best, *others]


def _given(reading: Reading, kind: Kind) -> frozenset[str]:
    """The figures of a short answer: of a date its years, if it has any."""
    answer = reading.answer
    years = years_in(answer)
    if kind is Kind.DATE:
        return years or figures_in(answer)
    return figures_in(answer) - years


def _differ(one: Reading, other: Reading, kind: Kind) -> bool:
    """Whether two sentences give figures of which neither stands in the other sentence."""
    given, known = _given(one, kind), _given(other, kind)
    if not given or given == known:
        alike = are_other_days if kind is Kind.DATE else are_other_bounds
        return bool(given) and alike(one, other)
    return given.isdisjoint(figures_in(other.text)) and known.isdisjoint(figures_in(one.text))


def _age(reading: Reading) -> tuple[str, str]:
    """The date of a sentence's source, or else the last year that it names; then that year."""
    year = max(years_in(reading.text), default="")
    return published(reading) or year, year


def _held(reading: Reading) -> set[str]:
    """The words of a sentence, and the names of its document."""
    return names_of(reading).union(tokenize(reading.text))
