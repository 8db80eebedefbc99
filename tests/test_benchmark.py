"""The benchmark: its arithmetic by clocks of our own, and that all of it runs."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Collection, Iterable
from pathlib import Path
from unittest.mock import Mock

import numpy as np
import pytest

from corpus.documents import Document
from corpus.folder import read_corpus
from corpus.passages import passages_of
from index.dense import DenseIndex
from index.search import Hit, Searcher
from scripts.benchmark import PARTS, main
from scripts.benchmarking import serving
from scripts.benchmarking.asking import FLOOR, Watched
from scripts.benchmarking.clock import Stopwatch, seconds_of
from scripts.benchmarking.figures import Figure, as_table, compared
from scripts.benchmarking.material import questions_of, vectors_like, write_documents
from scripts.benchmarking.searching import nearest, recall
from scripts.server_process import Server
from service.reader import Reading, Sentence


class FakeClock:
    """A clock that shows these times, one a look."""

    def __init__(self, times: Iterable[float]) -> None:
        self._times = iter(times)

    def __call__(self) -> float:
        return next(self._times)


class Sundial:
    """A clock that only moves when it is told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


# Arithmetic


def test_steps_that_overlap_count_once() -> None:
    watch = Stopwatch(FakeClock([0, 2, 3, 5, 9, 10]))
    with watch.step("outer"), watch.step("inner"):  # outer 0 to 5, inner 2 to 3
        pass
    with watch.step("inner"):
        pass
    assert watch.seconds("outer") == 5
    assert watch.seconds("inner") == 1 + 1
    assert watch.seconds("outer", "inner") == 5 + 1
    assert watch.seconds("unknown") == 0
    watch.reset()
    assert watch.seconds("outer", "inner") == 0


def test_a_timed_function_gives_what_it_gives_and_is_timed_when_it_fails() -> None:
    watch = Stopwatch(FakeClock([0, 4, 10, 11]))
    assert watch.timing("double", lambda number: 2 * number)(3) == 6
    with pytest.raises(ZeroDivisionError):
        watch.timing("divide", lambda: 1 / 0)()
    assert watch.seconds("double", "divide") == 4 + 1


def test_seconds_are_those_of_the_clock() -> None:
    assert seconds_of(lambda: None, FakeClock([3, 7.5])) == 4.5


def test_a_ratio_is_of_medians() -> None:
    floor = Figure("ask", "floor", "ms", (10, 20, 90))
    figure = compared("ask", "whole", "ms", [25, 30, 31], floor)
    assert (figure.ratio, figure.to) == (1.5, "floor")
    assert compared("ask", "whole", "ms", [1], Figure("ask", "none", "ms", (0,))).ratio is None


def test_the_table_shows_median_spread_and_ratio() -> None:
    floor = Figure("ask", "floor", "ms", tuple(range(1, 102)))
    rows = as_table([floor, compared("ask", "whole", "ms", [1234.5], floor)]).splitlines()
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    assert cells[0] == [
        "part",
        "figure",
        "median",
        "middle half",
        "p95",
        "unit",
        "n",
        "ratio",
        "to",
    ]
    assert cells[2] == ["ask", "floor", "51", "26 to 76", "96", "ms", "101", "", ""]
    assert cells[3] == ["ask", "whole", "1,234", "", "", "ms", "1", "24.21", "floor"]
    assert len({len(row) for row in rows}) == 1, "aligned"


def test_recall_is_the_share_of_the_true_nearest() -> None:
    vectors = np.eye(30, dtype=np.float32)
    question = np.linspace(1, 0, 30, dtype=np.float32)[np.newaxis]
    (right,) = nearest(DenseIndex(vectors), question)
    assert sorted(right) == list(range(10))
    assert recall([right], [[0, 1, 2, 3, 4, 99]]) == [0.5]


# What is measured


class SlowReader:
    """A reader that takes 8 seconds by a clock and reads nothing."""

    def __init__(self, clock: Sundial) -> None:
        self.clock = clock
        self.read_hits: list[tuple[str, list[Hit]]] = []

    def read(
        self, question: str, hits: Iterable[Hit], covered: Collection[Sentence] = ()
    ) -> list[Reading]:
        assert not covered
        self.read_hits.append((question, [*hits]))
        self.clock.now += 8
        return []


def test_the_floor_asks_the_models_what_the_question_asked_them(
    small_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Sundial()
    reader = SlowReader(clock)
    searcher = Searcher.open(small_index)
    encode, encoded = searcher.encoder.encode_questions, []

    def encode_slowly(texts: list[str]) -> object:
        encoded.append(texts)
        clock.now += 2
        return encode(texts)

    monkeypatch.setattr(searcher.encoder, "encode_questions", encode_slowly)
    watched = Watched(searcher, reader, clock)
    with watched.watching():
        calls = watched.ask("When did Oberlinden join?")
    steps = watched.steps()
    assert steps["search: embed the question"] == 2 * len(encoded) > 0
    assert steps["read the passages"] == 8 * len(reader.read_hits) > 0
    assert sum(steps.values()) == watched.watch.seconds("ask") == clock.now
    asked = ([*encoded], [*reader.read_hits])
    watched.floor(calls)
    assert (encoded, reader.read_hits) == tuple([*one, *one] for one in asked)
    assert clock.now == 2 * sum(steps.values())
    watched.close()


def test_questions_are_on_the_documents_and_always_the_same(searcher: Searcher) -> None:
    questions = questions_of(searcher, 50)
    assert questions == questions_of(searcher, 50)
    assert any("Marlow Bay" in question for question in questions)
    assert sum(question.startswith("Which places") for question in questions) == 1
    many = questions_of(searcher, 2000)
    assert len({*many}) == 2000, "a question that is asked again is not answered anew"
    assert many[:50] == questions


def test_vectors_are_the_real_ones_and_then_ones_like_them() -> None:
    random = np.random.default_rng(0)
    real = random.normal(size=(40, 16)).astype(np.float32)
    real /= np.linalg.norm(real, axis=1, keepdims=True)
    made = np.concatenate([*vectors_like(real, 1000)])
    assert made.shape == (1000, 16)
    assert made.dtype == np.float32
    assert made[:40].tobytes() == real.tobytes()
    np.testing.assert_allclose(np.linalg.norm(made, axis=1), 1, atol=1e-5)
    assert len(np.unique(made, axis=0)) == 1000
    assert (made[40:] @ real.T).max(axis=1).mean() > 0.7
    assert np.concatenate([*vectors_like(real, 30)]).tobytes() == real[:30].tobytes()


def test_made_documents_hold_one_passage_each(tmp_path: Path) -> None:
    write_documents(tmp_path, 3)
    documents = [d for d in read_corpus(tmp_path) if isinstance(d, Document)]
    assert [len(passages_of(document)) for document in documents] == [1, 1, 1]
    assert len({document.text for document in documents}) == 3


# The command


@pytest.fixture
def benchmark(
    small_index: Path, corpus_dir: Path, small_model: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is set is the small index."""
    monkeypatch.setenv("CITE_INDEX_DIR", str(small_index))
    monkeypatch.setenv("CITE_CORPUS_DIR", str(corpus_dir))
    monkeypatch.setenv("CITE_EMBEDDING_MODEL", small_model)


@pytest.mark.timeout(900)  # it starts four servers, and builds five indexes
@pytest.mark.usefixtures("benchmark")
def test_every_part_runs_and_the_table_is_whole(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--quick", "--json", str(tmp_path / "figures.json")]) == 0
    about, _, *rows = capsys.readouterr().out.strip().splitlines()
    data = json.loads((tmp_path / "figures.json").read_text())
    figures = data["figures"]
    assert "documents: 8" in about
    assert data["documents"] == "8"
    assert len(rows) == 2 + len(figures)
    assert list(dict.fromkeys(f["part"].partition(",")[0] for f in figures)) == list(PARTS)
    medians = {(f["part"], f["figure"]): f["median"] for f in figures}
    for figure in figures:
        low, high = figure["quartiles"]
        assert low <= figure["median"] <= high <= figure["p95"] or figure["n"] < 5
        if figure["to"]:
            other = medians[figure["part"], figure["to"]]
            assert figure["ratio"] == pytest.approx(figure["median"] / other)
    asked = {f["figure"]: f for f in figures if f["part"] == "ask"}
    assert asked[FLOOR]["n"] == 3
    assert {f["to"] for name, f in asked.items() if name != FLOOR} == {FLOOR}
    crowds = [f["figure"] for f in figures if "over HTTP" in f["figure"] and f["to"] != FLOOR]
    assert [name.rpartition(", ")[2] for name in crowds] == ["0 errors"] * 3
    assert [f["median"] for f in figures if "recall" in f["figure"]] == [1.0, 1.0]


@pytest.mark.usefixtures("benchmark")
def test_only_what_is_asked_for_is_measured(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--quick", "--only", "search"]) == 0
    said = capsys.readouterr()
    assert said.err == "search ...\n"
    assert all(
        "search" in row or "part" in row or row[1] == "-" for row in said.out.splitlines()[2:]
    )


SCRIPT = Path(__file__).parent.parent / "scripts" / "benchmark.py"


def servers_of(pid: int) -> list[int]:
    """The services that a process has started."""
    said = subprocess.run(
        ["ps", "-A", "-ww", "-o", "pid=,ppid=,args="], capture_output=True, text=True, check=True
    ).stdout
    rows = (line.split(maxsplit=2) for line in said.splitlines())
    return [int(row[0]) for row in rows if row[1] == str(pid) and "-m service" in row[-1]]


def lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.usefixtures("benchmark")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_when_it_is_stopped_so_is_its_server(number: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, str(SCRIPT), "--only", "memory"], stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            while not (servers := servers_of(process.pid)):
                assert process.poll() is None
                time.sleep(0.05)
            process.send_signal(number)
            assert process.wait(60) == 130
        finally:
            process.kill()
        assert process.stderr
        assert process.stderr.read() == "memory ...\nStopped.\n"
    assert not any(map(lives, servers))


def test_a_crowd_that_is_interrupted_asks_no_further(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, here = [], threading.get_ident()

    class Client:
        def __init__(self, server: Server) -> None:
            pass

        def ask(self, question: str) -> int:
            asked.append(question)
            if len(asked) == 5:
                signal.pthread_kill(here, signal.SIGINT)
            time.sleep(0.01)
            return 200

        def close(self) -> None:
            pass

    monkeypatch.setattr(serving, "Client", Client)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            serving.crowd(
                Server(Mock(), 0, 0), [f"Question {number}?" for number in range(1000)], 2
            )
    finally:
        signal.signal(signal.SIGINT, before)
    assert 5 <= len(asked) < 1000


def test_an_unknown_part_is_exit_2(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--only", "ask,sing"])
    assert stopped.value.code == 2
    assert "'sing'" in capsys.readouterr().err


def test_without_an_index_it_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CITE_INDEX_DIR", str(tmp_path))
    assert main(["--quick"]) == 2
    assert "rebuild_index.py" in capsys.readouterr().err
