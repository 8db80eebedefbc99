"""`/documents` and its pages as they are asked for, without a browser."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from index.search import Searcher
from service.ask import Service
from service.catalogue import Catalogue
from tests.web import make_app

PAGE = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def client(searcher: Searcher) -> FlaskClient:
    return make_app(Service(searcher)).test_client()


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("q=cuan", ["cities/marlow-bay"]),
        ("q=%EC%84%B8%EC%A2%85", ["cities/sejong"]),
        ("country=germany", ["cities/oberlinden"]),
        ("q=marlow&country=Germany", []),
        ("area=127,36,128,37", ["cities/sejong"]),
        ("area=&q=&country=&lang=ko", None),
    ],
)
def test_the_same_filters_for_json(client: FlaskClient, query: str, ids: list[str] | None) -> None:
    listed = [entry["id"] for entry in client.get(f"/documents?{query}").get_json()["documents"]]
    everything = [entry["id"] for entry in client.get("/documents").get_json()["documents"]]
    assert listed == (everything if ids is None else ids)


@pytest.mark.parametrize("area", ["1,2,3", "1,2,3,4,5", "a,b,c,d", "1,5,3,4", "1e3,2,3,4", ",,,"])
def test_an_area_that_is_none(client: FlaskClient, area: str) -> None:
    response = client.get("/documents", query_string={"area": area})
    assert response.status_code == 422
    (error,) = response.get_json()["errors"]
    assert error["field"] == "area"
    assert "west,south,east,north" in error["message"]


def test_the_language_that_is_named_is_kept_by_the_form(client: FlaskClient) -> None:
    kept = '<input type="hidden" name="lang" value="ko">'
    assert kept in client.get("/documents?lang=ko", headers=PAGE).get_data(as_text=True)
    assert kept not in client.get("/documents", headers=PAGE).get_data(as_text=True)


def test_a_country_that_nothing_is_about_stays_chosen(client: FlaskClient) -> None:
    page = client.get("/documents?country=%3Cb%3E", headers=PAGE).get_data(as_text=True)
    assert "<option selected>&lt;b&gt;</option>" in page
    assert "No document fits." in page


def test_of_very_many_documents_the_first_are_drawn(searcher: Searcher) -> None:
    service = Service(searcher)
    (entry, *_) = service.catalogue.entries
    many = [replace(entry.document, id=f"notes/{n:04}", title=f"Note {n}") for n in range(3_000)]
    service.__dict__["catalogue"] = Catalogue(many)  # what is computed once
    client = make_app(service).test_client()
    page = client.get("/documents", headers=PAGE).get_data(as_text=True)
    assert len(re.findall("<li>", page)) == 500
    assert "The first 500 of them are listed." in page
    assert "3000 documents" in page
    assert len(client.get("/documents").get_json()["documents"]) == 3_000


@pytest.mark.parametrize("part", ["1", "2", "999999"])
def test_a_part_beyond_the_last_is_the_last(client: FlaskClient, part: str) -> None:
    response = client.get(f"/documents/notes?part={part}", headers=PAGE)
    assert response.status_code == 200
    assert "The reading bus stops" in response.get_data(as_text=True)


def test_parts_are_counted_from_one(client: FlaskClient) -> None:
    assert client.get("/documents/notes?part=0", headers=PAGE).status_code == 422
