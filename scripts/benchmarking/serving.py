"""The service as it runs for people: a process of its own, spoken to over HTTP."""

from __future__ import annotations

import http.client
import json
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent

_PATIENCE = 60.0  # seconds for one answer
_ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)")


class ServingError(Exception):
    """The service does not start or does not answer; the message says what it said."""


@dataclass(frozen=True)
class Server:
    """A running service; `began` is when its process was started, by `time.perf_counter`."""

    pid: int
    port: int
    began: float

    def memory(self) -> float:
        """MB of memory that are resident, pages of the index's files included."""
        status = Path(f"/proc/{self.pid}/status")
        if status.exists():
            kilobytes = re.search(r"VmRSS:\s+(\d+)", status.read_text())
        else:
            command = ["ps", "-o", "rss=", "-p", str(self.pid)]
            said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
            kilobytes = re.search(r"(\d+)", said)
        if kilobytes is None:
            raise ServingError(f"The memory of process {self.pid} cannot be read.")
        return int(kilobytes[1]) / 1000


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


@contextmanager
def serving(index_dir: Path) -> Iterator[Server]:
    """`python -m service` on a free port, as it is set by default but for the rate limit.

    Raises ServingError when it does not start.
    """
    environ = {name: value for name, value in os.environ.items() if not name.startswith("CITE_")}
    environ |= {"CITE_INDEX_DIR": str(index_dir), "CITE_PORT": "0", "CITE_RATE": "1000000"}
    began = time.perf_counter()
    with (
        subprocess.Popen(
            [sys.executable, "-m", "service"],
            cwd=ROOT,
            env=environ,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        ) as process,
        ThreadPoolExecutor(1) as aside,
    ):
        assert process.stderr
        try:  # from here on: whoever is interrupted leaves no server behind
            said = process.stderr.readline()
            address = _ADDRESS.search(said)
            if address is None:
                raise ServingError(f"The service does not start: {said.strip()}")
            # Whatever it says later is read and dropped: it would wait for somebody to do so.
            aside.submit(process.stderr.read)
            yield Server(process.pid, int(address[1]), began)
        finally:
            process.terminate()


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
