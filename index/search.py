"""The one door to an index: `Searcher.open(folder).search(query)`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from corpus.documents import Document
from corpus.passages import Passage
from index.embedding import Encoder
from index.errors import IndexBusy, IndexDamaged, IndexIncompatible, IndexMissing, StoreError
from index.fusion import CONTEXT, fuse, remembering
from index.records import DocumentSummary
from index.store import Store
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


class _Query(NamedTuple):
    """A text to search for, as both sides take it."""

    tokens: Sequence[str]
    vector: NDArray[np.float32]


class _Scores(NamedTuple):
    """How well each of some passages fits one query."""

    cosines: list[float]
    bm25s: list[float]
    fused: list[float]


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
        """Open the index in use after verifying it; see `Store.open`.

        Raises IndexMissing, IndexDamaged or IndexIncompatible, all of them StoreErrors.
        """
        return cls(Store.open(index_dir))

    @property
    def encoder(self) -> Encoder:
        """The encoder the documents were embedded with."""
        return self._store.encoder

    def search(
        self,
        query: str,
        filters: Filters = EVERYTHING,
        k: int = 10,
        context: Sequence[str] = (),
    ) -> list[Hit]:
        """The k passages that fit `query` best, by falling score, then in the corpus's order.

        Both sides put their best passages forward, and each of these gets both true scores.
        `context` weighs in: the question as it was asked in a conversation, and those before it,
        the latest first.
        """
        store = self._store
        documents = passages = None
        if filters != EVERYTHING:
            documents = store.records.matching(filters.cities, filters.countries, filters.documents)
            passages = store.records.passages_of(documents)
            if not len(passages):
                return []
        depth = max(CANDIDATES, k)
        asked = self._query(query)
        earlier = [self._query(text) for text in context[: len(CONTEXT)]]
        candidates: set[int] = set()
        for each in (asked, *earlier):
            candidates.update(store.lexical.search(each.tokens, depth, documents))
            candidates.update(store.dense.search(each.vector, depth, passages))
        numbers = sorted(candidates)
        own = self._scored(asked, numbers)
        scores = remembering(own.fused, [self._scored(each, numbers).fused for each in earlier])
        ranked = sorted(zip(scores, numbers, own.cosines, own.bm25s, strict=True), key=_best_first)
        return [
            Hit(*store.records.passage(number), score, cosine, bm25)
            for score, number, cosine, bm25 in ranked[:k]
        ]

    def _query(self, text: str) -> _Query:
        tokens = content_tokens(text) or tokenize(text)
        return _Query(tokens, self._store.encoder.encode_questions([text])[0])

    def _scored(self, query: _Query, numbers: Sequence[int]) -> _Scores:
        store = self._store
        cosines = store.dense.cosines(query.vector, np.array(numbers, dtype=np.int64))
        bm25s = store.lexical.scores(query.tokens, numbers)
        return _Scores(cosines, bm25s, fuse(cosines, bm25s, store.lexical.ceiling(query.tokens)))

    def rarity(self, token: str) -> float:
        """How telling a token of `index.tokens` is here: its inverse document frequency."""
        return self._store.lexical.rarity(token)

    def knows(self, word: str) -> bool:
        """Whether any passage holds every token of `word`, or is called so."""
        lexical = self._store.lexical
        return all(lexical.search([token], 1) for token in tokenize(word))

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

    def check(self) -> None:
        """Make sure that the index is still whole; see `Store.check`. Raises IndexDamaged."""
        self._store.check()

    def close(self) -> None:
        """Close the files that are held open."""
        self._store.close()


def _best_first(ranked: tuple[float, int, float, float]) -> tuple[float, int]:
    score, number, _, _ = ranked
    return -score, number
