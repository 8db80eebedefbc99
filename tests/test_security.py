"""What nobody may get: an answer without the key, a file, a path, a secret, our page in theirs.

SECURITY.md of the service names who could want what, and which of these tests stops each.
"""

from __future__ import annotations

import hmac
import json
import os
import re
from base64 import b64encode
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from index.search import Searcher
from service import limits, security
from service.ask import Service
from service.security import HEADERS
from tests.web import BrokenService, make_app

KEY = "0123456789abcdef-secret"
QUESTION = {"question": "When did Marlow Bay join the network?"}
ADDRESSES = (
    ("GET", "/"),
    ("GET", "/?q=why"),
    ("POST", "/ask"),
    ("GET", "/search?q=why"),
    ("POST", "/verify"),
    ("GET", "/documents"),
    ("GET", "/documents/notes"),
    ("GET", "/metrics"),
    ("GET", "/openapi.json"),
    ("GET", "/none"),
)


@pytest.fixture(scope="module")
def service(searcher: Searcher) -> Service:
    return Service(searcher)


@pytest.fixture(scope="module")
def client(service: Service) -> FlaskClient:
    return make_app(service).test_client()


@pytest.fixture(scope="module")
def locked(service: Service) -> FlaskClient:
    return make_app(service, api_key=KEY).test_client()


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


def basic(name: str, key: str) -> dict[str, str]:
    return {"Authorization": f"Basic {b64encode(f'{name}:{key}'.encode()).decode()}"}


@pytest.mark.parametrize(
    "headers",
    [
        {},
        bearer(""),
        bearer("wrong"),
        bearer(KEY[:-1]),
        bearer(KEY + "x"),
        bearer(KEY.upper()),
        basic(KEY, ""),
        basic("", "wrong"),
        {"Authorization": KEY},
        {"Authorization": "Basic !!"},
        {"Authorization": "Bearer sch\xfcssel"},
        {"X-Api-Key": KEY},
        {"Cookie": f"key={KEY}"},
    ],
)
def test_without_the_key_there_is_nothing_to_see(
    locked: FlaskClient, headers: dict[str, str]
) -> None:
    for method, path in ADDRESSES:
        response = locked.open(path, method=method, headers=headers)
        assert response.status_code == 401, path
        assert response.headers["WWW-Authenticate"].startswith("Bearer ")
        assert HEADERS.items() <= dict(response.headers).items()
        assert "Marlow" not in response.text
        assert KEY not in response.text


@pytest.mark.parametrize("headers", [bearer(KEY), basic("", KEY), basic("anybody", KEY)])
def test_with_the_key_everything_is_as_it_was(
    locked: FlaskClient, client: FlaskClient, headers: dict[str, str]
) -> None:
    assert locked.post("/ask", json=QUESTION, headers=headers).status_code == 200
    for method, path in ADDRESSES:
        if path != "/metrics":
            given = locked.open(path, method=method, headers=headers)
            assert given.data == client.open(path, method=method).data


def test_probes_and_the_look_of_pages_need_no_key(locked: FlaskClient) -> None:
    for path in ("/health", "/ready", "/static/style.css"):
        with locked.get(path) as response:
            assert response.status_code == 200


def test_the_key_is_compared_in_constant_time(
    locked: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[tuple[bytes, bytes]] = []

    def compare(given: bytes, key: bytes) -> bool:
        compared.append((given, key))
        return hmac.compare_digest(given, key)

    class Watched:
        compare_digest = staticmethod(compare)

    monkeypatch.setattr(security, "hmac", Watched)
    assert locked.post("/ask", json=QUESTION, headers=bearer("wrong")).status_code == 401
    assert compared == [(b"wrong", KEY.encode())]


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("localhost:8000", 200),
        ("LOCALHOST:8000", 200),
        ("127.0.0.1:9", 200),
        ("[::1]:8000", 200),
        ("evil.example", 421),
        ("evil.example:8000", 421),
        ("localhost.evil.example", 421),
        ("evil.example:localhost", 421),
        ("localhost@evil.example", 421),
        ("[::2]", 421),
    ],
)
def test_a_name_that_is_not_ours_is_not_answered(
    client: FlaskClient, host: str, status: int
) -> None:
    for path in ("/health", "/documents", "/?q=why"):
        response = client.get(path, headers={"Host": host})
        assert response.status_code == status
        assert HEADERS.items() <= dict(response.headers).items()
    if status == 421:
        body = client.post("/ask", json=QUESTION, headers={"Host": host})
        assert "CITE_TRUSTED_HOSTS" in body.get_json()["detail"]


def test_any_name_is_ours_where_none_is_set(service: Service) -> None:
    client = make_app(service, trusted_hosts=()).test_client()
    assert client.get("/health", headers={"Host": "cite.example.org"}).status_code == 200


def test_behind_a_proxy_clients_are_told_apart_by_what_it_says_last(service: Service) -> None:
    client = make_app(service, rate=2, proxies=1).test_client()

    def ask(forwarded: str) -> int:
        return client.get("/search?q=city", headers={"X-Forwarded-For": forwarded}).status_code

    assert [ask("192.0.2.1") for _ in range(3)] == [200, 200, 429]
    assert ask("192.0.2.2") == 200
    # What the client wrote itself stands before what the proxy added.
    assert ask("192.0.2.99, 192.0.2.1") == 429
    assert ask("unknown") == 200


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::", "2001:db8:1:2::/64"),
        ("unknown", "unknown"),
        ("", ""),
    ],
)
def test_a_subscriber_of_ipv6_is_one_client(
    client: FlaskClient, address: str, counted: str
) -> None:
    with client.application.test_request_context(environ_base={"REMOTE_ADDR": address}):
        assert limits.client() == counted


@pytest.fixture
def secretive(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("CITE_TEST_SECRET", "swordfish-in-the-environment")
    return "swordfish"


def leaks(response: TestResponse, secret: str) -> list[str]:
    """What stands in an answer, its headers included, that is nobody's business."""
    said = f"{response.headers}\n{response.get_data(as_text=True)}"
    places = [str(Path(__file__).parent.parent), str(Path.home()), os.sep + "site-packages"]
    return [
        what
        for what in (secret, "Traceback", 'File "', ".py:", *places)
        if len(what) > 1 and what in said
    ]


def test_no_answer_tells_of_the_machine(
    client: FlaskClient, searcher: Searcher, tmp_path: Path, secretive: str
) -> None:
    broken = make_app(BrokenService(searcher)).test_client()
    empty = make_app(None, index_dir=tmp_path).test_client()
    for page in (False, True):
        headers = {"Accept": "text/html" if page else "application/json"}
        for each in (client, broken, empty):
            for method, path in (*ADDRESSES, ("GET", "/ready"), ("POST", "/none")):
                response = each.open(path, method=method, headers=headers)
                assert leaks(response, secretive) == [], path
            answer = each.post("/ask", json=QUESTION, headers=headers)
            assert leaks(answer, secretive) == []


ESCAPES = [
    "/documents/..%2f..%2fetc%2fpasswd",
    "/documents/%2e%2e/%2e%2e/etc/passwd",
    "/documents/..\\..\\etc\\passwd",
    "/documents//etc/passwd",
    "/documents/%2fetc%2fpasswd",
    "/documents/cities%2f..%2fnotes",
    "/documents/cities/../notes",
    "/documents/notes.txt",
    "/documents/notes%00",
    "/documents/NOTES",
    "/documents/file:///etc/passwd",
    "/static/../app.py",
    "/static/..%2fapp.py",
    "/static/%2e%2e%2fapp.py",
    "/static//etc/passwd",
    "/static/..\\app.py",
]


@pytest.mark.parametrize("path", ESCAPES)
def test_nothing_but_documents_is_served(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert "root:" not in response.text
    assert "import" not in response.text


def test_an_id_with_an_encoded_slash_is_the_same_document(client: FlaskClient) -> None:
    encoded = client.get("/documents/cities%2Foberlinden")
    assert encoded.data == client.get("/documents/cities/oberlinden").data


def test_headers_as_strict_scanners_want_them(client: FlaskClient) -> None:
    headers = client.get("/").headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["base-uri"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert policy["require-trusted-types-for"] == "'script'"
    assert policy["trusted-types"] == "'none'"
    assert not re.search(r"unsafe|\*|https?:|data:", headers["Content-Security-Policy"])
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Embedder-Policy"] == "require-corp"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "geolocation=()" in headers["Permissions-Policy"]


@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
def test_no_other_site_may_read_an_answer(client: FlaskClient, origin: str) -> None:
    asked = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    for response in (
        client.options("/ask", headers=asked),
        client.post("/ask", json=QUESTION, headers={"Origin": origin}),
        client.get("/documents/notes", headers={"Origin": origin}),
    ):
        assert not [name for name, _ in response.headers if name.startswith("Access-Control")]
    # What a form elsewhere can send without asking is refused.
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        sent = client.post("/ask", data=json.dumps(QUESTION), content_type=kind)
        assert sent.status_code == 415


def test_no_cookie_is_set_or_looked_at(client: FlaskClient) -> None:
    for method, path in ADDRESSES:
        response = client.open(path, method=method, headers={"Cookie": "session=x"})
        assert "Set-Cookie" not in response.headers
        assert "Cookie" not in response.headers.get("Vary", "")
