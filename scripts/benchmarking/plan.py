"""How much is measured, and on what."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Sizes:
    """How often and how much.

    `questions` are timed one by one, `crowd` of them go to each number of clients in each round,
    `remembered` are asked before the memory is looked at; `passages` are the sizes of the vector
    indexes, and `documents` how many there are when one of them changes.
    """

    builds: int = 3
    starts: int = 8
    questions: int = 200
    crowd: int = 40
    rounds: int = 3
    remembered: int = 1000
    passages: tuple[int, ...] = (1_000, 10_000, 100_000, 1_000_000)
    searches: int = 200
    documents: int = 10_000


QUICK = Sizes(
    builds=1,
    starts=1,
    questions=3,
    crowd=4,
    rounds=1,
    remembered=4,
    passages=(50, 100),
    searches=5,
    documents=6,
)
"""Enough to see that everything runs; its figures say nothing."""


@dataclass(frozen=True)
class Bench:
    """What is measured: the index in `index_dir` and the documents in `corpus_dir`.

    `model` is the embedding model to build with, None the bundled one; `folder` is for whatever
    must be written, and goes afterwards.
    """

    corpus_dir: Path
    index_dir: Path
    model: str | None
    folder: Path
    sizes: Sizes = Sizes()
