"""The service as a process of its own: asked while its index changes, by far too many, to the end.

Every answer is held against the first one that the same index gave to the same question.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import quantiles

from index.store import current_build
from scripts.soak_index import Workshop
from service.limits import PATIENCE_SECONDS

_ROOT = Path(__file__).resolve().parent.parent
_QUESTIONS = (
    "What was changed on the door of the school?",
    "When did the city join the network?",
    "How many people live there?",
    "Who is the focal point?",
    "What does the city do for older people?",
    "Who won the chess championship of 1972?",
)
_CLIENTS = 8
_ROUNDS = 5
_IDLE = 1_000
_CRAWLING = _LEAVING = 20
_PICKED_UP_SECONDS = 60.0
_GROWTH = 64 * 1024
"""KiB that the process may grow under load: what threads and libraries keep for themselves."""


class Asked:
    """What was asked and what came of it; may be shared by threads."""

    def __init__(self, port: int) -> None:
        self.statuses: Counter[int] = Counter()
        self.seconds: list[float] = []
        self.lost = 0
        self.damaged = 0
        self.port = port
        self._first: dict[tuple[str, str], bytes] = {}
        self._lock = threading.Lock()

    def ask(self, question: str) -> None:
        """Ask, and hold the answer against what is known."""
        began = time.monotonic()
        try:
            status, body = request(self.port, "POST", "/ask", {"question": question})
        except (OSError, http.client.HTTPException) as error:
            print(f"No answer: {error!r}", file=sys.stderr)
            with self._lock:
                self.lost += 1
            return
        with self._lock:
            self.statuses[status] += 1
            if status == 200:
                self.seconds.append(time.monotonic() - began)
                key = (json.loads(body)["index"]["id"], question)
                self.damaged += self._first.setdefault(key, body) != body

    def counts(self) -> dict[str, int | float]:
        """The counts of all of it; wrong is what was neither answered nor asked to come again."""
        answered, later = self.statuses[200], self.statuses[503] + self.statuses[429]
        other = self.statuses.total() - answered - later
        return {
            "requests": self.statuses.total() + self.lost,
            "answered": answered,
            "told to come again": later,
            "lost": self.lost,
            "damaged": self.damaged,
            "other statuses": other,
            "wrong": self.lost + self.damaged + other,
        }


def rebuilds(workshop: Workshop, chance: random.Random) -> dict[str, int | float]:
    """Rebuild while clients ask, half of it killed: each index is picked up, no answer lost."""
    late = 0
    with _serving(workshop) as (_, port), ThreadPoolExecutor(_CLIENTS) as pool:
        asked = Asked(port)
        over = threading.Event()

        def client(number: int) -> None:
            own = random.Random(number)
            while not over.is_set():
                asked.ask(own.choice(_QUESTIONS))

        clients = [pool.submit(client, number) for number in range(_CLIENTS)]
        try:
            for _ in range(_ROUNDS):
                workshop.edit()
                killed = workshop.start()
                time.sleep(chance.uniform(0, 2))
                killed.kill()
                killed.communicate()
                workshop.build()
                late += not _picked_up(workshop, port)
        finally:
            over.set()
        for each in clients:
            each.result()
    counts = asked.counts()
    return {
        "rebuilds": 2 * _ROUNDS,
        "picked up late": late,
        **counts,
        "wrong": counts["wrong"] + late,
    }


def crowd(workshop: Workshop, seconds: float) -> dict[str, int | float]:
    """Ask for twice what can be answered, between idle, crawling and leaving clients."""
    with _serving(workshop) as (process, port), ExitStack() as others:
        for _ in range(_IDLE):
            others.enter_context(socket.create_connection(("127.0.0.1", port), timeout=30))
        alone = _rate(port, 10, _CLIENTS)
        memory = _resident(process)
        asked = Asked(port)
        over = threading.Event()
        interval = 1 / (2 * alone)

        def other(act: Callable[[int], None]) -> None:
            while not over.is_set():
                act(port)

        with ThreadPoolExecutor(256) as pool:
            for _ in range(_CRAWLING):
                pool.submit(other, _crawl)
            for _ in range(_LEAVING):
                pool.submit(other, _leave)
            began = time.monotonic()
            number = 0
            while time.monotonic() < began + seconds:
                pool.submit(asked.ask, _QUESTIONS[number % len(_QUESTIONS)])
                number += 1
                time.sleep(max(0.0, began + number * interval - time.monotonic()))
            over.set()
        grown = _resident(process) - memory
        time.sleep(5)
        after = _rate(port, 10, _CLIENTS)
    counts = asked.counts()
    p95 = quantiles(asked.seconds, n=20)[-1]
    slow = p95 > PATIENCE_SECONDS
    return {
        "questions a second before": round(alone, 1),
        **counts,
        "seconds p95": round(p95, 2),
        "KiB grown": grown,
        "questions a second after": round(after, 1),
        "wrong": counts["wrong"] + slow + (grown > _GROWTH) + (after < 0.7 * alone),
    }


def stops(workshop: Workshop) -> dict[str, int | float]:
    """Tell the service to stop while clients wait: they are answered, and it ends with 0."""
    with _serving(workshop) as (process, port), ThreadPoolExecutor(_CLIENTS) as pool:
        asked = Asked(port)
        clients = [pool.submit(asked.ask, question) for question in _QUESTIONS]
        time.sleep(0.2)
        process.send_signal(signal.SIGTERM)
        for each in clients:
            each.result()
        status = process.wait(timeout=60)
    counts = asked.counts()
    return {**counts, "exit status": status, "wrong": counts["wrong"] + (status != 0)}


def request(port: int, method: str, path: str, body: object = None) -> tuple[int, bytes]:
    """Status and body of one answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        headers = {"Content-Type": "application/json"}
        connection.request(method, path, json.dumps(body) if body else None, headers)
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


@contextmanager
def _serving(workshop: Workshop) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """The service over the workshop's index, and its port; its log goes nowhere."""
    settings = {"CITE_PORT": "0", "CITE_RATE": "1000000", "CITE_INDEX_DIR": str(workshop.index)}
    process = subprocess.Popen(
        [sys.executable, "-m", "service"],
        cwd=_ROOT,
        env={**os.environ, **settings},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        greeting = process.stderr.readline() if process.stderr else ""
        found = re.search(r":(\d+)\. It answers", greeting)
        if not found:
            raise RuntimeError(f"The service did not start: {greeting}")
        yield process, int(found[1])
    finally:
        if process.poll() is None:
            process.terminate()
        process.communicate()


def _picked_up(workshop: Workshop, port: int) -> bool:
    """Whether the service comes to answer from the index that was built last."""
    manifest = json.loads((current_build(workshop.index) / "manifest.json").read_bytes())
    deadline = time.monotonic() + _PICKED_UP_SECONDS
    while time.monotonic() < deadline:
        status, body = request(port, "GET", "/ready")
        if status == 200 and json.loads(body)["index"]["id"] == manifest["id"]:
            return True
        time.sleep(0.2)
    return False


def _rate(port: int, seconds: float, clients: int) -> float:
    """Questions a second that are answered to so many clients, each of whom waits its turn."""
    asked = Asked(port)
    until = time.monotonic() + seconds

    def client(number: int) -> None:
        own = random.Random(number)
        while time.monotonic() < until:
            asked.ask(own.choice(_QUESTIONS))

    with ThreadPoolExecutor(clients) as pool:
        list(pool.map(client, range(clients)))
    return asked.statuses[200] / seconds


def _crawl(port: int) -> None:
    """Send a byte a second, for ten seconds."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        for byte in b"POST /ask ":
            connection.sendall(bytes([byte]))
            time.sleep(1)


def _leave(port: int) -> None:
    """Ask, and go before the answer comes."""
    body = json.dumps({"question": _QUESTIONS[0]}).encode()
    head = "POST /ask HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
    time.sleep(10)


def _resident(process: subprocess.Popen[str]) -> int:
    """KiB of memory that the process has; 0 where the system does not tell."""
    try:
        status = Path(f"/proc/{process.pid}/status").read_text()
    except FileNotFoundError:
        return 0
    found = re.search(r"VmRSS:\s+(\d+)", status)
    return int(found[1]) if found else 0
