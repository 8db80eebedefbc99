"""Sentences that answer the same question with different figures: which, and in what order."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence

from index.tokens import content_tokens, tokenize
from service.confidence import Candidate
from service.question import Kind
from service.reader import Reading
from service.several.figures import figures_in, names_year, short_answer, years_in

SameSubject = Callable[[Reading, Reading], bool]
"""Whether two sentences tell of the same."""

# How sure a sentence must be, as a share of the surest one's probability, to be trusted with
# another figure: less so where it holds all words of the question. The reader looks for one answer,
# so that several right ones outdo each other.
_TRUSTED_SHARE = 0.4
_TRUSTED_SHARE_IN_ITS_WORDS = 0.15

# How much less sure a sentence may be that gives the same figure and says of which year it is.
_DATED_MARGIN = 0.15

# Words of a question that say what form its answer has.
_FORM = frozenset(content_tokens("year month day date time number figure amount total many much"))

_CLAUSE_END = re.compile(r"[,.;:()]\s|[,.;:()]$")
_NEAR = 3  # words


def every_figure(
    question: str, kind: Kind, ranked: Sequence[Candidate], same_subject: SameSubject
) -> list[Candidate]:
    """The surest candidate, and those that answer the same with another figure, newest first.

    Of those that give the same figure, one that says of which year it is is taken, where the
    question names no year.
    """
    best, *others = ranked
    if not _given(best.reading, kind):
        return [best]
    wanted = set(content_tokens(question)) - _FORM
    rivals = [
        candidate
        for candidate in others
        if same_subject(best.reading, candidate.reading)
        and candidate.probability
        >= best.probability * _share_needed(best.reading, candidate.reading, wanted, kind)
    ]
    kept: list[Candidate] = []
    for candidate in _dated_first(question, [best, *rivals]):
        if all(_differ(candidate.reading, other.reading, kind) for other in kept):
            kept.append(candidate)
    return sorted(kept, key=lambda candidate: _age(candidate.reading), reverse=True)


def published(reading: Reading) -> str | None:
    """The date of the source that a sentence comes from, as precise as it is known."""
    source = reading.hit.document.source_at(reading.sentence)
    return source.published if source else None


def _share_needed(best: Reading, other: Reading, wanted: set[str], kind: Kind) -> float:
    """How sure another sentence must be to answer the same question; infinitely, if it does not.

    It does where both hold all words of the question, or where it holds as many as the best, and
    both count the same.
    """
    ours, theirs = _held(best) & wanted, _held(other) & wanted
    if wanted <= ours & theirs:
        return _TRUSTED_SHARE_IN_ITS_WORDS
    alike = kind is not Kind.DATE and ours <= theirs and _counted(best) & _counted(other)
    return _TRUSTED_SHARE if alike else math.inf


def _counted(reading: Reading) -> set[str]:
    """The words next to a figure that say what it counts: after it, or else before it."""
    named = _names(reading)
    text, highlight = reading.text, reading.highlight
    after = _CLAUSE_END.split(text[highlight.start :], maxsplit=1)[0].split()[: _NEAR + 1]
    before = text[: highlight.start].split()[-_NEAR:]
    for words in (after, before):
        near = {token for token in content_tokens(" ".join(words)) if not token[0].isdigit()}
        if near - named:
            return near - named
    return set()


def _dated_first(question: str, trusted: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, with one that names a year in the first place where the first names none."""
    best, *others = trusted
    if names_year(question) or names_year(best.reading.text):
        return [best, *others]
    given = figures_in(short_answer(best.reading))
    for candidate in others:
        if (
            names_year(candidate.reading.text)
            and given & figures_in(short_answer(candidate.reading))
            and candidate.probability >= best.probability - _DATED_MARGIN
        ):
            return [candidate, best, *(other for other in others if other is not candidate)]
    return [best, *others]


def _given(reading: Reading, kind: Kind) -> frozenset[str]:
    """The figures of a short answer: of a date its years, if it has any."""
    answer = short_answer(reading)
    years = years_in(answer)
    if kind is Kind.DATE:
        return years or figures_in(answer)
    return figures_in(answer) - years


def _differ(one: Reading, other: Reading, kind: Kind) -> bool:
    """Whether two sentences give figures of which neither stands in the other sentence."""
    given, known = _given(one, kind), _given(other, kind)
    return (
        bool(given)
        and given.isdisjoint(figures_in(other.text))
        and known.isdisjoint(figures_in(one.text))
    )


def _age(reading: Reading) -> tuple[str, str]:
    """The date of a sentence's source, or else the last year that it names; then that year."""
    year = max(years_in(reading.text), default="")
    return published(reading) or year, year


def _held(reading: Reading) -> set[str]:
    """The words of a sentence, and the names of its document."""
    return _names(reading).union(tokenize(reading.text))


def _names(reading: Reading) -> set[str]:
    document = reading.hit.document
    names = [document.title, document.city, *document.aliases]
    return set(tokenize(" ".join(name for name in names if name)))
