"""The reviewed list of the names of cities, `names.csv`, read row by row.

A row has a place's `city`, as the documents write it; `of`, the larger places that tell it apart
from others of that name; its `country`; and its `other`, `korean` and `chinese` spellings. Several
in one field are separated by `|`; spellings that differ in case or diacritics only are one. Of
places that share a name, the one better known to the network stands first.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.folding import fold

COLUMNS = ["city", "of", "country", "other", "korean", "chinese"]

_SCRIPTS = {"korean": re.compile("[가-힣]"), "chinese": re.compile(r"[\u3400-\u9fff]")}
_NEVER_IN_NAMES = re.compile(r'[,;:/()"]')


class NamesError(ValueError):
    """A row of the list cannot be used; the message names its line, the value and the remedy."""


@dataclass(frozen=True)
class Place:
    """A row of the list: `of` as it stands there, and all its `spellings`, `city` first."""

    city: str
    of: tuple[str, ...]
    country: str
    spellings: tuple[str, ...]


def read_places(path: Path) -> tuple[Place, ...]:
    """Read the list at `path`, in UTF-8; raises NamesError for the first bad row."""
    lines: dict[tuple[str, tuple[str, ...], str], int] = {}
    places: list[Place] = []
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        if next(rows, None) != COLUMNS:
            raise NamesError(f"{path.name}, line 1: begin the list with {','.join(COLUMNS)}")
        for row in rows:
            try:
                place = _place(row)
                same = lines.setdefault((place.city, place.of, place.country), rows.line_num)
                if same != rows.line_num:
                    raise NamesError(
                        f"{place.city!r} of {place.country!r} is in line {same} already; remove "
                        "one, or tell them apart by the column of"
                    )
            except NamesError as error:
                raise NamesError(f"{path.name}, line {rows.line_num}: {error}") from None
            places.append(place)
    return tuple(places)


def _place(row: Sequence[str]) -> Place:
    if len(row) != len(COLUMNS):
        raise NamesError(f"{row!r} has {len(row)} fields; give it {len(COLUMNS)}")
    fields = dict(zip(COLUMNS, map(_several, row), strict=True))
    for column in ("city", "country"):
        if len(fields[column]) != 1:
            raise NamesError(f"{row!r} has {len(fields[column])} of {column}; give it one")
    for column, script in _SCRIPTS.items():
        for spelling in fields[column]:
            if not script.search(spelling):
                raise NamesError(f"{spelling!r} is not {column}; move it to the column other")
    spellings = tuple(s for c in ("city", "other", "korean", "chinese") for s in fields[c])
    seen: dict[str, str] = {}
    for spelling in spellings:
        same = seen.setdefault(fold(spelling), spelling)
        if same is not spelling:
            raise NamesError(f"{spelling!r} is the same as {same!r}; remove it")
    return Place(row[0], fields["of"], row[2], spellings)


def _several(field: str) -> tuple[str, ...]:
    """The names of a field; raises NamesError for what could not be found in a text."""
    names = tuple(field.split("|")) if field else ()
    for name in names:
        if name != name.strip() or len(name) < 2:
            raise NamesError(f"{name!r} is no name; give it two letters or more, no space around")
        if odd := _NEVER_IN_NAMES.search(name):
            raise NamesError(f"{name!r} has a {odd.group()!r}; separate spellings by |")
    return names
