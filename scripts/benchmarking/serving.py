"""Speaking to the service over HTTP, alone and in a crowd."""

from __future__ import annotations

import http.client
import json
import os
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path

from scripts import server_process
from scripts.server_process import Server, ServingError

_PATIENCE = 60.0  # seconds for one answer


class Client:
    """One connection to a server, kept open."""

    def __init__(self, server: Server) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=_PATIENCE)

    def ask(self, question: str) -> int:
        """The status that a question gets, after the whole of its answer has come."""
        body = json.dumps({"question": question})
        return self._send("POST", "/ask", body, {"Content-Type": "application/json"})

    def wait_until_ready(self) -> None:
        """Return as soon as the server says that it can answer."""
        give_up = time.perf_counter() + _PATIENCE
        while self._send("GET", "/ready") != 200:
            if time.perf_counter() > give_up:
                raise ServingError(f"The service is not ready after {_PATIENCE:g} s.")
            time.sleep(0.005)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _send(
        self, method: str, path: str, body: str | None = None, headers: dict[str, str] | None = None
    ) -> int:
        self._connection.request(method, path, body, headers or {})
        response = self._connection.getresponse()
        response.read()
        return response.status


def serving(index_dir: Path) -> AbstractContextManager[Server]:
    """The service over an index, as it is set by default; see `server_process`."""
    return server_process.serving(
        index_dir,
        {name: value for name, value in os.environ.items() if not name.startswith("CITE_")},
    )


def crowd(server: Server, questions: Sequence[str], clients: int) -> tuple[float, int]:
    """Ask all `questions`, `clients` at a time: answers a second, and how many were no answer."""
    waiting, lock = iter(questions), threading.Lock()

    def take() -> str | None:
        with lock:
            return next(waiting, None)

    def ask_on(_: int) -> int:
        client, failed = Client(server), 0
        while (question := take()) is not None:
            try:
                failed += client.ask(question) != 200
            except (OSError, http.client.HTTPException):
                client.close()
                failed += 1
        client.close()
        return failed

    began = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        try:
            failed = sum(pool.map(ask_on, range(clients)))
        finally:
            while take():  # nothing is left unless this was interrupted: then nobody goes on
                pass
    return len(questions) / (time.perf_counter() - began), failed
