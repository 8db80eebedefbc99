"""The service as it runs for people: a process of its own, spoken to over HTTP."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pytest

from corpus.documents import CorpusError
from index.build import build_index
from service.security import HEADERS

ROOT = Path(__file__).parent.parent
QUESTION = b'{"question": "When did Marlow Bay join the network of learning cities?"}'
JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True)
class Running:
    """A server process and where it listens."""

    process: subprocess.Popen[str]
    port: int
    greeting: str

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body of one answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(method, path, body, headers or {})
            response = connection.getresponse()
            return response.status, dict(response.getheaders()), response.read()
        finally:
            connection.close()

    def raw(self, sent: bytes) -> bytes:
        """All that comes back on one connection."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as connection:
            connection.sendall(sent)
            connection.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: connection.recv(65_536), b""))

    def stop(self, number: int = signal.SIGTERM) -> tuple[int, str, str]:
        """End the process; its exit status, standard output and standard error."""
        self.process.send_signal(number)
        out, err = self.process.communicate(timeout=60)
        return self.process.returncode, out, err


def start(*program: str, **environ: str) -> subprocess.Popen[str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("CITE_")}
    return subprocess.Popen(
        [sys.executable, *(program or ("-m", "service"))],
        cwd=ROOT,
        env={**inherited, "CITE_PORT": "0", "CITE_RATE": "100000", **environ},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@contextmanager
def serving(*program: str, **environ: str) -> Iterator[Running]:
    """The service, or a `program` that is one; its settings are `environ`."""
    process = start(*program, **environ)
    try:
        assert process.stderr
        greeting = process.stderr.readline()
        found = re.search(r"http://127\.0\.0\.1:(\d+)", greeting)
        assert found, greeting + process.stderr.read()
        yield Running(process, int(found[1]), greeting)
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


@pytest.fixture(scope="module")
def server(built_index: Path) -> Iterator[Running]:
    with serving(CITE_INDEX_DIR=str(built_index)) as running:
        yield running


def test_it_tells_where_it_is_and_answers_there(server: Running) -> None:
    assert "It answers from 8 documents." in server.greeting
    status, _, body = server.ask("POST", "/ask", QUESTION, JSON)
    assert status == 200
    assert "2016" in json.loads(body)["answer"]
    status, headers, body = server.ask("GET", "/")
    assert status == 200
    assert headers["Content-Type"] == "text/html; charset=utf-8"


def chunks(*pieces: bytes) -> bytes:
    """A chunked body, which tells its length to nobody beforehand."""
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in (*pieces, b""))


class Bad(NamedTuple):
    """A request that must be refused, and the status it must get."""

    what: str
    status: int
    method: str
    path: str
    body: bytes | None = None
    headers: dict[str, str] = {}  # noqa: RUF012 - nobody changes it


UNKNOWN = b'{"question": "Why?", "filters": {"document": ["no/such"]}}'
BAD = [
    Bad("not JSON", 400, "POST", "/ask", b"question=why", JSON),
    Bad("not UTF-8", 400, "POST", "/ask", b'{"question": "\xff"}', JSON),
    Bad("no body", 400, "POST", "/ask", None, JSON),
    Bad("a wrong type", 422, "POST", "/ask", b'{"question": 5}', JSON),
    Bad("no object", 422, "POST", "/ask", b"[]", JSON),
    Bad("empty", 422, "POST", "/ask", b'{"question": " "}', JSON),
    Bad("a lone surrogate", 422, "POST", "/ask", rb'{"question": "\ud800"}', JSON),
    Bad("U+0000", 422, "POST", "/ask", rb'{"question": "\u0000"}', JSON),
    Bad("an unknown document to ask", 422, "POST", "/ask", UNKNOWN, JSON),
    Bad("no content type", 415, "POST", "/ask", QUESTION),
    Bad("1 MB", 413, "POST", "/ask", b" " * 1_000_000, JSON),
    Bad("3 MB", 413, "POST", "/verify", b" " * 3_000_000, JSON),
    Bad("an unknown document", 404, "GET", "/documents/no/such"),
    Bad("offsets outside", 422, "GET", "/documents/notes?start=0&end=99999999"),
    Bad("negative offsets", 422, "GET", "/documents/notes?start=-5&end=-1"),
    Bad("nothing to search", 422, "GET", "/search"),
    Bad("an address that is not", 404, "GET", "/none"),
    Bad("out of the static files", 404, "GET", "/static/../settings.py"),
    Bad("out of them, hidden", 404, "GET", "/static/%2e%2e/settings.py"),
    Bad("two slashes", 404, "GET", "/documents//notes"),
    Bad("bytes that are no text", 404, "GET", "/%ff%fe"),
    Bad("a wrong method", 405, "DELETE", "/ask"),
]


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.what)
def test_bad_input_gets_its_error_and_the_service_goes_on(server: Running, bad: Bad) -> None:
    status, headers, body = server.ask(bad.method, bad.path, bad.body, bad.headers)
    assert status == bad.status, body
    assert headers["Content-Type"] == "application/problem+json"
    problem = json.loads(body)
    assert problem["status"] == status
    assert bool(problem["errors"]) == (status == 422)
    assert HEADERS.items() <= headers.items()
    assert "Server" not in headers
    assert server.ask("GET", "/health")[0] == 200


def test_bodies_of_untold_length_are_bounded_too(server: Running) -> None:
    head = (
        b"POST /ask HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
    )
    assert server.raw(head + chunks(QUESTION)).startswith(b"HTTP/1.1 200 ")
    large = server.raw(head + chunks(*[b" " * 10_000] * 7))
    assert large.startswith(b"HTTP/1.1 413 ")
    assert b"application/problem+json" in large


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"nonsense\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nContent-Length: many\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nBad Header\r\n\r\n", 400),
        (b"POST /ask HTTP/1.1\r\nTransfer-Encoding: rot13\r\n\r\n", 501),
        (b"GET / HTTP/1.1\r\nX: ".ljust(64 * 1024, b"a"), 431),
        (b"POST /ask HTTP/1.1\r\nContent-Length: 999999999999\r\n\r\n", 413),
    ],
)
def test_what_is_no_request_at_all_gets_a_problem_too(
    server: Running, sent: bytes, status: int
) -> None:
    head, _, body = server.raw(sent).partition(b"\r\n\r\n")
    assert head.split()[1] == str(status).encode()
    assert json.loads(body)["status"] == status
    lines = head.decode().lower().split("\r\n")
    assert "content-type: application/problem+json" in lines
    assert not any(line.startswith("server:") for line in lines)
    for name, value in HEADERS.items():
        assert f"{name}: {value}".lower() in lines
    assert server.ask("GET", "/health")[0] == 200


def test_browsers_get_pages(server: Running) -> None:
    status, headers, body = server.ask("GET", "/none", headers={"Accept": "text/html"})
    assert status == 404
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert b"<h1>" in body


def test_no_model_is_loaded_that_only_a_build_needs(built_index: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from service.app import create_app; "
        "from service.settings import Settings; "
        f"app = create_app(Settings(index_dir=Path({str(built_index)!r}))); "
        "answer = app.test_client().post('/ask', json={'question': 'When?'}); "
        "assert answer.status_code == 200, answer; "
        "print({'torch', 'transformers', 'sentence_transformers', 'onnx', 'tqdm'} & {*sys.modules})"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ran.stdout == "set()\n", ran.stderr


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_told_to_stop_it_stops_with_0_and_its_log_is_json(
    built_index: Path, number: signal.Signals
) -> None:
    with serving(CITE_INDEX_DIR=str(built_index)) as running:
        assert running.ask("POST", "/ask", QUESTION, JSON)[0] == 200
        assert running.ask("GET", "/none?secret")[0] == 404
        status, out, err = running.stop(number)
        assert status == 0
        assert err == ""
        asked, missed = (json.loads(line) for line in out.splitlines())
        assert (asked["route"], asked["status"]) == ("/ask", 200)
        assert (missed["route"], missed["status"]) == (None, 404)
        assert "Marlow" not in out
        assert "secret" not in out


def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    out, err = process.communicate(timeout=30)
    assert out == ""
    assert "Traceback" not in err
    return process.returncode, err


def test_a_port_in_use_is_told_and_ends_with_2() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        status, err = ended(start(CITE_PORT=str(port)))
    assert status == 2
    assert f"Cannot listen on 127.0.0.1, port {port}" in err
    assert "CITE_PORT" in err


@pytest.mark.parametrize(
    ("name", "value"), [("CITE_PORT", "abc"), ("CITE_HOST", "no.such.host.invalid")]
)
def test_a_setting_that_cannot_be_used_is_told_and_ends_with_2(name: str, value: str) -> None:
    status, err = ended(start(**{name: value}))
    assert status == 2
    assert name in err
    assert value in err


def broken_corpus(folder: Path) -> Path:
    folder.mkdir()
    (folder / "broken.md").write_bytes(b"\xff\xfe\x00broken")
    return folder


def test_without_an_index_it_waits_for_one(tmp_path: Path, built_index: Path) -> None:
    """An empty corpus and one of a single broken file leave no index; a good one is picked up."""
    index_dir = tmp_path / "index"
    with serving(CITE_INDEX_DIR=str(index_dir)) as running:
        assert "cannot answer yet: There is no index" in running.greeting
        (tmp_path / "empty").mkdir()
        for unusable in (tmp_path / "empty", broken_corpus(tmp_path / "broken")):
            with pytest.raises(CorpusError):
                build_index(unusable, index_dir)
            assert running.ask("GET", "/health")[0] == 200
            for method, path, body, headers in (
                ("GET", "/ready", None, {}),
                ("POST", "/ask", QUESTION, JSON),
                ("GET", "/documents/notes", None, {}),
            ):
                status, sent, text = running.ask(method, path, body, headers)
                assert status == 503
                assert "scripts/rebuild_index.py" in json.loads(text)["detail"]
                assert int(sent["Retry-After"]) > 0
        shutil.rmtree(index_dir, ignore_errors=True)
        shutil.copytree(built_index, tmp_path / "copy")
        (tmp_path / "copy").rename(index_dir)
        deadline = time.monotonic() + 20
        while running.ask("GET", "/ready")[0] != 200:
            assert time.monotonic() < deadline
            time.sleep(0.2)
        assert running.ask("POST", "/ask", QUESTION, JSON)[0] == 200
