"""The reviewed lists of the names of cities and countries, read row by row.

A row of `names.csv` has a place's `city`, as the documents write it; `of`, the larger places that
tell it apart from others of that name; its `country`; and its `other`, `korean` and `chinese`
spellings. Of places that share a name, the one better known to the network stands first. A row of
`countries.csv` has a `country`, its spellings likewise, and its `adjectives`. Several in one field
are separated by `|`; spellings that differ in case or diacritics only are one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from corpus.csv_list import ListError, read_list
from corpus.folding import fold

COLUMNS = ["city", "of", "country", "other", "korean", "chinese"]
COUNTRY_COLUMNS = ["country", "other", "adjectives", "korean", "chinese"]

_SCRIPTS = {"korean": re.compile("[가-힣]"), "chinese": re.compile(r"[\u3400-\u9fff]")}
_NEVER_IN_NAMES = re.compile(r'[,;:/()"]')


@dataclass(frozen=True)
class Place:
    """A row of a list: `of` as it stands there, and all its `spellings`, `city` first.

    A country is a place whose `city` and `country` are the same.
    """

    city: str
    of: tuple[str, ...]
    country: str
    spellings: tuple[str, ...]
    adjectives: tuple[str, ...] = ()

    @classmethod
    def nation(
        cls, name: str, spellings: tuple[str, ...] = (), adjectives: tuple[str, ...] = ()
    ) -> Self:
        """The country `name`, with what else it is called."""
        return cls(name, (), name, (name, *spellings), adjectives)

    @property
    def is_country(self) -> bool:
        """Whether it is a country and no city."""
        return self.city == self.country


def read_places(path: Path) -> tuple[Place, ...]:
    """Read the list of cities at `path`, in UTF-8; raises ListError for the first bad row."""
    return tuple(_read(path, COLUMNS, _city))


def read_countries(path: Path) -> tuple[Place, ...]:
    """Read the list of countries at `path`, in UTF-8; raises ListError for the first bad row."""
    return tuple(_read(path, COUNTRY_COLUMNS, _country))


Fields = Mapping[str, tuple[str, ...]]


def _read(
    path: Path, columns: Sequence[str], place_of: Callable[[Fields], Place]
) -> Iterator[Place]:
    lines: dict[tuple[str, tuple[str, ...], str], int] = {}
    made = read_list(path, columns, lambda row: place_of(_fields(row, columns)))
    for line, place in made:
        same = lines.setdefault((place.city, place.of, place.country), line)
        if same != line:
            raise ListError(
                f"{path.name}, line {line}: {place.city!r} of {place.country!r} is in line {same} "
                "already; remove one, or tell them apart by the column of"
            )
        yield place


def _fields(row: Sequence[str], columns: Sequence[str]) -> Fields:
    """What stands in each column; raises ListError for what is wrong in any of them."""
    fields = dict(zip(columns, map(_several, row), strict=True))
    for column in {"city", "country"}.intersection(columns):
        if len(fields[column]) != 1:
            raise ListError(f"{row!r} has {len(fields[column])} of {column}; give it one")
    for column, script in _SCRIPTS.items():
        for spelling in fields[column]:
            if not script.search(spelling):
                raise ListError(f"{spelling!r} is not {column}; move it to the column other")
    seen: dict[str, str] = {}
    for spelling in _spellings(fields, columns[0]):
        same = seen.setdefault(fold(spelling), spelling)
        if same is not spelling:
            raise ListError(f"{spelling!r} is the same as {same!r}; remove it")
    return fields


def _spellings(fields: Fields, named: str) -> tuple[str, ...]:
    return tuple(s for column in (named, "other", "korean", "chinese") for s in fields[column])


def _city(fields: Fields) -> Place:
    (city,), (country,) = fields["city"], fields["country"]
    return Place(city, fields["of"], country, _spellings(fields, "city"))


def _country(fields: Fields) -> Place:
    name, *others = _spellings(fields, "country")
    return Place.nation(name, tuple(others), fields["adjectives"])


def _several(field: str) -> tuple[str, ...]:
    """The names of a field; raises ListError for what could not be found in a text."""
    names = tuple(field.split("|")) if field else ()
    for name in names:
        if name != name.strip() or len(name) < 2:
            raise ListError(f"{name!r} is no name; give it two letters or more, no space around")
        if odd := _NEVER_IN_NAMES.search(name):
            raise ListError(f"{name!r} has a {odd.group()!r}; separate spellings by |")
    return names
