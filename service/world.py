"""The map of the documents' cities: what of the world it shows, and its marks.

It is drawn with longitude and latitude as straight axes, in tenths of a degree of latitude; a
degree of longitude is 8 of them, as it is at 37 degrees north or south. Its corner is 75 N 180 W.
`templates/land.svg` is in the same units.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from corpus.lists import Position
from index.search import DocumentSummary

_NORTH = 75
_EAST_UNITS, _SOUTH_UNITS = 8, 10  # a degree
_WIDTH, _HEIGHT = 360 * _EAST_UNITS, (_NORTH + 58) * _SOUTH_UNITS
_ASPECT = _WIDTH / _HEIGHT
_LEAST_HEIGHT = 20.0  # the coast is too rough to be looked at from nearer
_LEAST_ALONE = 300.0  # one city alone: enough around it to tell where in the world it is
_MARGIN = 0.12  # of what the cities take up, on each side
_WHOLE_FROM = 0.6  # of the world's width: what takes up more is shown on a map of all of it
# Of the width shown: nearer than this, two marks would be too small a target each (24 pixels on the
# widest map), and become one.
_APART = 0.034


@dataclass(frozen=True)
class Located:
    """A document and where its city lies."""

    document: DocumentSummary
    position: Position


@dataclass(frozen=True)
class Area:
    """What lies between two longitudes and two latitudes, in degrees."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, position: Position) -> bool:
        """Whether `position` is in it, its edges included."""
        return (
            self.west <= position.longitude <= self.east
            and self.south <= position.latitude <= self.north
        )

    @property
    def edges(self) -> str:
        """As it is written in an address."""
        return f"{self.west:g},{self.south:g},{self.east:g},{self.north:g}"


@dataclass(frozen=True)
class View:
    """The part of the map that is shown, in its units."""

    x: float
    y: float
    width: float
    height: float

    @property
    def whole(self) -> bool:
        """Whether it is all of the map."""
        return self.width == _WIDTH


@dataclass(frozen=True)
class Mark:
    """One city of the map, or several that lie too close to tell apart at this size.

    `points` are where they lie, in units of the map; `area` holds all of its documents.
    """

    points: tuple[tuple[float, float], ...]
    documents: tuple[DocumentSummary, ...]
    area: Area


@dataclass(frozen=True)
class Map:
    """What is drawn: `marks` from west to east."""

    view: View
    marks: tuple[Mark, ...]


_Sites = dict[Position, list[DocumentSummary]]


def map_of(located: Sequence[Located]) -> Map | None:
    """The map of these documents, no larger a part of the world than they take up; None of none."""
    sites: _Sites = defaultdict(list)
    for each in located:
        sites[each.position].append(each.document)
    if not sites:
        return None
    view = _view([_point(position) for position in sites])
    return Map(view, tuple(_mark(sites, near) for near in _together(sites, view)))


def _point(position: Position) -> tuple[float, float]:
    x = (position.longitude + 180) * _EAST_UNITS
    return round(x, 1), round((_NORTH - position.latitude) * _SOUTH_UNITS, 1)


def _view(points: Sequence[tuple[float, float]]) -> View:
    xs, ys = zip(*points, strict=True)
    width, height = (1 + 2 * _MARGIN) * (max(xs) - min(xs)), (1 + 2 * _MARGIN) * (max(ys) - min(ys))
    least = _LEAST_HEIGHT if len(points) > 1 else _LEAST_ALONE
    height = max(height, width / _ASPECT, least)
    if height > _WHOLE_FROM * _HEIGHT:
        return View(0, 0, _WIDTH, _HEIGHT)
    width = height * _ASPECT
    x = _within((min(xs) + max(xs) - width) / 2, _WIDTH - width)
    y = _within((min(ys) + max(ys) - height) / 2, _HEIGHT - height)
    return View(*(round(value, 1) for value in (x, y, width, height)))


def _within(value: float, most: float) -> float:
    return min(max(value, 0.0), most)


def _together(sites: Iterable[Position], view: View) -> list[list[Position]]:
    """Positions that go into one mark, the marks from west to east.

    The position with the most others around it takes these in, then the next of those left.
    """
    points = {position: _point(position) for position in sites}
    least = _APART * view.width
    around = {
        one: {
            other
            for other, (x, y) in points.items()
            if (x - at_x) ** 2 + (y - at_y) ** 2 < least**2
        }
        for one, (at_x, at_y) in points.items()
    }
    left = set(points)
    found = []
    while left:
        seed = max(left, key=lambda one: (len(around[one] & left), points[one]))
        found.append(sorted(around[seed] & left, key=points.__getitem__))
        left -= around[seed]
    return sorted(found, key=lambda near: points[near[0]])


def _mark(sites: _Sites, near: Sequence[Position]) -> Mark:
    norths, easts = [p.latitude for p in near], [p.longitude for p in near]
    return Mark(
        points=tuple(_point(position) for position in near),
        documents=tuple(chain.from_iterable(sites[position] for position in near)),
        area=Area(min(easts), min(norths), max(easts), max(norths)),
    )
