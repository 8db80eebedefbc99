"""Clients of the service who remember what it answered.

Every answer is held against the first one that the same index gave to the same question.
"""

from __future__ import annotations

import http.client
import json
import random
import socket
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

_LATER_SECONDS = 0.1
"""Until a client that was told to come again does so."""

QUESTIONS = tuple(
    f"{asked} in {year}?"
    for year in range(1800, 2030)
    for asked in (
        "What was changed on the door of the school",
        "When did the city join the network",
        "How many people lived there",
        "Who was the focal point",
        "What did the city do for older people",
        "Who won the chess championship",
    )
)
"""So many that the service remembers the answers to few of them."""


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

    def ask(self, question: str) -> bool:
        """Ask, and hold the answer against what is known; whether there was one."""
        began = time.monotonic()
        try:
            status, body = request(self.port, "POST", "/ask", {"question": question})
        except (OSError, http.client.HTTPException) as error:
            print(f"No answer: {error!r}", file=sys.stderr)
            with self._lock:
                self.lost += 1
            return False
        with self._lock:
            self.statuses[status] += 1
            if status == 200:
                self.seconds.append(time.monotonic() - began)
                key = (json.loads(body)["index"]["id"], question)
                self.damaged += self._first.setdefault(key, body) != body
        return status == 200

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
def asking(asked: Asked, clients: int) -> Iterator[None]:
    """Let so many clients ask all the time, each of whom waits its turn."""
    over = threading.Event()

    def client(number: int) -> None:
        own = random.Random(number)
        while not over.is_set():
            if not asked.ask(own.choice(QUESTIONS)):
                time.sleep(_LATER_SECONDS)

    with ThreadPoolExecutor(clients) as pool:
        running = [pool.submit(client, number) for number in range(clients)]
        try:
            yield
        finally:
            over.set()
        for each in running:
            each.result()


def rate(port: int, seconds: float, clients: int) -> float:
    """Questions a second that are answered to so many clients."""
    asked = Asked(port)
    with asking(asked, clients):
        time.sleep(seconds)
    return asked.statuses[200] / seconds


def crawl(port: int) -> None:
    """Send a byte a second, for ten seconds."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        for byte in b"POST /ask ":
            connection.sendall(bytes([byte]))
            time.sleep(1)


def leave(port: int) -> None:
    """Ask, and go before the answer comes."""
    body = json.dumps({"question": QUESTIONS[0]}).encode()
    head = "POST /ask HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
    time.sleep(10)
