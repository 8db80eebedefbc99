import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from index.search import Searcher
from service import logs
from service.ask import Service
from tests.web import BrokenService, make_app

ADDRESS = "192.0.2.77"


class Log:
    """What the process has logged, a line at a time."""

    def __init__(self) -> None:
        self.stream = io.StringIO()

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.stream.getvalue().splitlines()]


@pytest.fixture
def log() -> Iterator[Log]:
    root = logging.getLogger()
    before = root.handlers, root.level
    written = Log()
    logs.configure(written.stream)
    yield written
    root.handlers, _ = before
    root.setLevel(before[1])


def test_every_request_is_a_line(searcher: Searcher, log: Log) -> None:
    client = make_app(Service(searcher)).test_client()
    response = client.get("/documents/notes")
    client.get("/none")
    found, missing = log.lines()
    assert list(found) == [
        "time",
        "level",
        "message",
        "method",
        "route",
        "status",
        "duration_ms",
        "bytes",
    ]
    assert found["time"].endswith("Z")
    assert found["level"] == "info"
    assert found["method"] == "GET"
    assert found["route"] == "/documents/<path:document_id>"
    assert found["status"] == 200
    assert found["bytes"] == len(response.data)
    assert found["duration_ms"] > 0
    assert missing["route"] is None
    assert missing["status"] == 404


def ask_everywhere(searcher: Searcher, **settings: object) -> None:
    client = make_app(Service(searcher), **settings).test_client()
    environ = {"environ_overrides": {"REMOTE_ADDR": ADDRESS}}
    history = [{"question": "Is it secret?", "answer": "It is secret."}]
    body = {"question": "Where is the secret harbour?", "history": history}
    client.post("/ask", json=body, **environ)
    client.post("/verify", json={"quote": "the secret harbour"})
    for path in ("/?q=secret", "/search?q=secret", "/search?k=secret", "/none?secret"):
        client.get(path, **environ)


def test_no_word_of_a_question_and_no_address_is_logged(searcher: Searcher, log: Log) -> None:
    ask_everywhere(searcher, rate=2)
    assert {line["status"] for line in log.lines()} >= {200, 429, 404}
    assert "secret" not in log.stream.getvalue()
    assert ADDRESS not in log.stream.getvalue()


def test_questions_are_logged_where_that_is_asked_for(searcher: Searcher, log: Log) -> None:
    ask_everywhere(searcher, log_questions=True)
    asked = [line["question"] for line in log.lines() if "question" in line]
    assert asked == ["Where is the secret harbour?", "secret", "secret"]
    assert ADDRESS not in log.stream.getvalue()


def test_a_defect_leaves_its_traceback_in_one_line(searcher: Searcher, log: Log) -> None:
    client = make_app(BrokenService(searcher)).test_client()
    client.post("/ask", json={"question": "Why?"})
    defect, request = log.lines()
    assert defect["level"] == "error"
    assert "Traceback" in defect["exception"]
    assert "RuntimeError" in defect["exception"]
    assert (request["level"], request["status"]) == ("error", 500)
