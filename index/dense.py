"""Vector search over a matrix on disk: exact, in one total order, until that takes too long.

    dense/vectors.npy    every passage's vector, in the order of their numbers
    dense/lists.faiss    beyond `EXACT_UNTIL` passages: which of them are near each other

Both are mapped into memory, so that opening takes no time and only what is looked at is read.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from pathlib import Path

import faiss
import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

# Cosines are compared as rounded to this many digits: the last bits of a float differ between
# kernels, and two passages of the same text must tie.
DIGITS = 6

EXACT_UNTIL = 100_000
"""Passages of the largest index that is searched without lists, and of the widest such filter."""

_PROBES = 64  # lists looked at for a question
_REFINED = 2  # candidates from the lists for each passage wanted, compared exactly after that
_TRAINED_ON = 64  # vectors for each list
_BLOCK = 50_000  # vectors put into the lists at a time

# One thread for each search: threads of FAISS wait for those of other questions otherwise.
faiss.omp_set_num_threads(1)

Vectors = NDArray[np.float32]
Numbers = NDArray[np.int64]


def write_dense(
    folder: Path, shape: tuple[int, int], blocks: Iterable[Vectors], exact_until: int = EXACT_UNTIL
) -> None:
    """Write unit vectors into the new folder `folder`, block by block.

    `blocks` have as many rows in all as `shape`, (count, dimension), says.

    Raises OSError when the disk does not take it.
    """
    folder.mkdir()
    with (folder / "vectors.npy").open("wb") as file:
        header = {"descr": "<f4", "fortran_order": False, "shape": shape}
        npy.write_array_header_1_0(file, header)
        for block in blocks:
            file.write(np.ascontiguousarray(block, dtype="<f4").data)
    if shape[0] > exact_until:
        _write_lists(_read_vectors(folder), folder / "lists.faiss")


class DenseIndex:
    """Unit vectors by passage number (0 to n-1), searched by inner product: their cosine."""

    def __init__(self, vectors: Vectors, lists: faiss.Index | None = None) -> None:
        self._vectors = vectors
        self._lists = lists

    @classmethod
    def open(cls, folder: Path) -> DenseIndex:
        """Open what was written; raises ValueError or RuntimeError when it is something else."""
        path = folder / "lists.faiss"
        lists = faiss.read_index(str(path), faiss.IO_FLAG_MMAP) if path.exists() else None
        return cls(_read_vectors(folder), lists)

    @property
    def dimension(self) -> int:
        """Numbers in a vector."""
        return int(self._vectors.shape[1])

    @property
    def count(self) -> int:
        """How many vectors there are."""
        return len(self._vectors)

    def vectors(self, numbers: Numbers) -> Vectors:
        """The stored vectors of shape (len(numbers), dimension), bit for bit."""
        return np.asarray(self._vectors[numbers])

    def cosines(self, question: Vectors, numbers: Numbers) -> list[float]:
        """The rounded cosine of each numbered passage to a unit vector of shape (dimension,)."""
        products = self.vectors(numbers).astype(np.float64) * question.astype(np.float64)
        # Summed row by row in double precision, so that a passage's cosine does not depend on its
        # neighbours in the batch.
        return [round(cosine, DIGITS) for cosine in products.sum(axis=1).tolist()]

    def search(self, question: Vectors, k: int, allowed: Numbers | None = None) -> list[int]:
        """The numbers of the k nearest passages, by falling rounded cosine, then by number.

        `allowed` limits the search to these passage numbers. With lists, a few of the nearest may
        be missed.
        """
        most = self.count if allowed is None else len(allowed)
        selector = None if allowed is None else _selector(self.count, allowed)
        if self._lists is None or (selector is not None and most <= EXACT_UNTIL):
            return self._search_all(question, k, selector, most)
        return self._search_lists(self._lists, question, k, selector)

    def _search_all(
        self, question: Vectors, k: int, selector: faiss.IDSelector | None, most: int
    ) -> list[int]:
        fetch = min(k + 1, most)
        while fetch > 0:
            scores, numbers = np.empty(fetch, np.float32), np.empty(fetch, np.int64)
            faiss.knn_inner_product(
                faiss.swig_ptr(question),
                faiss.swig_ptr(self._vectors),
                *(self.dimension, 1, self.count, fetch),
                faiss.swig_ptr(scores),
                faiss.swig_ptr(numbers),
                selector,
            )
            found = [
                (-round(score, DIGITS), number)
                for score, number in zip(scores.tolist(), numbers.tolist(), strict=True)
                if number >= 0
            ]
            # FAISS keeps any of several equal passages: fetch on until the last one is worse
            # than the k-th, so that none of its equals has been left out.
            if fetch == most or found[-1][0] > found[k - 1][0]:
                return [number for _, number in sorted(found)[:k]]
            fetch = min(2 * fetch, most)
        return []

    def _search_lists(
        self, lists: faiss.Index, question: Vectors, k: int, selector: faiss.IDSelector | None
    ) -> list[int]:
        parameters = faiss.SearchParametersIVF(nprobe=_PROBES, sel=selector)  # type: ignore[call-arg]  # its stub lacks them
        _, rows = lists.search(question[np.newaxis], _REFINED * k, params=parameters)
        numbers = rows[0][rows[0] >= 0]
        distances = [-cosine for cosine in self.cosines(question, numbers)]
        return [number for _, number in sorted(zip(distances, numbers.tolist(), strict=True))[:k]]


def _read_vectors(folder: Path) -> Vectors:
    vectors: Vectors = np.load(folder / "vectors.npy", mmap_mode="r")
    return vectors


def _selector(count: int, allowed: Numbers) -> faiss.IDSelector:
    bits = np.zeros(count, dtype=bool)
    bits[allowed] = True
    bitmap = np.packbits(bits, bitorder="little")
    return faiss.IDSelectorBitmap(bitmap)  # type: ignore[call-arg, arg-type]  # as its stub says for C++


def _write_lists(vectors: Vectors, path: Path) -> None:
    """Divide the vectors into lists of neighbours, a byte for each of their numbers."""
    count, dimension = vectors.shape
    lists = faiss.IndexIVFScalarQuantizer(
        faiss.IndexFlatIP(dimension),
        dimension,
        round(4 * math.sqrt(count)),
        faiss.ScalarQuantizer.QT_8bit,
        faiss.METRIC_INNER_PRODUCT,
    )
    lists.cp.max_points_per_centroid = _TRAINED_ON
    lists.train(vectors[:: max(1, count // (_TRAINED_ON * lists.nlist))])
    for start in range(0, count, _BLOCK):
        lists.add(vectors[start : start + _BLOCK])
    try:
        faiss.write_index(lists, str(path))
    except RuntimeError as error:
        raise OSError(str(error)) from error
