"""The list of documents and its filters."""

import pytest

from corpus.lists import listed_positions
from index.search import DocumentSummary
from service.catalogue import Catalogue, Wanted, located
from service.world import Area


def document(name: str, title: str, city: str | None, country: str | None) -> DocumentSummary:
    return DocumentSummary(name, title, "", "en", city, country, (), (), 10)


SUZHOU = document("suzhou", "Suzhou, China", "Suzhou", "China")
BUAN = document("buan", "Buan, Republic of Korea", "Buan", "Republic of Korea")
BOGOTA = document("bogota", "Bogotá, Colombia", "Bogotá", "Colombia")
SEVERAL = document("several", "Dongducheon, Sangju and others", None, "Republic of Korea")
NETWORK = document("network", "How to join", None, None)
CATALOGUE = Catalogue((SUZHOU, BUAN, BOGOTA, SEVERAL, NETWORK))


def found(**wanted: object) -> list[str]:
    return [entry.document.id for entry in CATALOGUE.find(Wanted(**wanted))]  # type: ignore[arg-type]


def test_without_a_filter_all_are_listed() -> None:
    assert found() == ["suzhou", "buan", "bogota", "several", "network"]


@pytest.mark.parametrize(
    ("q", "ids"),
    [
        ("suz", ["suzhou"]),
        ("SOOCHOW", ["suzhou"]),
        ("苏州", ["suzhou"]),
        ("부안", ["buan"]),
        ("부안군", ["buan"]),
        ("동두천", ["several"]),
        ("bogota", ["bogota"]),
        ("korea", ["buan", "several"]),
        ("korea buan", ["buan"]),
        ("join how", ["network"]),
        ("  ", ["suzhou", "buan", "bogota", "several", "network"]),
        ("atlantis", []),
        ("%", []),
    ],
)
def test_names_in_any_spelling(q: str, ids: list[str]) -> None:
    assert found(q=q) == ids


def test_a_country_and_a_name_together() -> None:
    assert found(country="Republic of Korea") == ["buan", "several"]
    assert found(country="republic of korea", q="buan") == ["buan"]
    assert found(country="China", q="buan") == []
    assert found(country="Korea") == []


def test_a_part_of_the_map() -> None:
    assert found(area=Area(120, 30, 130, 40)) == ["suzhou", "buan"]
    assert found(area=Area(120, 30, 130, 40), country="China") == ["suzhou"]


def test_countries_are_counted() -> None:
    assert CATALOGUE.countries == [("China", 1), ("Colombia", 1), ("Republic of Korea", 2)]


def test_what_is_known_to_lie_somewhere_is_located() -> None:
    places = located(CATALOGUE.find(Wanted()))
    assert [each.document.id for each in places] == ["suzhou", "buan", "bogota"]
    assert places[0].position == listed_positions().of("Suzhou", "China")
