"""The vector search at many sizes: how long it takes, what it misses, how much it takes up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import partial

import numpy as np
from numpy.typing import NDArray

from index.dense import DenseIndex, write_dense
from index.search import CANDIDATES, Searcher
from index.store import Store
from scripts.benchmarking.clock import seconds_of
from scripts.benchmarking.figures import Figure, compared
from scripts.benchmarking.material import questions_of, vectors_like
from scripts.benchmarking.plan import Bench

TOP = 10
_BLOCK = 100_000  # vectors compared at a time

Vectors = NDArray[np.float32]


def measure(bench: Bench) -> Iterator[Figure]:
    """Search as for a question, at each size, beside comparing it with every vector."""
    with closing(Searcher.open(bench.index_dir)) as searcher:
        texts = questions_of(searcher, bench.sizes.searches)
        questions = searcher.encoder.encode_questions(texts)
    with closing(Store.open(bench.index_dir)) as store:
        real = store.dense.vectors(np.arange(store.dense.count))
    for count in bench.sizes.passages:
        yield from _at(bench, real, questions, count)


def _at(bench: Bench, real: Vectors, questions: Vectors, count: int) -> Iterator[Figure]:
    folder = bench.folder / str(count)
    shape = (count, real.shape[1])
    seconds = seconds_of(lambda: write_dense(folder, shape, vectors_like(real, count)))
    index = DenseIndex.open(folder)
    every = DenseIndex(np.load(folder / "vectors.npy", mmap_mode="r"))
    exact, taken = _milliseconds(every, questions), _milliseconds(index, questions)
    found = [index.search(question, CANDIDATES)[:TOP] for question in questions]
    part = f"search, {count:,}"
    whole = Figure(part, "floor: every vector compared", "ms", tuple(exact))
    yield whole
    yield compared(part, f"the {CANDIDATES} nearest", "ms", taken, whole)
    shares = recall(nearest(index, questions), found)
    yield Figure(part, f"recall@{TOP}, mean", "share", (float(np.mean(shares)),))
    size = sum(path.stat().st_size for path in folder.iterdir())
    raw = Figure(part, "the vectors alone", "MB", (4 * shape[0] * shape[1] / 1e6,))
    yield raw
    yield compared(part, "on the disk", "MB", [size / 1e6], raw)
    yield Figure(part, "written in", "s", (seconds,))


def nearest(index: DenseIndex, questions: Vectors) -> list[list[int]]:
    """The true nearest of each question, by numpy alone, in no order."""
    starts = range(0, index.count, _BLOCK)
    cosines = np.concatenate([questions @ _block(index, start).T for start in starts], axis=1)
    kth = min(TOP, index.count) - 1
    return [np.argpartition(-row, kth)[:TOP].tolist() for row in cosines]


def recall(right: Sequence[Sequence[int]], found: Sequence[Sequence[int]]) -> list[float]:
    """The share of what is right that was found, for each question."""
    return [len({*r} & {*f}) / len(r) for r, f in zip(right, found, strict=True)]


def _milliseconds(index: DenseIndex, questions: Vectors) -> list[float]:
    """What each question takes, the files having been read before."""
    taken = [
        1000 * seconds_of(partial(index.search, question, CANDIDATES))
        for question in (*questions, *questions)
    ]
    return taken[len(questions) :]


def _block(index: DenseIndex, start: int) -> Vectors:
    return index.vectors(np.arange(start, min(start + _BLOCK, index.count)))
