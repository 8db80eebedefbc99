from pathlib import Path

import pytest

from corpus.csv_list import ListError
from corpus.lists import (
    Figure,
    Position,
    listed_figures,
    listed_positions,
    read_figures,
    read_positions,
)

PLACES = "city,country,latitude,longitude\n"
MEMBERS = "year,members,document,quote\n"


def written(folder: Path, name: str, content: str) -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def test_a_city_is_found_in_any_case_and_with_or_without_diacritics(tmp_path: Path) -> None:
    path = written(tmp_path, "places.csv", PLACES + "Bogotá,Colombia,4.65,-74.08\n")
    positions = read_positions(path)
    assert positions.of("BOGOTA", "colombia") == Position(4.65, -74.08)
    assert positions.of("Bogotá", "Spain") is None
    assert positions.of("Bogotá", None) is None
    assert positions.of(None, "Colombia") is None


def test_figures_come_by_year_whatever_their_order(tmp_path: Path) -> None:
    rows = '2020,230,network/a,"Then, 230 cities."\n2016,115,network/a,115 cities.\n'
    assert read_figures(written(tmp_path, "members.csv", MEMBERS + rows)) == (
        Figure(2016, 115, "network/a", "115 cities."),
        Figure(2020, 230, "network/a", "Then, 230 cities."),
    )


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        ("", "line 1: begin the list with city,country,latitude,longitude"),
        ("city,country\n", "line 1: begin the list with"),
        (
            PLACES + "Cork,Ireland,51.9\n",
            "line 2: ['Cork', 'Ireland', '51.9'] has 3 fields",
        ),
        (PLACES + "Cork,,51.9,-8.5\n", "line 2: ['Cork', '', '51.9', '-8.5'] has an empty field"),
        (PLACES + "Cork,Ireland,north,-8.5\n", "line 2: 'north' is not from -90 to 90"),
        (PLACES + "Cork,Ireland,nan,-8.5\n", "line 2: 'nan' is not from -90 to 90"),
        (PLACES + "Cork,Ireland,51.9,-180.5\n", "line 2: '-180.5' is not from -180 to 180"),
        (PLACES + "Cork,Ireland,1,2\nCORK,Ireland,1,2\n", "'CORK' of 'Ireland' is in it twice"),
    ],
)
def test_a_bad_list_of_places(tmp_path: Path, content: str, wrong: str) -> None:
    with pytest.raises(ListError) as raised:
        read_positions(written(tmp_path, "places.csv", content))
    assert str(raised.value).startswith("places.csv")
    assert wrong in str(raised.value)


@pytest.mark.parametrize(
    ("rows", "wrong"),
    [
        ("2016,about 115,a,b\n", "line 2: 'about 115' is no whole number; write it in digits"),
        ("２０１６,115,a,b\n", "line 2: '２０１６' is no whole number"),
        ("2016,115,a,b\n2016,116,a,b\n", "it has 2016 twice; remove one"),
    ],
)
def test_a_bad_list_of_members(tmp_path: Path, rows: str, wrong: str) -> None:
    with pytest.raises(ListError) as raised:
        read_figures(written(tmp_path, "members.csv", MEMBERS + rows))
    assert str(raised.value).startswith("members.csv")
    assert wrong in str(raised.value)


def test_the_project_s_own_lists_can_be_read() -> None:
    assert listed_positions().of("Cork", "Ireland") == Position(51.9, -8.47)
    assert len(listed_figures()) >= 5
