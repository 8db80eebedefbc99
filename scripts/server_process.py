"""The service as it runs for people: a process of its own on a free port."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

_ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)\. It answers")


class ServingError(Exception):
    """The service does not start or does not answer; the message says what it said."""


@dataclass(frozen=True)
class Server:
    """A running service; `began` is when its process was started, by `time.perf_counter`."""

    process: subprocess.Popen[str]
    port: int
    began: float

    def memory(self) -> int:
        """KiB of memory that are resident, pages of the index's files included."""
        pid = self.process.pid
        status = Path(f"/proc/{pid}/status")
        if status.exists():
            found = re.search(r"VmRSS:\s+(\d+)", status.read_text())
        else:
            command = ["ps", "-o", "rss=", "-p", str(pid)]
            said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
            found = re.search(r"(\d+)", said)
        if found is None:
            raise ServingError(f"The memory of process {pid} cannot be read.")
        return int(found[1])


@contextmanager
def serving(index_dir: Path, environ: Mapping[str, str]) -> Iterator[Server]:
    """`python -m service` over the index in `index_dir`, set by `environ` but for the rate limit.

    Raises ServingError when it does not start, or cannot answer.
    """
    own = {"CITE_INDEX_DIR": str(index_dir), "CITE_PORT": "0", "CITE_RATE": "1000000"}
    began = time.perf_counter()
    with (
        subprocess.Popen(
            [sys.executable, "-m", "service"],
            cwd=ROOT,
            env={**environ, **own},
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
            yield Server(process, int(address[1]), began)
        finally:
            process.terminate()
