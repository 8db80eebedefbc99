"""Whatever is sent is answered or refused as the description says: no 500, and nothing hangs."""

from __future__ import annotations

import json
import sys
import time
import unicodedata
from typing import Any

import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.search import Searcher
from service.ask import Service
from service.openapi import OPERATIONS, Operation
from tests.web import make_app

LONGEST = 5.0
"""Seconds of the processor's time that a request may take."""

SLOW = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)

# A character of every category there is, besides those that hypothesis likes.
CATEGORIES = {unicodedata.category(chr(code)): chr(code) for code in range(sys.maxunicode + 1)}
ODD = st.sampled_from(
    [
        *CATEGORIES.values(),
        *("When did Marlow Bay join? ", "And Oberlinden? ", "세종 ", "南京 ", "compare ", " and "),
        *(
            "[1]",
            "\u202e",
            "\u200d",
            "😀",
            "a\u0301\u0316",
            "%",
            "\\",
            '"',
            "' OR 1=1 --",
            "{{7*7}}",
        ),
    ]
)
TEXTS = st.lists(st.one_of(ODD, st.text(max_size=4)), max_size=30).map("".join)
NAMES = st.lists(
    st.one_of(st.sampled_from(["notes", "Ireland", "marlow bay"]), st.text(max_size=5)), max_size=3
)
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), TEXTS),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=9), inner, max_size=4)
    ),
    max_leaves=12,
)


@pytest.fixture(scope="module")
def app(searcher: Searcher) -> Flask:
    return make_app(Service(searcher))


@pytest.fixture(scope="module")
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def test_all_categories_of_characters_are_among_what_is_sent() -> None:
    assert len(CATEGORIES) == 30


@SLOW
@given(
    question=TEXTS,
    history=st.lists(st.fixed_dictionaries({"question": TEXTS, "answer": TEXTS}), max_size=4),
    filters=st.fixed_dictionaries(
        {}, optional={"city": NAMES, "country": NAMES, "document": NAMES}
    ),
    limit=st.one_of(st.none(), st.integers(-1, 22)),
)
def test_any_question_is_answered_with_proven_quotes_or_refused(  # noqa: PLR0917
    client: FlaskClient,
    searcher: Searcher,
    question: str,
    history: list[dict[str, str]],
    filters: dict[str, list[str]],
    limit: int | None,
) -> None:
    body = {"question": question, "history": history, "filters": filters, "limit": limit}
    began = time.thread_time()
    response = client.post("/ask", data=json.dumps(body), content_type="application/json")
    assert time.thread_time() - began < LONGEST
    assert response.status_code in (200, 422), response.text
    answer = response.get_json()
    if response.status_code == 422:
        assert answer["errors"]
        return
    assert answer["question"] == question.strip()
    for quoted in (*answer["citations"], *answer["related"]):
        document = searcher.document(quoted["document"]["id"])
        assert document
        assert document.text[quoted["start"] : quoted["end"]] == quoted["quote"]


@SLOW
@given(path=st.sampled_from(["/ask", "/verify"]), value=JSON)
def test_any_json_is_refused_by_name_or_taken(
    client: FlaskClient, path: str, value: object
) -> None:
    response = client.post(path, data=json.dumps(value), content_type="application/json")
    assert response.status_code in (200, 400, 422), response.text


@SLOW
@given(quote=TEXTS, document=st.one_of(st.none(), st.just("notes"), st.text(max_size=5)))
def test_any_quote_is_looked_for_or_refused(
    client: FlaskClient, quote: str, document: str | None
) -> None:
    body = json.dumps({"quote": quote, "document": document})
    response = client.post("/verify", data=body, content_type="application/json")
    assert response.status_code in (200, 422), response.text


OFFSETS = st.one_of(st.integers(-2, 300), st.integers(), st.text(max_size=3))


@SLOW
@given(start=OFFSETS, end=OFFSETS)
def test_any_offsets_mark_what_they_say_or_are_refused(
    client: FlaskClient, searcher: Searcher, start: int | str, end: int | str
) -> None:
    response = client.get(
        "/documents/notes",
        query_string={"start": start, "end": end},
        headers={"Accept": "text/html"},
    )
    document = searcher.document("notes")
    assert document
    whole = (str(start) + str(end)).isdecimal() and f"{start}{end}".isascii()
    right = whole and str(start) != "" != str(end) and int(start) < int(end) <= len(document.text)
    assert response.status_code == (200 if right else 422)


STORM = "a" + "\u0301\u0316" * 4_000


@pytest.mark.parametrize(
    "body",
    [
        {"question": "Why?", "history": [{"question": "Who?", "answer": STORM}] * 3},
        {"question": "a\u0301\u0316" * 333},
        {"question": "“(" * 500},
        {"question": "Marlow Bay and Oberlinden, " * 37},
        {"question": "When and why and who and " * 40},
        {
            "question": "And there?",
            "history": [{"question": "and " * 250, "answer": "a. " * 900}] * 7,
        },
        {"question": "Which? " * 142, "history": [{"question": "Who? " * 200, "answer": ""}] * 20},
        {"question": "세종" * 500, "filters": {"city": ["é" * 80] * 100}},
    ],
    ids=["marks", "accents", "brackets", "names", "parts", "history", "turns", "filters"],
)
def test_what_is_made_to_take_long_does_not(client: FlaskClient, body: dict[str, object]) -> None:
    began = time.thread_time()
    response = client.post("/ask", data=json.dumps(body), content_type="application/json")
    assert response.status_code in (200, 413, 422), response.text
    assert time.thread_time() - began < LONGEST


@pytest.fixture(scope="module")
def description(app: Flask) -> schemathesis.BaseSchema:
    """The service's own description, to make requests from."""
    refused = {"expected-statuses": [*map(str, REFUSALS)]}
    checks = {"checks": {"negative_data_rejection": refused}}
    config = schemathesis.config.SchemathesisConfig.from_dict(checks)
    return schemathesis.openapi.from_wsgi("/openapi.json", app, config=config)


REFUSALS = (400, 404, 413, 415, 422)
"""How what the description does not allow may be answered."""

RIGHT, WRONG = schemathesis.GenerationMode
REQUESTS = [
    (one, kind)
    for one in OPERATIONS
    for kind in (RIGHT, WRONG)
    if kind is RIGHT or one.query or one.body
]
# Some requests that the description allows are refused for what only the documents know: an id that
# none has, offsets outside of a text.
ALSO_REFUSED = [schemathesis.checks.positive_data_acceptance]


@pytest.mark.parametrize(
    ("operation", "kind"), REQUESTS, ids=[f"{one.path} {kind.value}" for one, kind in REQUESTS]
)
def test_every_answer_is_one_that_the_description_knows(
    description: schemathesis.BaseSchema, operation: Operation, kind: schemathesis.GenerationMode
) -> None:
    requests = description[operation.path][operation.method].as_strategy(generation_mode=kind)

    @settings(SLOW, max_examples=25)
    @given(requests)
    def holds(case: schemathesis.Case[Any]) -> None:
        case.call_and_validate(excluded_checks=ALSO_REFUSED)

    holds()
