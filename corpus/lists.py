"""The reviewed lists that the pictures are drawn from: `places.csv` and `members.csv`.

`places.csv` has where a city lies: `city` and `country` as the documents write them, `latitude` and
`longitude` in degrees. `members.csv` has the network's `members` in a `year`, the `document` that
says so, by its id, and the `quote` that it says it with.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from corpus.csv_list import ListError, read_list
from corpus.folding import fold

POSITION_COLUMNS = ["city", "country", "latitude", "longitude"]
FIGURE_COLUMNS = ["year", "members", "document", "quote"]


@dataclass(frozen=True)
class Position:
    """Where a city lies, in degrees; north and east count up."""

    latitude: float
    longitude: float


@dataclass(frozen=True)
class Figure:
    """How many `members` the network had in `year`, and the words of the document that say so."""

    year: int
    members: int
    document: str
    quote: str


class Positions:
    """Where cities lie, by their names; may be shared by threads."""

    def __init__(self, rows: Sequence[tuple[str, str, Position]]) -> None:
        """Take in a city, its country and its position a row; raises ListError for one twice."""
        self._of: dict[tuple[str, str], Position] = {}
        for city, country, position in rows:
            if self._of.setdefault(_key(city, country), position) is not position:
                raise ListError(f"{city!r} of {country!r} is in it twice; remove one")

    def of(self, city: str | None, country: str | None) -> Position | None:
        """The position of a city, whatever its case and diacritics; None where it is not listed."""
        return self._of.get(_key(city, country)) if city and country else None


def read_positions(path: Path) -> Positions:
    """Read the list at `path`, in UTF-8; raises ListError for the first bad row."""
    rows = [row for _, row in read_list(path, POSITION_COLUMNS, _position)]
    try:
        return Positions(rows)
    except ListError as error:
        raise ListError(f"{path.name}: {error}") from None


def read_figures(path: Path) -> tuple[Figure, ...]:
    """Read the list at `path`, in UTF-8, by year; raises ListError for the first bad row."""
    rows = [row for _, row in read_list(path, FIGURE_COLUMNS, _figure)]
    figures = sorted(rows, key=lambda figure: figure.year)
    years = [figure.year for figure in figures]
    for year in years:
        if years.count(year) > 1:
            raise ListError(f"{path.name}: it has {year} twice; remove one")
    return tuple(figures)


@cache
def listed_positions() -> Positions:
    """The cities of `places.csv`."""
    return read_positions(Path(__file__).with_name("places.csv"))


@cache
def listed_figures() -> tuple[Figure, ...]:
    """The years of `members.csv`, in order."""
    return read_figures(Path(__file__).with_name("members.csv"))


def _position(row: Sequence[str]) -> tuple[str, str, Position]:
    city, country, latitude, longitude = _filled(row)
    return city, country, Position(_degrees(latitude, 90), _degrees(longitude, 180))


def _figure(row: Sequence[str]) -> Figure:
    year, members, document, quote = _filled(row)
    return Figure(_whole(year), _whole(members), document, quote)


def _filled(row: Sequence[str]) -> Sequence[str]:
    if not all(row):
        raise ListError(f"{row!r} has an empty field; fill each")
    return row


def _degrees(text: str, most: int) -> float:
    try:
        degrees = float(text)
    except ValueError:
        degrees = float("nan")
    if not -most <= degrees <= most:
        raise ListError(f"{text!r} is not from -{most} to {most}; write it in degrees")
    return degrees


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise ListError(f"{text!r} is no whole number; write it in digits alone")
    return int(text)


def _key(city: str, country: str) -> tuple[str, str]:
    return fold(city), fold(country)
