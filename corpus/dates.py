"""Lines that only say when a page was published."""

from __future__ import annotations

import re
from datetime import date

from corpus.phrases import ALWAYS, BESIDE_DATE, PUBLISHED, key, pieces

_MONTHS = (
    "jan ene gen|feb fev|mar mrz|apr abr avr|may mai mag|jun juin giu|jul juil lug|aug ago aou"
    "|sep set|oct okt out ott|nov|dec dic dez"
)
_STEMS = {
    stem: number for number, stems in enumerate(_MONTHS.split("|"), 1) for stem in stems.split()
}
_ACCENTS = str.maketrans("áäéèûü", "aaeeuu")

_EXPECTED = PUBLISHED | BESIDE_DATE | ALWAYS
_BY = re.compile(r"\bby\s(?:[A-ZÀ-Þ][\w'’.-]*\s*){1,4}$|[가-힣]{2,4}\s?기자")
_LABEL = re.compile(r"(\w+)\s?[:：]\s*\0")  # "Updated: " and a date, among other facts of a page
_YEAR = re.compile(r"(?:19|20)\d\d")
_NUMERIC = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)\s?[-./年년]\s?(?P<month>\d{1,2})\s?[-./月월]\s?(?P<day>\d{1,2})(?!\d)[.日일]?"
    r"|(?<!\d)(?P<day2>\d{1,2})\.\s?(?P<month2>\d{1,2})\.\s?(?P<year2>(?:19|20)\d\d)(?!\d)"
)
_NAMED = re.compile(
    r"(?<!\d)(?P<day>\d{1,2})(?:st|nd|rd|th|er|º)?\.?\s(?:de\s|of\s)?(?P<month>[^\W\d_]{3,10})\.?,?\s(?:de\s)?"
    r"(?P<year>(?:19|20)\d\d)(?!\d)"
    r"|(?P<month2>[^\W\d_]{3,9})\.?\s(?P<day2>\d{1,2})(?:st|nd|rd|th)?,?\s(?P<year2>(?:19|20)\d\d)(?!\d)"
)
_TIME = re.compile(r"\d{1,2}[:h.]\d{2}(?::\d{2})?\s?(?:[ap]\.?m\.?)?|\d{1,2}\s?[ap]\.?m\.?", re.I)


def publication_date(text: str, *, alone: bool = False) -> str | None:
    """Return the ISO date of a line such as "Published: 12 March 2024, 10:15", else None.

    `alone`: a date with nothing that says what it is for counts too.
    """
    if len(text) > 120 or not _YEAR.search(text):
        return None
    found: list[date] = []

    def take(match: re.Match[str]) -> str:
        parts = match.groupdict()
        year, month, day = (parts[name] or parts[f"{name}2"] for name in ("year", "month", "day"))
        number = int(month) if month.isdigit() else _month(month)
        try:
            found.append(date(int(year), number, int(day)))
        except ValueError:
            return match[0]
        return "\0"

    text = _BY.sub("", text)
    rest = _TIME.sub(" ", _NAMED.sub(take, _NUMERIC.sub(take, text)))
    others = key(rest).split()
    if not found:
        return None
    expected = not others or pieces(others, _EXPECTED)
    if expected and (alone or PUBLISHED.intersection(others)):
        return found[0].isoformat()
    said = [key(label) for label in _LABEL.findall(rest)]
    return found[0].isoformat() if PUBLISHED.intersection(said) and len(others) < 12 else None


def without_dates(text: str) -> str:
    """Return `text` without its dates of day, month and year."""
    return _NAMED.sub(" ", _NUMERIC.sub(" ", text))


def _month(name: str) -> int:
    """Return the number of the month called `name` in one of several languages, 0 if none is."""
    folded = name.casefold().translate(_ACCENTS)
    return _STEMS.get(folded[:4]) or _STEMS.get(folded[:3], 0)
