"""The service as a process: how soon it answers, how much memory it takes, how many it serves."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from index.builds import current_build
from scripts.benchmarking.asking import Watched, watching
from scripts.benchmarking.clock import seconds_of
from scripts.benchmarking.figures import Figure, compared
from scripts.benchmarking.material import questions_of
from scripts.benchmarking.plan import Bench
from scripts.benchmarking.serving import Client, crowd, serving
from scripts.server_process import ROOT, Server

CLIENTS = (1, 4, 16)

# The least that can answer: both models loaded, and one text through each.
_BARE = """
import sys
from pathlib import Path
from index.embedding import Encoder
from service.reader import TrainedReader
Encoder(Path(sys.argv[1])).encode_questions(["When did it begin?"])
TrainedReader().logits("When did it begin?", "", "It began in 2016.")
"""


def start(bench: Bench) -> Iterator[Figure]:
    """From the start of the process; the files have been read before, as after an update."""
    encoder = str(current_build(bench.index_dir) / "encoder")
    bare = [sys.executable, "-c", _BARE, encoder]
    taken: dict[str, list[float]] = defaultdict(list)
    for _ in range(bench.sizes.starts):
        taken["floor"].append(seconds_of(lambda: subprocess.run(bare, cwd=ROOT, check=True)))
        with serving(bench.index_dir) as server:
            client = Client(server)
            client.wait_until_ready()
            taken["ready"].append(time.perf_counter() - server.began)
            client.ask("When did it begin?")
            taken["answer"].append(time.perf_counter() - server.began)
            client.close()
    # The first of several reads the files from the disk and is not counted.
    counted = slice(min(1, bench.sizes.starts - 1), None)
    floor, ready, answer = (taken[name][counted] for name in ("floor", "ready", "answer"))
    loaded = Figure("start", "floor: a process that loads both models", "s", tuple(floor))
    yield loaded
    yield compared("start", "process start to /ready", "s", ready, loaded)
    yield compared("start", "process start to the first answer", "s", answer, loaded)


def memory(bench: Bench) -> Iterator[Figure]:
    """Resident memory of the server, before it is asked anything and after many questions."""
    with watching(bench.index_dir) as watched:
        questions = questions_of(watched.service.searcher, bench.sizes.remembered)
    with serving(bench.index_dir) as server:
        client = Client(server)
        client.wait_until_ready()
        rest = Figure("memory", "at rest", "MB", (server.memory() / 1000,))
        for question in questions:
            client.ask(question)
        after = server.memory() / 1000
        client.close()
    yield rest
    yield compared("memory", f"after {len(questions):,} questions", "MB", [after], rest)


def clients(bench: Bench) -> Iterator[Figure]:
    """Questions a second; each crowd beside the floor of the very same questions."""
    sizes = bench.sizes
    rates: dict[int, list[float]] = defaultdict(list)
    floors: dict[int, list[float]] = defaultdict(list)
    errors: dict[int, int] = defaultdict(int)
    with watching(bench.index_dir) as watched, serving(bench.index_dir) as server:
        asked = (1 + len(CLIENTS) * sizes.rounds) * sizes.crowd
        questions = iter(questions_of(watched.service.searcher, asked))
        _throughputs(watched, server, _take(questions, sizes.crowd), 1)  # to warm up
        for _ in range(sizes.rounds):
            for count in CLIENTS:
                floor, rate, failed = _throughputs(
                    watched, server, _take(questions, sizes.crowd), count
                )
                floors[count].append(floor)
                rates[count].append(rate)
                errors[count] += failed
    for count in CLIENTS:
        name = f"floor of the questions of {count}"
        floor_figure = Figure("clients", name, "questions/s", tuple(floors[count]))
        yield floor_figure
        name = f"{count} at a time over HTTP, {errors[count]} errors"
        yield compared("clients", name, "questions/s", rates[count], floor_figure)


def _take(questions: Iterator[str], count: int) -> list[str]:
    return [question for question, _ in zip(questions, range(count), strict=False)]


def _throughputs(
    watched: Watched, server: Server, questions: list[str], count: int
) -> tuple[float, float, int]:
    """Questions a second by the models alone and over HTTP, and errors.

    The models alone get as many threads as the machine has processors, however many ask.
    """
    calls = [watched.ask(question) for question in questions]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        seconds = seconds_of(lambda: list(pool.map(watched.floor, calls)))
    return (len(questions) / seconds, *crowd(server, questions, count))
