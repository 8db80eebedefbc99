"""The one door to an index: `Searcher.open(folder).search(query)`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np

from corpus.documents import Document
from corpus.passages import Passage
from index.embedding import Encoder
from index.fusion import fuse
from index.records import DocumentSummary
from index.store import (
    IndexBusy,
    IndexDamaged,
    IndexIncompatible,
    IndexMissing,
    Store,
    StoreError,
)
from index.tokens import content_tokens, tokenize

__all__ = [
    "EVERYTHING",
    "DocumentSummary",
    "Filters",
    "Hit",
    "IndexBusy",
    "IndexDamaged",
    "IndexIncompatible",
    "IndexInfo",
    "IndexMissing",
    "Searcher",
    "StoreError",
]

CANDIDATES = 100
"""How many passages each side puts forward, at least."""


@dataclass(frozen=True)
class Filters:
    """Which documents to search: of any of these cities, and any of these countries, and so on.

    Names are compared without regard to case; an empty tuple admits all.
    """

    cities: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()


EVERYTHING = Filters()


@dataclass(frozen=True)
class Hit:
    """A passage that was found. `score` is the two others fused: 0 to 1, higher is better."""

    document: Document
    passage: Passage
    score: float
    cosine: float
    bm25: float

    @property
    def text(self) -> str:
        """The passage's text."""
        return self.document.text[self.passage.start : self.passage.end]


@dataclass(frozen=True)
class IndexInfo:
    """Which index answers; `built_at` is in UTC, as in 2026-11-22T04:00:00Z."""

    id: str
    built_at: str
    documents: int
    passages: int


class Searcher:
    """An opened index; may be shared by threads. The same query gives the same hits, always."""

    def __init__(self, store: Store) -> None:
        manifest = store.manifest
        self._store = store
        self.info = IndexInfo(
            manifest.id, manifest.built_at, manifest.counts.documents, manifest.counts.passages
        )

    @classmethod
    def open(cls, index_dir: Path) -> Self:
        """Open the index in use after verifying every byte of it.

        Raises IndexMissing, IndexDamaged or IndexIncompatible, all of them StoreErrors.
        """
        return cls(Store.open(index_dir))

    @property
    def encoder(self) -> Encoder:
        """The encoder the documents were embedded with."""
        return self._store.encoder

    def search(self, query: str, filters: Filters = EVERYTHING, k: int = 10) -> list[Hit]:
        """The k passages that fit `query` best, by falling score, then in the corpus's order.

        Both sides put their best passages forward, and each of these gets both true scores.
        """
        store = self._store
        documents = passages = None
        if filters != EVERYTHING:
            documents = store.records.matching(filters.cities, filters.countries, filters.documents)
            passages = store.records.passages_of(documents)
            if not len(passages):
                return []
        depth = max(CANDIDATES, k)
        tokens = content_tokens(query) or tokenize(query)
        vector = store.encoder.encode_questions([query])[0]
        candidates = sorted(
            {
                *store.lexical.search(tokens, depth, documents),
                *store.dense.search(vector, depth, passages),
            }
        )
        cosines = store.dense.cosines(vector, np.array(candidates, dtype=np.int64))
        bm25s = store.lexical.scores(tokens, candidates)
        scores = fuse(cosines, bm25s, store.lexical.ceiling(tokens))
        ranked = sorted(zip(scores, candidates, cosines, bm25s, strict=True), key=_best_first)
        return [
            Hit(*store.records.passage(number), score, cosine, bm25)
            for score, number, cosine, bm25 in ranked[:k]
        ]

    def rarity(self, token: str) -> float:
        """How telling a token of `index.tokens` is here: its inverse document frequency."""
        return self._store.lexical.rarity(token)

    def document(self, document_id: str) -> Document | None:
        """The document with this id, None where there is none."""
        number = self._store.records.number_of(document_id)
        return None if number is None else self._store.records.document(number)

    def documents(self) -> Iterator[DocumentSummary]:
        """Every document without its text, by id."""
        return self._store.records.summaries()

    def containing(self, quote: str, document_id: str | None = None) -> Iterator[tuple[str, int]]:
        """Every place where `quote` stands word for word: document id and offset, in order."""
        return self._store.records.containing(quote, document_id)

    def close(self) -> None:
        """Close the files that are held open."""
        self._store.close()


def _best_first(ranked: tuple[float, int, float, float]) -> tuple[float, int]:
    score, number, _, _ = ranked
    return -score, number
