"""Exact vector search: every passage's vector compared, in one total order."""

from __future__ import annotations

from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

# Cosines are compared as rounded to this many digits: the last bits of a float differ between
# kernels, and two passages of the same text must tie.
DIGITS = 6

# One thread for each search: threads of FAISS wait for those of other questions otherwise.
faiss.omp_set_num_threads(1)


class DenseIndex:
    """Unit vectors by passage number (0 to n-1), searched by inner product: their cosine."""

    def __init__(self, index: faiss.Index) -> None:
        self._index = index

    @classmethod
    def empty(cls, dimension: int) -> DenseIndex:
        """An index of no vectors yet."""
        return cls(faiss.IndexFlatIP(dimension))

    @classmethod
    def read(cls, path: Path) -> DenseIndex:
        """Read an index from disk; raises RuntimeError when FAISS cannot make sense of the file."""
        return cls(faiss.read_index(str(path)))

    def write(self, path: Path) -> None:
        """Write the index to disk; raises OSError when that does not take it."""
        try:
            faiss.write_index(self._index, str(path))
        except RuntimeError as error:
            raise OSError(str(error)) from error

    @property
    def dimension(self) -> int:
        """Numbers in a vector."""
        return int(self._index.d)

    @property
    def count(self) -> int:
        """How many vectors there are."""
        return int(self._index.ntotal)

    def add(self, vectors: NDArray[np.float32]) -> None:
        """Add vectors of shape (m, dimension) as the next m passage numbers."""
        self._index.add(vectors)

    def vectors(self, numbers: NDArray[np.int64]) -> NDArray[np.float32]:
        """The stored vectors of shape (len(numbers), dimension), bit for bit."""
        return np.asarray(self._index.reconstruct_batch(numbers), dtype=np.float32)

    def cosines(self, question: NDArray[np.float32], numbers: NDArray[np.int64]) -> list[float]:
        """The rounded cosine of each numbered passage to a unit vector of shape (dimension,)."""
        products = self.vectors(numbers).astype(np.float64) * question.astype(np.float64)
        # Summed row by row in double precision, so that a passage's cosine does not depend on its
        # neighbours in the batch.
        return [round(float(product.sum()), DIGITS) for product in products]

    def search(
        self,
        question: NDArray[np.float32],
        k: int,
        allowed: NDArray[np.int64] | None = None,
    ) -> list[int]:
        """The numbers of the k nearest passages, by falling rounded cosine, then by number.

        `allowed` limits the search to these passage numbers.
        """
        parameters = None
        most = self.count
        if allowed is not None:
            bits = np.zeros(self.count, dtype=bool)
            bits[allowed] = True
            bitmap = np.packbits(bits, bitorder="little")
            selector = faiss.IDSelectorBitmap(len(bitmap), faiss.swig_ptr(bitmap))
            parameters = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]  # its stub lacks it
            most = len(allowed)
        fetch = min(k + 1, most)
        while fetch > 0:
            scores, numbers = self._index.search(question[np.newaxis], fetch, params=parameters)
            found = [
                (-round(float(score), DIGITS), int(number))
                for score, number in zip(scores[0], numbers[0], strict=True)
                if number >= 0
            ]
            # FAISS keeps any of several equal passages: fetch on until the last one is worse
            # than the k-th, so that none of its equals has been left out.
            if fetch == most or found[-1][0] > found[k - 1][0]:
                return [number for _, number in sorted(found)[:k]]
            fetch = min(2 * fetch, most)
        return []
