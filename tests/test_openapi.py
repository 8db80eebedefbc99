"""Every answer of every address against the description that the service gives of itself."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask.testing import FlaskClient
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from index.search import Searcher
from service.ask import Service
from service.openapi import describe
from tests.web import BrokenService, HeldService, make_app

PAGE = {"Accept": "text/html"}
QUESTION = {"question": "When did Marlow Bay join the network?"}


@pytest.fixture(scope="module")
def client(searcher: Searcher) -> FlaskClient:
    return make_app(Service(searcher)).test_client()


@pytest.fixture(scope="module")
def description(client: FlaskClient) -> dict[str, Any]:
    described: dict[str, Any] = json.loads(client.get("/openapi.json").data)
    return described


class Checked:
    """Asks, and holds each answer against the description of its operation."""

    def __init__(self, client: FlaskClient, description: dict[str, Any]) -> None:
        self.client = client
        self.description = description

    def ask(self, method: str, template: str, status: int, **request: Any) -> dict[str, Any]:  # noqa: ANN401 - Werkzeug's
        """Send a request to `template`, its `{id}` replaced by the request's; the JSON answered."""
        path = template.replace("{id}", request.pop("id", ""))
        response = self.client.open(path, method=method, **request)
        assert response.status_code == status, response.get_data(as_text=True)
        declared = self.description["paths"][template][method.lower()]["responses"][str(status)]
        media = declared["content"][response.content_type]
        if response.is_json:
            self.validate(response.json, media["schema"])
        for name, header in declared.get("headers", {}).items():
            if header["required"]:
                integer = header["schema"]["type"] == "integer"
                said = response.headers[name]
                self.validate(int(said) if integer else said, header["schema"])
        return response.json or {}

    def validate(self, value: object, schema: dict[str, Any]) -> None:
        """Hold a value against a schema of the description."""
        whole = {**schema, "components": self.description["components"]}
        OAS31Validator(whole).validate(value)


@pytest.fixture
def checked(client: FlaskClient, description: dict[str, Any]) -> Checked:
    return Checked(client, description)


def test_it_is_a_description_by_the_book(description: dict[str, Any]) -> None:
    OpenAPIV31SpecValidator(description).validate()
    assert description["openapi"].startswith("3.1.")


def test_it_describes_every_address_and_no_other(
    client: FlaskClient, description: dict[str, Any]
) -> None:
    served = {
        (rule.rule.replace("<path:document_id>", "{id}"), method.lower())
        for rule in client.application.url_map.iter_rules()
        if rule.endpoint != "static"
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    described = {
        (path, method) for path, methods in description["paths"].items() for method in methods
    }
    assert described == served


def test_no_part_of_it_is_open(description: dict[str, Any]) -> None:
    """A field that is not described, or is missing, would not go unnoticed."""
    for name, schema in description["components"]["schemas"].items():
        assert schema["additionalProperties"] is False, name
    answers = describe()["components"]["schemas"]["AskResponse"]
    assert set(answers["required"]) == set(answers["properties"])


def test_answers(checked: Checked) -> None:
    answer = checked.ask("POST", "/ask", 200, json=QUESTION)
    assert answer["answered"]
    assert answer["citations"]


def test_an_answer_to_everything_that_can_be_sent(checked: Checked) -> None:
    body = {
        **QUESTION,
        "history": [{"question": "What is Marlow Bay?", "answer": "A harbour that learns. [1]"}],
        "filters": {"city": ["marlow bay"], "country": ["Ireland"], "document": []},
        "limit": 1,
    }
    checked.validate(body, {"$ref": "#/components/schemas/AskRequest"})
    assert len(checked.ask("POST", "/ask", 200, json=body)["statements"]) == 1


def test_declining(checked: Checked) -> None:
    body = {**QUESTION, "filters": {"city": ["Atlantis"]}}
    answer = checked.ask("POST", "/ask", 200, json=body)
    assert not answer["answered"]
    assert answer["reason"]


def test_documents(checked: Checked) -> None:
    listed = checked.ask("GET", "/documents", 200)["documents"]
    assert len(listed) == 8
    for entry in listed:
        document = checked.ask("GET", "/documents/{id}", 200, id=entry["id"])
        assert len(document["text"]) == entry["characters"]
        shared = ("id", "title", "city", "country", "sources", "sha256")
        assert all(document[key] == entry[key] for key in shared)


def test_pages(checked: Checked) -> None:
    checked.ask("GET", "/", 200)
    checked.ask("GET", "/", 200, query_string={"q": QUESTION["question"]})
    checked.ask("GET", "/documents", 200, headers=PAGE)
    checked.ask("GET", "/documents/{id}", 200, id="notes", headers=PAGE)


def test_search_and_verify(checked: Checked) -> None:
    (hit,) = checked.ask("GET", "/search", 200, query_string={"q": "festival", "k": "1"})["hits"]
    quote = hit["text"]
    assert checked.ask("POST", "/verify", 200, json={"quote": quote})["status"] == "exact"
    for said, document, status in (
        (quote, "notes", "moved"),
        (quote.upper(), None, "altered"),
        ("Nobody ever said anything of the kind.", None, "absent"),
    ):
        found = checked.ask("POST", "/verify", 200, json={"quote": said, "document": document})
        assert found["status"] == status


@pytest.mark.parametrize("path", ["/health", "/ready", "/metrics", "/openapi.json"])
def test_probes(checked: Checked, path: str) -> None:
    checked.ask("GET", path, 200)


@pytest.mark.parametrize("headers", [{}, PAGE], ids=["json", "page"])
@pytest.mark.parametrize("path", ["/ask", "/verify"])
def test_bad_bodies(checked: Checked, path: str, headers: dict[str, str]) -> None:
    json_type = {"content_type": "application/json", "headers": headers}
    checked.ask("POST", path, 400, data="{", **json_type)
    checked.ask("POST", path, 413, data=" " * 70_000, **json_type)
    checked.ask("POST", path, 415, data="{}", headers=headers)
    checked.ask("POST", path, 422, data="{}", **json_type)


@pytest.mark.parametrize("headers", [{}, PAGE], ids=["json", "page"])
def test_bad_addresses(checked: Checked, headers: dict[str, str]) -> None:
    checked.ask("GET", "/", 422, query_string={"q": "a" * 1_001}, headers=headers)
    checked.ask("GET", "/search", 422, headers=headers)
    checked.ask("GET", "/documents/{id}", 404, id="none", headers=headers)
    checked.ask("GET", "/documents/{id}", 422, id="notes", query_string="start=1", headers=headers)


QUESTIONS = (
    ("GET", "/", {"query_string": {"q": "why"}}),
    ("POST", "/ask", {"json": QUESTION}),
    ("GET", "/search", {"query_string": {"q": "why"}}),
    ("POST", "/verify", {"json": {"quote": "why"}}),
)


def test_too_many_questions(searcher: Searcher, description: dict[str, Any]) -> None:
    checked = Checked(make_app(Service(searcher), rate=1).test_client(), description)
    checked.ask("GET", "/search", 200, query_string={"q": "why"})
    for method, path, request in QUESTIONS:
        checked.ask(method, path, 429, **request)


def test_no_key_and_another_host(searcher: Searcher, description: dict[str, Any]) -> None:
    app = make_app(Service(searcher), api_key="a-key-of-16-signs")
    checked = Checked(app.test_client(), description)
    assert {"bearer", "basic"} == set(description["components"]["securitySchemes"])
    for method, path, request in QUESTIONS:
        checked.ask(method, path, 401, **request)
        checked.ask(method, path, 421, **request, headers={"Host": "elsewhere.example"})
    checked.ask("GET", "/health", 200)
    checked.ask("GET", "/ready", 421, headers={"Host": "elsewhere.example"})


def test_too_busy(searcher: Searcher, description: dict[str, Any]) -> None:
    service = HeldService(searcher)
    checked = Checked(make_app(service, threads=1, waiting=0).test_client(), description)
    with ThreadPoolExecutor(1) as pool:
        held = pool.submit(checked.ask, "POST", "/ask", 200, json=QUESTION)
        assert service.arrived.acquire(timeout=5)
        for method, path, request in QUESTIONS:
            checked.ask(method, path, 503, **request)
        service.go.set()
        held.result()


def test_no_index(tmp_path: object, description: dict[str, Any]) -> None:
    checked = Checked(make_app(None, index_dir=tmp_path).test_client(), description)
    for method, path, request in QUESTIONS:
        checked.ask(method, path, 503, **request)
    checked.ask("GET", "/ready", 503)
    checked.ask("GET", "/documents", 503)
    checked.ask("GET", "/documents/{id}", 503, id="notes")


def test_a_defect(searcher: Searcher, description: dict[str, Any]) -> None:
    checked = Checked(make_app(BrokenService(searcher)).test_client(), description)
    checked.ask("POST", "/ask", 500, json=QUESTION)
    checked.ask("GET", "/", 500, query_string={"q": "why"})


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"question": ""},
        {"question": "a" * 1_001},
        {"question": 5},
        {"question": "Why?", "limit": 0},
        {"question": "Why?", "limit": "5"},
        {"question": "Why?", "limit": 21},
        {"question": "Why?", "history": [{"question": "Why?"}]},
        {"question": "Why?", "history": [{"question": "Why?", "answer": ""}] * 21},
        {"question": "Why?", "filters": {"cities": []}},
        {"question": "Why?", "more": 1},
    ],
)
def test_what_the_description_forbids_is_refused(checked: Checked, body: object) -> None:
    schema = checked.description["components"]["schemas"]["AskRequest"]
    whole = {**schema, "components": checked.description["components"]}
    assert not OAS31Validator(whole).is_valid(body)
    checked.ask("POST", "/ask", 422, json=body)
