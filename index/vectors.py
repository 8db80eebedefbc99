"""The vector of every passage: from where it is known already, else from the encoder."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from index.context import embedded_text
from index.embedding import Encoder
from index.records import Records
from index.store import Store
from index.unfinished import Unfinished

_BATCH = 64


class PassageVectors:
    """The vectors of all passages; `computed` counts those that were not known anywhere.

    Known is what an earlier index has, of a text and a model that are the same, and what a build
    that was stopped has kept. What is computed is kept for the case that this one is stopped.
    """

    def __init__(
        self, records: Records, encoder: Encoder, before: Store | None, unfinished: Unfinished
    ) -> None:
        self._records = records
        self._encoder = encoder
        self._before = before
        self._unfinished = unfinished
        self.computed = 0

    def blocks(self, progress: Callable[[int, int], None]) -> Iterator[NDArray[np.float32]]:
        """The vectors in the order of the passages, in blocks of shape (m, dimension).

        `progress` is told how many passages are done, of how many.
        """
        passages = self._records.keys()
        done = 0
        while batch := list(islice(passages, _BATCH)):
            keys = [key for _, key in batch]
            known = self._known(keys)
            new = {
                key: embedded_text(*self._records.passage(number))
                for number, key in batch
                if key not in known
            }
            if new:
                vectors = self._encoder.encode_passages([*new.values()])
                self._unfinished.keep([*new], vectors)
                known.update(zip(new, vectors, strict=True))
                self.computed += sum(key in new for key in keys)
            yield np.stack([known[key] for key in keys])
            done += len(batch)
            progress(done, self._records.passages)

    def _known(self, keys: Sequence[bytes]) -> dict[bytes, NDArray[np.float32]]:
        known = self._unfinished.vectors(keys)
        if self._before is not None:
            found = self._before.records.passages_by_key(keys)
            numbers = np.array([*found.values()], dtype=np.int64)
            known.update(zip(found, self._before.dense.vectors(numbers), strict=True))
        return known
