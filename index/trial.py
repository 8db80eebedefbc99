"""Trying a new build before it is put to use: does it find its own passages?"""

from __future__ import annotations

import numpy as np

from index.context import embedded_text
from index.errors import IndexDamaged
from index.store import Store
from index.tokens import tokenize

# A new build is tried with this many passages more than one; each must be as near as this to its
# own vector, which leaves room for another processor's rounding and for nothing else.
_TRIED = 4
_ITSELF = 0.9999


def try_out(store: Store) -> None:
    """Raise IndexDamaged unless passages from all over a new build are found by what they say."""
    last = store.records.passages - 1
    for number in sorted({round(last * i / _TRIED) for i in range(_TRIED + 1)}):
        document, passage = store.records.passage(number)
        vector = store.encoder.encode_passages([embedded_text(document, passage)])[0]
        nearest = store.dense.search(vector, 1)
        cosines = store.dense.cosines(vector, np.array([number, *nearest], dtype=np.int64))
        tokens = tokenize(document.text[passage.start : passage.end])
        found_by_words = not tokens or store.lexical.scores(tokens, [number])[0] > 0
        if min(cosines) < _ITSELF or not found_by_words:
            raise IndexDamaged(
                f"The new build does not find its own passage {number} (of {document.id}) and is "
                "thrown away: free disk space and memory, and build again."
            )
