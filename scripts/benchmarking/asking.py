"""What an answer takes, step by step, beside what the two models take that give it."""

from __future__ import annotations

import os
import time
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from unittest.mock import patch

from index.search import Hit, Searcher
from scripts.benchmarking.clock import Clock, Stopwatch, seconds_of
from scripts.benchmarking.figures import Figure, compared
from scripts.benchmarking.material import questions_of
from scripts.benchmarking.plan import Bench
from scripts.benchmarking.serving import Client, serving
from service.ask import Ask, Service
from service.reader import Reader, Reading, Sentence, shipped_reader

PART = "ask"
FLOOR = "floor: the same encoder and reader calls alone"

_WARM_UP = 5  # questions


@dataclass
class Calls:
    """What one question asked of the two models."""

    texts: list[Sequence[str]] = field(default_factory=list)
    reads: list[tuple[str, Sequence[Hit], Collection[Sentence]]] = field(default_factory=list)


@dataclass
class _WatchedReader:
    """A reader that keeps what it is given."""

    reader: Reader
    calls: Calls

    def read(
        self, question: str, hits: Sequence[Hit], covered: Collection[Sentence] = ()
    ) -> list[Reading]:
        self.calls.reads.append((question, hits, covered))
        return self.reader.read(question, hits, covered)


class Watched:
    """A service of this process whose steps are timed and whose calls of the models are kept."""

    def __init__(self, searcher: Searcher, reader: Reader, clock: Clock) -> None:
        self._encode, self._reader = searcher.encoder.encode_questions, reader
        self._calls = Calls()
        self._watched = _WatchedReader(reader, self._calls)
        self._pool = ThreadPoolExecutor(os.cpu_count())
        self.watch = Stopwatch(clock)
        self.service = Service(searcher, self._watched)

    def ask(self, question: str) -> Calls:
        """Answer a question; `watch` holds how long its steps took."""
        self._calls = self._watched.calls = Calls()
        self.watch.reset()
        with self.watch.step("ask"):
            self.service.ask(Ask(question))
        return self._calls

    def floor(self, calls: Calls) -> None:
        """Ask the models the same again, with nothing around it."""
        list(self._pool.map(self._encode, calls.texts))
        for question, hits, covered in calls.reads:
            self._reader.read(question, hits, covered)

    def steps(self) -> dict[str, float]:
        """Seconds of each step of the last question."""
        seconds = self.watch.seconds
        known = ("understand", "search", "read")
        return {
            "understand the question": seconds("understand"),
            "search: embed the question": seconds("encode"),
            "search: the rest": seconds("search") - seconds("encode"),
            "read the passages": seconds("read"),
            "judge, compose and prove": seconds("ask") - seconds(*known),
        }

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Time the steps inside a `with` statement."""
        searcher, timing = self.service.searcher, self.watch.timing

        def encode(texts: Sequence[str]) -> object:
            self._calls.texts.append(texts)
            return self._encode(texts)

        with ExitStack() as watched:
            for target, name, function in (
                (searcher.encoder, "encode_questions", timing("encode", encode)),
                (searcher, "search", timing("search", searcher.search)),
                (self._watched, "read", timing("read", self._watched.read)),
                (self.service, "understand", timing("understand", self.service.understand)),
            ):
                watched.enter_context(patch.object(target, name, function))
            yield

    def close(self) -> None:
        """Let go of the index."""
        self._pool.shutdown()
        self.service.close()


@contextmanager
def watching(index_dir: Path, clock: Clock = time.perf_counter) -> Iterator[Watched]:
    """A watched service over the index in `index_dir`."""
    watched = Watched(Searcher.open(index_dir), shipped_reader(), clock)
    with closing(watched), watched.watching():
        yield watched


def measure(bench: Bench, clock: Clock = time.perf_counter) -> Iterator[Figure]:
    """Each question in turn: in this process, by the models alone, over HTTP, and there once more.

    Whatever else the machine does then disturbs all three alike.
    """
    taken: dict[str, list[float]] = defaultdict(list)
    with watching(bench.index_dir, clock) as watched, serving(bench.index_dir) as server:
        client = Client(server)
        questions = questions_of(watched.service.searcher, _WARM_UP + bench.sizes.questions)
        for number, question in enumerate(questions):
            calls = watched.ask(question)
            steps = watched.steps()
            floor = seconds_of(partial(watched.floor, calls), clock)
            over_http = seconds_of(partial(client.ask, question), clock)
            again = seconds_of(partial(client.ask, question), clock)
            if number >= _WARM_UP:
                for step, seconds in steps.items():
                    taken[step].append(1000 * seconds)
                taken["in one process"].append(1000 * watched.watch.seconds("ask"))
                taken["/ask over HTTP"].append(1000 * over_http)
                taken["/ask over HTTP, asked again"].append(1000 * again)
                taken[FLOOR].append(1000 * floor)
        client.close()
    floor_figure = Figure(PART, FLOOR, "ms", tuple(taken.pop(FLOOR)))
    yield floor_figure
    for name in ("/ask over HTTP", "/ask over HTTP, asked again", "in one process"):
        yield compared(PART, name, "ms", taken.pop(name), floor_figure)
    for name, samples in taken.items():
        yield compared(PART, name, "ms", samples, floor_figure)
