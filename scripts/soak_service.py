"""What is done to a running service: its index changes, its index is damaged, far too many ask."""

from __future__ import annotations

import json
import random
import re
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from statistics import quantiles

from index.files import files_under
from index.store import current_build
from scripts.soak_client import QUESTIONS, Asked, asking, crawl, leave, rate, request, serving
from scripts.soak_index import Workshop, flipped
from service.limits import PATIENCE_SECONDS

_CLIENTS = 8
_FEW = 2
_ROUNDS = 5
_IDLE = 1_000
_CRAWLING = _LEAVING = 20
_PICKED_UP_SECONDS = 60.0
_GROWTH = 64 * 1024
"""KiB that the process may grow under load: what threads and libraries keep for themselves."""


def rebuilds(workshop: Workshop, chance: random.Random) -> dict[str, int | float]:
    """Rebuild while clients ask, half of it killed: each index is picked up, no answer lost."""
    late = 0
    with serving(workshop) as (_, port):
        asked = Asked(port)
        with asking(asked, _CLIENTS):
            for _ in range(_ROUNDS):
                workshop.edit()
                killed = workshop.start()
                time.sleep(chance.uniform(0, 2))
                killed.kill()
                killed.communicate()
                workshop.build()
                late += not _picked_up(workshop, port)
    counts = asked.counts()
    return {
        "rebuilds": 2 * _ROUNDS,
        "picked up late": late,
        **counts,
        "wrong": counts["wrong"] + late,
    }


def served_flips(workshop: Workshop, times: int, chance: random.Random) -> dict[str, int | float]:
    """Flip a bit of the index in use while clients ask: no answer until it is put right again."""
    files = files_under(current_build(workshop.index))
    unnoticed = late = 0
    with serving(workshop) as (_, port):
        asked = Asked(port)
        with asking(asked, _FEW):
            for number in range(times):
                with flipped(files[number % len(files)], chance):
                    status, _ = request(port, "POST", "/ask", {"question": QUESTIONS[0]})
                    unnoticed += status != 503
                late += not _picked_up(workshop, port)
    counts = asked.counts()
    return {
        "flipped": times,
        "unnoticed": unnoticed,
        "back late": late,
        **counts,
        "wrong": counts["wrong"] + unnoticed + late,
    }


def crowd(workshop: Workshop, seconds: float) -> dict[str, int | float]:
    """Ask for twice what can be answered, between idle, crawling and leaving clients."""
    with serving(workshop) as (process, port), ExitStack() as others:
        for _ in range(_IDLE):
            others.enter_context(socket.create_connection(("127.0.0.1", port), timeout=30))
        alone = rate(port, 10, _CLIENTS)
        memory = _resident(process)
        asked = Asked(port)
        over = threading.Event()
        interval = 1 / (2 * alone)

        def other(act: Callable[[int], None]) -> None:
            while not over.is_set():
                act(port)

        with ThreadPoolExecutor(256) as pool:
            for _ in range(_CRAWLING):
                pool.submit(other, crawl)
            for _ in range(_LEAVING):
                pool.submit(other, leave)
            began = time.monotonic()
            number = 0
            while time.monotonic() < began + seconds:
                pool.submit(asked.ask, QUESTIONS[number % len(QUESTIONS)])
                number += 1
                time.sleep(max(0.0, began + number * interval - time.monotonic()))
            over.set()
        grown = _resident(process) - memory
        time.sleep(5)
        after = rate(port, 10, _CLIENTS)
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
    with serving(workshop) as (process, port), ThreadPoolExecutor(_CLIENTS) as pool:
        asked = Asked(port)
        clients = [pool.submit(asked.ask, question) for question in QUESTIONS[:_CLIENTS]]
        time.sleep(0.2)
        process.send_signal(signal.SIGTERM)
        for each in clients:
            each.result()
        status = process.wait(timeout=60)
    counts = asked.counts()
    return {**counts, "exit status": status, "wrong": counts["wrong"] + (status != 0)}


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


def _resident(process: subprocess.Popen[str]) -> int:
    """KiB of memory that the process has; 0 where the system does not tell."""
    try:
        status = Path(f"/proc/{process.pid}/status").read_text()
    except FileNotFoundError:
        return 0
    found = re.search(r"VmRSS:\s+(\d+)", status)
    return int(found[1]) if found else 0
