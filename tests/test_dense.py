"""Vector search against brute force in numpy, ties and filters included."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index.dense import DIGITS, DenseIndex

Vectors = NDArray[np.float32]


def unit(rows: NDArray[np.float64]) -> Vectors:
    unit_rows: NDArray[np.float64] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit_rows.astype(np.float32)


@pytest.fixture(scope="module")
def vectors() -> Vectors:
    """400 vectors of 24 numbers, of which every one stands there two to seven times."""
    random = np.random.default_rng(5)
    return unit(random.normal(size=(90, 24)))[random.integers(0, 90, size=400)]


@pytest.fixture(scope="module")
def index(vectors: Vectors) -> DenseIndex:
    index = DenseIndex.empty(vectors.shape[1])
    index.add(vectors[:150])
    index.add(vectors[150:])
    return index


def brute_force(vectors: Vectors, question: Vectors, k: int, allowed: list[int]) -> list[int]:
    scores = vectors.astype(np.float64) @ question.astype(np.float64)
    return sorted(allowed, key=lambda n: (-round(float(scores[n]), DIGITS), n))[:k]


@pytest.mark.parametrize("k", [1, 2, 3, 10, 399, 400, 1000])
def test_search_is_exact(index: DenseIndex, vectors: Vectors, k: int) -> None:
    for question in unit(np.random.default_rng(6).normal(size=(20, 24))):
        found = index.search(question, k)
        assert found == brute_force(vectors, question, k, list(range(400)))


@pytest.mark.parametrize("share", [0.01, 0.3, 1.0])
def test_filtered_search_is_exact(index: DenseIndex, vectors: Vectors, share: float) -> None:
    random = np.random.default_rng(7)
    for question in unit(random.normal(size=(20, 24))):
        allowed = random.permutation(400)[: max(1, round(400 * share))]
        found = index.search(question, 10, allowed)
        assert found == brute_force(vectors, question, 10, allowed.tolist())


def test_the_first_of_many_equals_are_kept() -> None:
    index = DenseIndex.empty(2)
    index.add(np.tile(np.array([[0.6, 0.8]], np.float32), (5000, 1)))
    question = np.array([1.0, 0.0], np.float32)
    assert index.search(question, 7) == list(range(7))
    assert index.search(question, 3, np.array([4000, 17, 999])) == [17, 999, 4000]


def test_an_empty_index_or_filter_finds_nothing(index: DenseIndex) -> None:
    question = np.eye(24, dtype=np.float32)[0]
    assert DenseIndex.empty(24).search(question, 5) == []
    assert index.search(question, 5, np.array([], dtype=np.int64)) == []


def test_cosines_do_not_depend_on_what_else_is_asked(index: DenseIndex, vectors: Vectors) -> None:
    question = vectors[3]
    together = index.cosines(question, np.arange(400))
    apart = [index.cosines(question, np.array([number]))[0] for number in range(400)]
    assert together == apart
    assert together[3] == 1.0
    assert together == pytest.approx((vectors @ question).tolist(), abs=1e-5)


def test_what_is_written_is_read(index: DenseIndex, vectors: Vectors, tmp_path: Path) -> None:
    index.write(tmp_path / "vectors.faiss")
    read = DenseIndex.read(tmp_path / "vectors.faiss")
    assert (read.count, read.dimension) == (400, 24)
    assert read.vectors(np.array([399, 0])).tobytes() == vectors[[399, 0]].tobytes()
