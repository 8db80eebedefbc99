"""Others do not notice: clients that wait, crawl, leave or come all at once, and the end itself."""

from __future__ import annotations

import http.client
import json
import signal
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from index.search import Searcher
from service import server
from service.ask import Service
from service.settings import Settings
from tests.test_serve import JSON, QUESTION, Running, serving
from tests.web import MANY, make_app

IDLE = 300
SLOW = 2.0
"""Seconds that the slow service thinks about every question."""

SLOW_SERVICE = f"""
import sys, time
from service.__main__ import main
from service.ask import Service
answer = Service.ask
def slowly(self, asked):
    time.sleep({SLOW})
    return answer(self, asked)
Service.ask = slowly
sys.exit(main())
"""
POST = (
    b"POST /ask HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    b"Content-Length: %d\r\n\r\n%s"
) % (len(QUESTION), QUESTION)


@pytest.fixture(scope="module")
def running(built_index: Path) -> Iterator[Running]:
    with serving(CITE_INDEX_DIR=str(built_index)) as running:
        assert running.ask("POST", "/ask", QUESTION, JSON)[0] == 200
        yield running


@contextmanager
def slow(built_index: Path, **environ: str) -> Iterator[Running]:
    with serving("-c", SLOW_SERVICE, CITE_INDEX_DIR=str(built_index), **environ) as running:
        yield running


def connected(running: Running) -> socket.socket:
    return socket.create_connection(("127.0.0.1", running.port), timeout=30)


def seconds(act: Callable[[], object]) -> float:
    began = time.monotonic()
    act()
    return time.monotonic() - began


def test_idle_connections_by_the_hundred_are_not_noticed(running: Running) -> None:
    with ExitStack() as idle:
        for _ in range(IDLE):
            idle.enter_context(connected(running))
        assert running.ask("POST", "/ask", QUESTION, JSON)[0] == 200


def test_clients_that_crawl_are_not_noticed(running: Running) -> None:
    """Many more of them than there are threads, each in the middle of its request."""
    with ExitStack() as crawling:
        clients = [crawling.enter_context(connected(running)) for _ in range(60)]
        for at in range(40):
            for client in clients:
                client.sendall(POST[at : at + 1])
            if at % 20 == 0:
                assert running.ask("POST", "/ask", QUESTION, JSON)[0] == 200
        clients[0].sendall(POST[40:])
        assert clients[0].recv(65_536).startswith(b"HTTP/1.1 200 ")


def test_clients_that_leave_are_not_noticed(running: Running) -> None:
    for _ in range(20):
        with connected(running) as client:
            client.sendall(POST)
    for cut in (1, len(POST) // 2, len(POST) - 1):
        with connected(running) as client:
            client.sendall(POST[:cut])
    deadline = time.monotonic() + 60
    while b"cite_questions_answering 0.0" not in running.ask("GET", "/metrics")[2]:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert running.ask("POST", "/ask", QUESTION, JSON)[0] == 200


def send_for_ever(client: socket.socket) -> None:
    """A byte now and then, as long as a test may take."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        client.sendall(b"G")
        time.sleep(0.05)


def test_who_never_ends_a_request_is_sent_away(
    searcher: Searcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "_PATIENCE_SECONDS", 1)
    listening = server.listen("127.0.0.1", 0)
    app = make_app(Service(searcher))
    serving_it = server.create(app, Settings(rate=MANY), listening)
    ended = threading.Event()

    def turn() -> None:
        while not ended.is_set():
            server._turn(serving_it, 0.1)

    thread = threading.Thread(target=turn)
    thread.start()
    try:
        with (
            socket.create_connection(listening.getsockname(), timeout=30) as client,
            pytest.raises(OSError, match=r"reset|pipe"),
        ):
            send_for_ever(client)
    finally:
        ended.set()
        thread.join()
        serving_it.task_dispatcher.shutdown()
        serving_it.close()


def test_more_than_can_be_answered_is_told_to_come_again_and_all_is_well_after(
    built_index: Path,
) -> None:
    with (
        slow(built_index, CITE_THREADS="1", CITE_WAITING="1") as running,
        ThreadPoolExecutor(12) as pool,
    ):

        def ask(number: int) -> tuple[int, float, str | None]:
            began = time.monotonic()
            status, headers, _ = running.ask("POST", "/ask", QUESTION, JSON)
            return status, time.monotonic() - began, headers.get("Retry-After")

        answers = list(pool.map(ask, range(12)))
        assert Counter(status for status, _, _ in answers) == {200: 2, 503: 10}
        for status, _, retry in answers:
            assert (retry is None) == (status == 200), status
        # At once, and not after as long as an answer takes.
        assert sorted(took for status, took, _ in answers if status == 503)[4] < SLOW
        assert ask(0)[0] == 200


def test_told_to_stop_it_finishes_what_it_has_begun(built_index: Path) -> None:
    """Two are being answered and two wait; one more has sent half of its question."""
    with slow(built_index, CITE_THREADS="2") as running, ExitStack() as stack:
        clients = [stack.enter_context(connected(running)) for _ in range(4)]
        idle = stack.enter_context(connected(running))
        idle.sendall(POST[:20])
        for client in clients:
            client.sendall(POST)
        while b"cite_questions_waiting 2.0" not in running.ask("GET", "/metrics")[2]:
            time.sleep(0.01)
        running.process.send_signal(signal.SIGTERM)
        for client in clients:
            response = http.client.HTTPResponse(client)
            response.begin()
            assert response.status == 200
            assert "2016" in json.loads(response.read())["answer"]
        out, err = running.process.communicate(timeout=60)
        assert running.process.returncode == 0
        assert err == ""
        assert sum('"route": "/ask"' in line for line in out.splitlines()) == 4
        with pytest.raises(OSError, match="refused"):
            connected(running)


def test_a_second_signal_ends_it_at_once(built_index: Path) -> None:
    with slow(built_index) as running, connected(running) as client:
        client.sendall(POST)
        while b"cite_questions_answering 1.0" not in running.ask("GET", "/metrics")[2]:
            time.sleep(0.01)
        running.process.send_signal(signal.SIGTERM)
        time.sleep(SLOW / 4)
        assert seconds(lambda: running.stop(signal.SIGTERM)) < SLOW
        assert running.process.returncode == -signal.SIGTERM
