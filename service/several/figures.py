"""Figures: the numbers and years that a text gives."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.tokens import tokenize
from service.confidence import Candidate
from service.conversation.words import ANY_AUXILIARY
from service.reader import Reading

_YEAR = re.compile(r"(?<![\d.,])(?:1[5-9]|20)\d\d(?![\d%]|[.,]\d)")
_NUMBER = re.compile(
    r"(?<![\w.,])(?P<digits>\d+(?:[,.\u00a0 ]\d{3})*(?:\.\d+)?)"
    r"(?:\s?(?P<scale>thousand|million|billion)\b|(?!\w))",
    re.IGNORECASE,
)
_SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9}
_COUNTED = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen twenty"
)
_TENS = "thirty forty fifty sixty seventy eighty ninety"
_WORDS = {word: str(number) for number, word in enumerate(_COUNTED.split())}
_WORDS |= {word: f"{number}0" for number, word in enumerate(_TENS.split(), 3)}
_WORD = re.compile(
    rf"\b(?:{'|'.join(_WORDS)}|hundreds?|thousands?|millions?|dozens?|half|third|quarter|both|no"
    r"|none|once|twice|thrice|single|all|every)\b",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"\b(?:about|around|some|over|under|more|less|fewer|than|at|least|most|nearly|almost|close|to"
    r"|up|approximately|roughly|exactly|only|per|cent)\b|%",
    re.IGNORECASE,
)
# Words that say how often or in which place, by what a sentence may say instead.
_EXACT = {
    **{word: {word} for word in ("thrice", "first", "last", "only", "third", "never", "both")},
    "twice": {"twice", "second", "again"},
}
_ABOVE = r"more than|over|at least|above|exceeding"
_BELOW = r"less than|fewer than|under|below|at most|nearly|almost|up to"
_BOUND = re.compile(rf"(?:(?P<above>{_ABOVE})|(?P<below>{_BELOW})) $", re.IGNORECASE)
_MONTH = re.compile(
    r"\b(?:jan|febr)uary\b|\bmarch\b|\bapril\b|\bmay\b|\bjune\b|\bjuly\b|\baugust\b"
    r"|\b(?:septem|octo|novem|decem)ber\b",
    re.IGNORECASE,
)
_LAST_DAY = 31
_TOTAL = re.compile(
    rf"\bhow many (?:(?!{ANY_AUXILIARY}\b)[\w-]+ ){{0,3}}?(?:cities|towns|members|countries"
    r"|municipalities|communities)\b",
    re.IGNORECASE,
)
_HOW_MANY = re.compile(r"\bhow many\b", re.IGNORECASE)


def figures_in(text: str) -> frozenset[str]:
    """The numbers that `text` gives, each written one way: "1.2 million" is 1200000."""
    numbers = {_written(match["digits"], match["scale"]) for match in _NUMBER.finditer(text)}
    words = re.findall("[a-z]+", text.lower())
    return frozenset(numbers | {_WORDS[word] for word in words if word in _WORDS})


def names_year(text: str) -> bool:
    """Whether `text` names a year."""
    return _YEAR.search(text) is not None


def years_in(text: str) -> frozenset[str]:
    """The years that `text` names."""
    return frozenset(_YEAR.findall(text))


def gives_figure(reading: Reading) -> bool:
    """Whether there is a number in the short answer of a sentence."""
    return bool(figures_in(reading.answer))


def is_figure(reading: Reading) -> bool:
    """Whether the short answer in a sentence is a number, with little around it."""
    answer = reading.answer
    rest = _ABOUT.sub("", _NUMBER.sub("", answer))
    return bool(_NUMBER.search(answer)) and not names_year(answer) and len(rest.split()) <= 2


def are_other_bounds(one: Reading, other: Reading) -> bool:
    """Whether one short answer is above a figure and the other below it."""
    return {_bound(one), _bound(other)} == {"above", "below"}


def are_other_days(one: Reading, other: Reading) -> bool:
    """Whether two short answers are of other months, or of days that are not among each other's."""
    ours, theirs = one.answer, other.answer
    months = [frozenset(month.lower() for month in _MONTH.findall(text)) for text in (ours, theirs)]
    if all(months) and months[0].isdisjoint(months[1]):
        return True
    fewer, more = sorted((_days(ours), _days(theirs)), key=len)
    within = len(fewer) == 1 and min(more) <= min(fewer) <= max(more)
    return bool(fewer) and not (within or fewer <= more)


def are_overlapping_days(one: Reading, other: Reading) -> bool:
    """Whether two short answers are of several days of one month and year, some of them the same.

    "From 2 to 5 May 2024" and "3 to 5 May 2024" can hardly be of two things.
    """
    ours, theirs = one.answer, other.answer
    months = [{month.lower() for month in _MONTH.findall(text)} for text in (ours, theirs)]
    both = _days(ours), _days(theirs)
    same = months[0] == months[1] and years_in(ours) == years_in(theirs)
    return same and min(map(len, both)) > 1 and not both[0].isdisjoint(both[1])


def with_figures(question: str, ranked: Sequence[Candidate]) -> list[Candidate]:
    """The candidates that can say how many, where that is asked: no other sentence does."""
    if not _HOW_MANY.search(question):
        return list(ranked)
    return [c for c in ranked if _NUMBER.search(c.reading.text) or _WORD.search(c.reading.text)]


def asks_for_total(question: str) -> bool:
    """Whether `question` asks how many places or members there are."""
    return _TOTAL.search(question) is not None


def is_exact(question: str) -> bool:
    """Whether `question` says how often, or in which place."""
    return not _EXACT.keys().isdisjoint(tokenize(question))


def exactly_as_asked(question: str, ranked: Sequence[Candidate]) -> list[Candidate]:
    """The candidates that say it of the years, and as often or as first, as the question does.

    A year may stand in the heading above, or in what is said before a sentence that names none.
    The reader minds neither when it looks for many answers.
    """
    years, words = years_in(question), _EXACT.keys() & set(tokenize(question))
    # Which round of a year was the last is told by no sentence on it.
    words -= {"last"} if years else set()
    kept: list[Candidate] = []
    for candidate in ranked:
        heading = candidate.reading.hit.passage.heading or ""
        held = set(tokenize(f"{heading} {candidate.reading.text}"))
        if years <= years_in(heading) | _years_of(candidate.reading) and all(
            held & _EXACT[word] for word in words
        ):
            kept.append(candidate)
    return kept


def _years_of(reading: Reading) -> frozenset[str]:
    """The years that a sentence, or else the last one before it in its passage, names."""
    hit = reading.hit
    told = [span for span in hit.passage.sentences if span.start <= reading.sentence.start]
    named = (years_in(hit.document.text[span.start : span.end]) for span in reversed(told))
    return next((years for years in named if years), frozenset())


def _bound(reading: Reading) -> str | None:
    """Whether the short answer is a figure that the number is "above" or "below"; None if exact."""
    number = _NUMBER.search(reading.text, reading.highlight.start)
    match = _BOUND.search(reading.text[: number.start()]) if number else None
    return match.lastgroup if match else None


def _days(text: str) -> frozenset[int]:
    dated = figures_in(text) - years_in(text) if _MONTH.search(text) else frozenset()
    days = (int(figure) for figure in dated if figure.isdigit())
    return frozenset(day for day in days if day <= _LAST_DAY)


def _written(digits: str, scale: str | None) -> str:
    plain = re.sub(r"[,.\u00a0 ](?=\d{3}(?:\D|$))", "", digits)
    value = float(plain) * _SCALES[scale.lower()] if scale else float(plain)
    return f"{value:.6g}" if value < 1 else f"{value:.10g}"
