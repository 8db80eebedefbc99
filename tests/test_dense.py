"""Vector search against brute force in numpy: ties, filters and lists included."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index.dense import DIGITS, DenseIndex, write_dense

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
    return DenseIndex(vectors)


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
    index = DenseIndex(np.tile(np.array([[0.6, 0.8]], np.float32), (5000, 1)))
    question = np.array([1.0, 0.0], np.float32)
    assert index.search(question, 7) == list(range(7))
    assert index.search(question, 3, np.array([4000, 17, 999])) == [17, 999, 4000]


def test_an_empty_index_or_filter_finds_nothing(index: DenseIndex) -> None:
    question = np.eye(24, dtype=np.float32)[0]
    assert DenseIndex(np.empty((0, 24), np.float32)).search(question, 5) == []
    assert index.search(question, 5, np.array([], dtype=np.int64)) == []


def test_cosines_do_not_depend_on_what_else_is_asked(index: DenseIndex, vectors: Vectors) -> None:
    question = vectors[3]
    together = index.cosines(question, np.arange(400))
    apart = [index.cosines(question, np.array([number]))[0] for number in range(400)]
    assert together == apart
    assert together[3] == 1.0
    assert together == pytest.approx((vectors @ question).tolist(), abs=1e-5)


def test_what_is_written_in_blocks_is_read(vectors: Vectors, tmp_path: Path) -> None:
    write_dense(tmp_path / "dense", (400, 24), iter([vectors[:150], vectors[150:]]))
    read = DenseIndex.open(tmp_path / "dense")
    assert (read.count, read.dimension) == (400, 24)
    assert read.vectors(np.arange(400)).tobytes() == vectors.tobytes()
    assert [path.name for path in (tmp_path / "dense").iterdir()] == ["vectors.npy"]


# Many vectors: divided into lists


@pytest.fixture(scope="module")
def many() -> Vectors:
    """6,000 vectors around 60 others."""
    random = np.random.default_rng(8)
    centres = unit(random.normal(size=(60, 24)))[random.integers(0, 60, size=6000)]
    return unit(centres + random.normal(size=(6000, 24)) / 10)


@pytest.fixture(scope="module")
def lists(many: Vectors, tmp_path_factory: pytest.TempPathFactory) -> DenseIndex:
    folder = tmp_path_factory.mktemp("many") / "dense"
    write_dense(folder, many.shape, [many], exact_until=5999)
    assert (folder / "lists.faiss").exists()
    return DenseIndex.open(folder)


def test_lists_miss_little_and_keep_the_order(lists: DenseIndex, many: Vectors) -> None:
    questions = many[::100]
    found = [lists.search(question, 10) for question in questions]
    right = [brute_force(many, question, 10, list(range(6000))) for question in questions]
    shared = [len({*f} & {*r}) for f, r in zip(found, right, strict=True)]
    assert sum(shared) >= 0.99 * 10 * len(questions)
    for question, numbers in zip(questions, found, strict=True):
        assert numbers == brute_force(many, question, 10, numbers)


def test_lists_give_no_more_than_there_is(lists: DenseIndex, many: Vectors) -> None:
    assert len(lists.search(many[0], 10_000)) <= 6000


def test_a_narrow_filter_is_searched_without_lists(lists: DenseIndex, many: Vectors) -> None:
    allowed = np.random.default_rng(9).permutation(6000)[:50]
    assert lists.search(many[7], 10, allowed) == brute_force(many, many[7], 10, allowed.tolist())


def test_a_wide_filter_is_searched_with_lists(
    lists: DenseIndex, many: Vectors, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.dense.EXACT_UNTIL", 2)
    allowed = np.arange(0, 6000, 2)
    found = lists.search(many[8], 10, allowed)
    right = brute_force(many, many[8], 10, allowed.tolist())
    assert len(found) == 10
    assert not any(number % 2 for number in found)
    assert len({*found} & {*right}) >= 9


def test_the_same_vectors_give_the_same_lists(many: Vectors, tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_dense(tmp_path / name, many.shape, [many[:1000], many[1000:]], exact_until=10)
    one, two = (tmp_path / name / "lists.faiss" for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()
