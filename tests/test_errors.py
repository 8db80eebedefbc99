import json
import logging
import shutil
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from index.search import Searcher
from service.ask import Service
from service.holder import RETRY_SECONDS
from tests.web import BrokenService, make_app


@pytest.fixture(scope="module")
def client(searcher: Searcher) -> FlaskClient:
    return make_app(Service(searcher)).test_client()


@pytest.fixture(scope="module")
def known(searcher: Searcher) -> str:
    """The id of some document."""
    return next(searcher.documents()).id


def problem(response: TestResponse, status: int) -> dict[str, Any]:
    """The problem in a response, once it has the form of one."""
    assert response.status_code == status, response.get_data(as_text=True)
    assert response.content_type == "application/problem+json"
    body: dict[str, Any] = json.loads(response.data)
    assert list(body) == ["type", "title", "status", "detail", "errors"]
    assert body["type"] == "about:blank"
    assert body["status"] == status
    assert body["title"]
    assert body["detail"]
    return body


def fields(response: TestResponse) -> dict[str, str]:
    """The fields a 422 names, with what it says of them."""
    body = problem(response, 422)
    assert body["errors"]
    for error in body["errors"]:
        assert list(error) == ["field", "message"]
    return {error["field"]: error["message"] for error in body["errors"]}


@pytest.mark.parametrize(
    ("body", "where"),
    [
        (b"", "line 1, column 1"),
        (b"{", "line 1, column 2"),
        (b'{"question": "Why?",}', "line 1, column"),
        (b"question=Why", "line 1, column 1"),
        (b'{"question": "Why?"} {}', "line 1, column 22"),
        (b'{"limit": NaN}', "NaN"),
        (b'{"question": "\xff"}', "byte 14"),
        ('{"question": "Why?"}'.encode("utf-16"), "byte 0"),
        (b'{"question": "a\nb"}', "line 1, column 16"),
        (b"[" * 60_000, "recursion"),
        (b'{"limit": ' + b"9" * 5_000 + b"}", "digits"),
    ],
)
@pytest.mark.parametrize("path", ["/ask", "/verify"])
def test_what_is_not_json_is_400_and_says_where(
    client: FlaskClient, path: str, body: bytes, where: str
) -> None:
    response = client.post(path, data=body, content_type="application/json")
    assert where in problem(response, 400)["detail"]


@pytest.mark.parametrize("value", [[], "Why?", 1, None, True])
def test_json_that_is_no_object_is_422(client: FlaskClient, value: object) -> None:
    for path in ("/ask", "/verify"):
        response = client.post(path, data=json.dumps(value), content_type="application/json")
        assert fields(response) == {"body": "should be a JSON object"}


TURN = {"question": "Where?", "answer": "There."}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "question"),
        ({"question": None}, "question"),
        ({"question": 5}, "question"),
        ({"question": ["Why?"]}, "question"),
        ({"question": ""}, "question"),
        ({"question": " \n\t\u3000"}, "question"),
        ({"question": "a" * 1_001}, "question"),
        ({"question": "😀" * 1_001}, "question"),
        ({"question": "a\0b"}, "question"),
        ({"question": "a" + "\u0301" * 31}, "question"),
        ({"question": "\ud800"}, "question"),
        ({"qestion": "Why?", "question": "Why?"}, "qestion"),
        ({"question": "Why?", "limit": "5"}, "limit"),
        ({"question": "Why?", "limit": True}, "limit"),
        ({"question": "Why?", "limit": 1.5}, "limit"),
        ({"question": "Why?", "limit": 0}, "limit"),
        ({"question": "Why?", "limit": 21}, "limit"),
        ({"question": "Why?", "history": TURN}, "history"),
        ({"question": "Why?", "history": [TURN] * 21}, "history"),
        ({"question": "Why?", "history": [TURN, {"question": "Who?"}]}, "history[1].answer"),
        ({"question": "Why?", "history": [{**TURN, "answer": 1}]}, "history[0].answer"),
        ({"question": "Why?", "history": [{**TURN, "answer": "a\0"}]}, "history[0].answer"),
        (
            {"question": "Why?", "history": [{**TURN, "question": "a" * 1_001}]},
            "history[0].question",
        ),
        (
            {"question": "Why?", "history": [{**TURN, "answer": "a" * 20_001}]},
            "history[0].answer",
        ),
        ({"question": "Why?", "history": [{**TURN, "score": 1}]}, "history[0].score"),
        ({"question": "Why?", "filters": []}, "filters"),
        ({"question": "Why?", "filters": {"cities": ["Cork"]}}, "filters.cities"),
        ({"question": "Why?", "filters": {"city": "Cork"}}, "filters.city"),
        ({"question": "Why?", "filters": {"city": [5]}}, "filters.city[0]"),
        ({"question": "Why?", "filters": {"city": [""]}}, "filters.city[0]"),
        ({"question": "Why?", "filters": {"city": ["a"] * 101}}, "filters.city"),
        ({"question": "Why?", "filters": {"document": ["no/such"]}}, "filters.document[0]"),
    ],
)
def test_a_wrong_field_of_a_question_is_named(
    client: FlaskClient, body: dict[str, object], field: str
) -> None:
    # The test client's own encoder would not send a lone surrogate.
    response = client.post("/ask", data=json.dumps(body), content_type="application/json")
    assert list(fields(response)) == [field]


def test_every_wrong_field_is_named(client: FlaskClient) -> None:
    response = client.post("/ask", json={"limit": 0, "filters": {"x": 1}, "histroy": [], "z": 1})
    assert set(fields(response)) == {"question", "limit", "filters.x", "histroy", "z"}
    assert "and 2 more" in problem(response, 422)["detail"]


def test_an_unknown_document_is_named_among_known_ones(client: FlaskClient, known: str) -> None:
    wanted = [known, "no/such", known, "nor/this"]
    response = client.post("/ask", json={"question": "Why?", "filters": {"document": wanted}})
    assert fields(response) == {
        "filters.document[1]": "names no document: 'no/such'",
        "filters.document[3]": "names no document: 'nor/this'",
    }


@pytest.mark.parametrize("key", ["\ud800", "\0", "a" * 5_000, "", "[0]", "<b>"])
def test_the_strangest_of_names_is_no_trouble(client: FlaskClient, key: str) -> None:
    body = json.dumps({"question": "Why?", key: 1})
    response = client.post("/ask", data=body, content_type="application/json")
    assert len(response.data) < 1_000
    assert fields(response)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "quote"),
        ({"quote": " "}, "quote"),
        ({"quote": "a" * 10_001}, "quote"),
        ({"quote": "\0"}, "quote"),
        ({"quote": "\udfff"}, "quote"),
        ({"quote": "a", "document": 5}, "document"),
        ({"quote": "a", "document": ""}, "document"),
        ({"quote": "a", "documents": "b"}, "documents"),
    ],
)
def test_a_wrong_field_of_a_quote_is_named(
    client: FlaskClient, body: dict[str, object], field: str
) -> None:
    response = client.post("/verify", data=json.dumps(body), content_type="application/json")
    assert list(fields(response)) == [field]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("", "q"),
        ("q=", "q"),
        ("q=%20%09", "q"),
        ("q=%00", "q"),
        ("q=" + "a" * 1_001, "q"),
        ("q=a&q=b", "q"),
        ("q=a&k=0", "k"),
        ("q=a&k=51", "k"),
        ("q=a&k=-1", "k"),
        ("q=a&k=", "k"),
        ("q=a&k=ten", "k"),
        ("q=a&k=5.0", "k"),
        ("q=a&k=1_0", "k"),
        ("q=a&k=%2B5", "k"),
        ("q=a&k=" + "9" * 5_000, "k"),
        ("q=a&n=5", "n"),
    ],
)
def test_a_wrong_parameter_of_a_search_is_named(
    client: FlaskClient, query: str, field: str
) -> None:
    assert list(fields(client.get(f"/search?{query}"))) == [field]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("start=1", "end"),
        ("end=1", "start"),
        ("start=a&end=5", "start"),
        ("start=1.0&end=5", "start"),
        ("start=-1&end=5", "start"),
        ("start=5&end=5", "start"),
        ("start=6&end=5", "start"),
        ("start=0&end=0", "start"),
        ("start=0&end=10000000", "end"),
        ("start=0&start=1&end=2", "start"),
        ("strat=0", "strat"),
    ],
)
def test_offsets_that_are_no_quote_are_named(
    client: FlaskClient, known: str, query: str, field: str
) -> None:
    for accept in ("application/json", "text/html"):
        response = client.get(f"/documents/{known}?{query}", headers={"Accept": accept})
        assert response.status_code == 422
    assert list(fields(client.get(f"/documents/{known}?{query}"))) == [field]


def test_offsets_outside_the_text_are_told_how_long_it_is(
    client: FlaskClient, searcher: Searcher, known: str
) -> None:
    document = searcher.document(known)
    assert document
    length = len(document.text)
    said = fields(client.get(f"/documents/{known}?start=0&end={length + 1}"))
    assert said == {"end": f"{length + 1} should be at most {length}, the length of the text"}
    assert client.get(f"/documents/{known}?start=0&end={length}").status_code == 200
    said = fields(client.get(f"/documents/{known}?start=9&end=3"))
    assert said == {"start": "9 should be less than end, 3"}


@pytest.mark.parametrize(
    "path",
    [
        "/nope",
        "/documents/",
        "/documents/no/such",
        "/documents/..%2f..%2fetc%2fpasswd",
        "/documents/../../etc/passwd",
        "/static/../settings.py",
        "/static/%2e%2e/settings.py",
        "/static/none.css",
        "/%ff%fe",
        "/documents/%00",
        "/documents/" + "a" * 5_000,
        "/ask/",
    ],
)
def test_what_is_not_there_is_404(client: FlaskClient, path: str) -> None:
    body = problem(client.get(path), 404)
    assert body["errors"] == []
    assert len(body["detail"]) < 200


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/ask", "OPTIONS, POST"),
        ("GET", "/verify", "OPTIONS, POST"),
        ("POST", "/", "GET, HEAD, OPTIONS"),
        ("DELETE", "/documents", "GET, HEAD, OPTIONS"),
        ("PUT", "/health", "GET, HEAD, OPTIONS"),
        ("BREW", "/search", "GET, HEAD, OPTIONS"),
    ],
)
def test_another_method_is_405_and_told_which_there_are(
    client: FlaskClient, method: str, path: str, allowed: str
) -> None:
    response = client.open(path, method=method, headers={"Accept": "application/json"})
    assert response.headers["Allow"] == allowed
    if path != "/":
        assert allowed in problem(response, 405)["detail"]
    assert response.status_code == 405


@pytest.mark.parametrize("path", ["/ask", "/verify"])
@pytest.mark.parametrize("size", [64 * 1024 + 1, 1_000_000])
def test_a_large_body_is_413(client: FlaskClient, path: str, size: int) -> None:
    body = b'{"question": "' + b"a" * (size - 16) + b'"}'
    response = client.post(path, data=body, content_type="application/json")
    assert "65536 bytes" in problem(response, 413)["detail"]


def test_the_largest_body_is_read(client: FlaskClient) -> None:
    body = b'{"question": "Why?"}'.ljust(64 * 1024)
    response = client.post("/ask", data=body, content_type="application/json")
    assert response.status_code == 200


@pytest.mark.parametrize(
    "sent", [None, "text/plain", "application/x-www-form-urlencoded", "application/json5"]
)
def test_a_body_that_does_not_say_it_is_json_is_415(client: FlaskClient, sent: str | None) -> None:
    response = client.post("/ask", data=b'{"question": "Why?"}', content_type=sent)
    assert (sent or "no type") in problem(response, 415)["detail"]


@pytest.mark.parametrize("sent", ["application/json; charset=utf-8", "Application/JSON"])
def test_json_may_be_said_in_other_ways(client: FlaskClient, sent: str) -> None:
    response = client.post("/ask", data=b'{"question": "Why?"}', content_type=sent)
    assert response.status_code == 200


BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "page"),
    [
        (None, False),
        ("", False),
        ("*/*", False),
        ("application/json", False),
        ("application/problem+json", False),
        ("image/png", False),
        ("text/html, application/json", False),
        ("text/html;q=0.5, application/json", False),
        ("nonsense;;q=x", False),
        (BROWSER, True),
        ("text/html", True),
        ("text/*", True),
        ("application/json;q=0.5, text/html", True),
    ],
)
def test_who_asks_for_a_page_gets_one(
    client: FlaskClient, known: str, accept: str | None, page: bool
) -> None:
    headers = {} if accept is None else {"Accept": accept}
    for path in ("/nope", "/documents/no/such", "/search", "/documents", f"/documents/{known}"):
        response = client.get(path, headers=headers)
        assert (response.mimetype == "text/html") is page, path
        assert "Accept" in response.headers["Vary"]


def test_a_page_says_the_same_as_the_problem(client: FlaskClient) -> None:
    page = client.get("/documents/no/such", headers={"Accept": "text/html"})
    text = page.get_data(as_text=True)
    assert page.status_code == 404
    assert "There is no document &#39;no/such&#39;." in text


def test_what_is_said_of_a_request_stays_text_on_a_page(client: FlaskClient) -> None:
    page = client.get("/documents/<script>alert(1)</script>", headers={"Accept": "text/html"})
    assert page.status_code == 404
    assert b"<script>alert" not in page.data


def test_a_question_in_vain_is_a_state_of_the_chat(client: FlaskClient) -> None:
    page = client.get("/", query_string={"q": "why? " * 201})
    text = page.get_data(as_text=True)
    assert page.status_code == 422
    assert page.mimetype == "text/html"
    assert "at most 1000 characters" in text
    assert '<form class="composer"' in text


@pytest.fixture
def broken(searcher: Searcher) -> FlaskClient:
    return make_app(BrokenService(searcher)).test_client()


def test_a_defect_of_ours_is_500_and_told_to_the_log_alone(
    broken: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        body = problem(broken.post("/ask", json={"question": "Why, secretly?"}), 500)
    assert "RuntimeError" not in json.dumps(body)
    assert "secretly" not in json.dumps(body)
    assert "RuntimeError" in caplog.text
    page = broken.get("/?q=Why", headers={"Accept": BROWSER})
    assert page.status_code == 500
    assert page.mimetype == "text/html"
    assert b"RuntimeError" not in page.data
    assert broken.get("/health").status_code == 200


def test_without_an_index_everything_that_needs_one_says_so(tmp_path: Path) -> None:
    client = make_app(None, index_dir=tmp_path).test_client()
    assert client.get("/health").status_code == 200
    assert client.get("/openapi.json").status_code == 200
    assert "cite_index_documents 0.0" in client.get("/metrics").get_data(as_text=True)
    for response in (
        client.get("/ready"),
        client.post("/ask", json={"question": "Why?"}),
        client.get("/search?q=why"),
        client.post("/verify", json={"quote": "why"}),
        client.get("/documents"),
        client.get("/documents/any"),
    ):
        body = problem(response, 503)
        assert "There is no index" in body["detail"]
        assert str(tmp_path) not in response.text
        assert "scripts/rebuild_index.py" in body["detail"]
        assert response.headers["Retry-After"] == str(RETRY_SECONDS)
    for path in ("/", "/documents", "/documents/any", "/?q=why"):
        page = client.get(path, headers={"Accept": BROWSER})
        assert page.status_code == 503
        assert page.mimetype == "text/html"
    assert "scripts/rebuild_index.py" in client.get("/").get_data(as_text=True)


def test_a_damaged_index_is_refused_with_the_reason(
    built_index: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    damaged = tmp_path / "index"
    shutil.copytree(built_index, damaged)
    (records,) = damaged.glob("builds/*/documents.sqlite3")
    content = bytearray(records.read_bytes())
    content[len(content) // 2] ^= 1
    records.write_bytes(bytes(content))
    client = make_app(None, index_dir=damaged).test_client()
    body = problem(client.get("/ready"), 503)
    assert "the log says why" in body["detail"]
    assert "rebuild_index.py" in body["detail"]
    assert str(tmp_path) not in json.dumps(body)
    assert f"{damaged}/builds/" in caplog.text
    assert "documents.sqlite3" in caplog.text
    assert client.get("/health").status_code == 200
