"""The map: what of the world it shows, which cities it marks together, and where names go."""

import csv
import re
from collections.abc import Sequence
from itertools import combinations, pairwise
from math import hypot
from pathlib import Path

import pytest

from corpus.lists import Position, listed_positions
from index.search import DocumentSummary
from service.labels import labels_of
from service.world import Area, Located, Map, View, map_of

ROOT = Path(__file__).parent.parent

# A world of marks that lie wide apart, and two of them close by.
SEOUL = Position(37.57, 126.98)
SUWON = Position(37.26, 127.03)
BUSAN = Position(35.18, 129.08)
CORK = Position(51.90, -8.47)
SYDNEY = Position(-33.87, 151.21)
LIMA = Position(-12.05, -77.04)


def city(name: str) -> DocumentSummary:
    return DocumentSummary(f"cities/{name.lower()}", name, "", "en", name, "X", (), (), 10)


def drawn(*positions: Position) -> Map:
    located = [Located(city(f"City{n}"), position) for n, position in enumerate(positions)]
    drawn = map_of(located)
    assert drawn is not None
    return drawn


def inside(point: tuple[float, float], view: View) -> bool:
    x, y = point
    return view.x <= x <= view.x + view.width and view.y <= y <= view.y + view.height


def points(map_: Map) -> list[tuple[float, float]]:
    return [point for mark in map_.marks for point in mark.points]


def test_no_city_no_map() -> None:
    assert map_of([]) is None


def test_cities_all_over_the_world_are_shown_on_all_of_it() -> None:
    world = drawn(SEOUL, CORK, SYDNEY, LIMA)
    assert world.view.whole
    assert len(world.marks) == 4
    assert [mark.points[0] for mark in world.marks] == sorted(points(world))


def test_north_is_up_and_east_is_right() -> None:
    (lima, cork, seoul, sydney) = points(drawn(SEOUL, CORK, SYDNEY, LIMA))
    assert lima[0] < cork[0] < seoul[0] < sydney[0]
    assert cork[1] < seoul[1] < lima[1] < sydney[1]


@pytest.mark.parametrize(
    "positions", [(SEOUL,), (SEOUL, BUSAN), (SEOUL, SUWON, BUSAN), (CORK,), (CORK, LIMA)]
)
def test_the_map_shows_what_the_cities_take_up_in_one_shape(positions: Sequence[Position]) -> None:
    world = drawn(*positions)
    assert all(inside(point, world.view) for point in points(world))
    assert not world.view.whole
    whole = drawn(SEOUL, CORK, SYDNEY, LIMA).view
    assert world.view.width / world.view.height == pytest.approx(whole.width / whole.height, 0.01)


@pytest.mark.parametrize("latitude", [-57, 0, 74])
@pytest.mark.parametrize("longitude", [-180, 0, 180])
def test_the_map_never_leaves_the_world(latitude: float, longitude: float) -> None:
    world = drawn(Position(latitude, longitude))
    whole = drawn(SEOUL, CORK, SYDNEY, LIMA).view
    assert inside((world.view.x, world.view.y), whole)
    assert world.view.x + world.view.width <= whole.width + 0.1
    assert world.view.y + world.view.height <= whole.height + 0.1


def test_cities_too_close_to_tell_apart_are_one_mark_that_leads_nearer() -> None:
    far = drawn(SEOUL, SUWON, BUSAN, CORK, SYDNEY, LIMA)
    assert [len(mark.documents) for mark in far.marks] == [1, 1, 3, 1]
    korea = far.marks[2]
    assert korea.area.edges == "126.98,35.18,129.08,37.57"
    assert all(korea.area.holds(position) for position in (SEOUL, SUWON, BUSAN))
    assert not korea.area.holds(CORK)
    near = drawn(SEOUL, SUWON, BUSAN)
    assert [len(mark.documents) for mark in near.marks] == [1, 1, 1]


def test_marks_that_stand_alone_are_large_enough_to_hit() -> None:
    """24 pixels apart on a map of 704, the least wide that a wide window shows."""
    positions = [Position(30 + n % 7 * 1.3, 100 + n // 7 * 2.1) for n in range(49)]
    world = drawn(*positions)
    alone = [mark.points[0] for mark in world.marks if len(mark.documents) == 1]
    for (x, y), (other_x, other_y) in combinations(alone, 2):
        assert hypot(x - other_x, y - other_y) * 704 / world.view.width >= 23.9


def test_several_documents_on_one_city_are_one_mark() -> None:
    (mark,) = drawn(SEOUL, SEOUL).marks
    assert len(mark.documents) == 2
    assert len(mark.points) == 1


def test_an_area_holds_its_edges() -> None:
    area = Area(1, 2, 3, 4)
    assert area.holds(Position(2, 1))
    assert area.holds(Position(4, 3))
    assert not area.holds(Position(1, 2))


def test_names_are_written_where_there_is_room_and_never_over_a_dot() -> None:
    world = drawn(SEOUL, BUSAN, Position(37.57, 127.9), Position(36, 129.5))
    labels = labels_of(world.marks, world.view)
    assert [label.text for label in labels.labels] == ["City0", "City2", "City1", "City3"]
    assert labels.labels[0].left or labels.labels[1].x > labels.labels[0].x


def test_a_name_without_room_is_left_out() -> None:
    row = drawn(*(Position(37, 127 + n * 0.2) for n in range(9)))
    labels = labels_of(row.marks, row.view).labels
    assert len(row.marks) == 9
    assert [label.text for label in labels] == ["City0", "City8"]


def test_a_mark_of_several_says_how_many() -> None:
    far = drawn(SEOUL, SUWON, BUSAN, CORK)
    labels = labels_of(far.marks, far.view).labels
    assert [label.text for label in labels] == ["City3", "3"]


def test_a_name_at_the_edge_goes_to_the_other_side() -> None:
    world = drawn(Position(0, 179.9))
    (label,) = labels_of(world.marks, world.view).labels
    assert label.left


def land() -> list[list[tuple[float, float]]]:
    """The corners of every piece of land in `land.svg`, in the units of the map."""
    path = (ROOT / "service/templates/land.svg").read_text(encoding="utf-8").partition(' d="')[2]
    pieces = []
    for piece in re.findall(r"M[^z]*z", path):
        numbers = iter(map(float, re.findall(r"-?(?:\d+\.?\d*|\.\d+)", piece)))
        steps = list(zip(numbers, numbers, strict=False))
        corners = [steps[0]]
        for east, south in steps[1:]:
            corners.append((corners[-1][0] + east, corners[-1][1] + south))
        pieces.append(corners)
    return pieces


def on_land(x: float, y: float, pieces: list[list[tuple[float, float]]]) -> bool:
    """Whether a point is inside an odd number of times: lakes are pieces within pieces."""
    crossed = 0
    for corners in pieces:
        for (x1, y1), (x2, y2) in pairwise([*corners, corners[0]]):
            crossed += (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1)
    return crossed % 2 == 1


def test_every_listed_city_is_on_the_land_that_is_drawn_or_at_its_coast() -> None:
    """A slip of sign, or of latitude and longitude, would put it into the sea."""
    pieces = land()
    rows = (ROOT / "corpus/places.csv").read_text(encoding="utf-8").splitlines()[1:]
    at_sea = []
    for city_, country, *_ in csv.reader(rows):
        position = listed_positions().of(city_, country)
        assert position
        ((x, y),) = points(drawn(position))
        near = [(x, y), (x - 1.5, y), (x + 1.5, y), (x, y - 1.5), (x, y + 1.5)]
        if not any(on_land(*point, pieces) for point in near):
            at_sea.append(city_)
    assert at_sea == []
    assert not on_land(*points(drawn(Position(0, -30)))[0], pieces)
