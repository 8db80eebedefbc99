"""What is done to a running service: its index changes, its index is damaged, far too many ask."""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from statistics import quantiles

from index.builds import current_build
from index.files import files_under
from index.manifest import read_manifest
from scripts.server_process import serving
from scripts.soak_client import QUESTIONS, Asked, asking, crawl, leave, rate, request
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
    with serving(workshop.index, os.environ) as server:
        port = server.port
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
    with serving(workshop.index, os.environ) as server:
        port = server.port
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
    with serving(workshop.index, os.environ) as server, ExitStack() as others:
        port = server.port
        for _ in range(_IDLE):
            others.enter_context(socket.create_connection(("127.0.0.1", port), timeout=30))
        alone = rate(port, 10, _CLIENTS)
        memory = server.memory()
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
        grown = server.memory() - memory
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
    with serving(workshop.index, os.environ) as server, ThreadPoolExecutor(_CLIENTS) as pool:
        asked = Asked(server.port)
        clients = [pool.submit(asked.ask, question) for question in QUESTIONS[:_CLIENTS]]
        time.sleep(0.2)
        server.process.send_signal(signal.SIGTERM)
        for each in clients:
            each.result()
        status = server.process.wait(timeout=60)
    counts = asked.counts()
    return {**counts, "exit status": status, "wrong": counts["wrong"] + (status != 0)}


def _picked_up(workshop: Workshop, port: int) -> bool:
    """Whether the service comes to answer from the index that was built last."""
    manifest, _ = read_manifest(current_build(workshop.index))
    deadline = time.monotonic() + _PICKED_UP_SECONDS
    while time.monotonic() < deadline:
        status, body = request(port, "GET", "/ready")
        if status == 200 and json.loads(body)["index"]["id"] == manifest.id:
            return True
        time.sleep(0.2)
    return False
