"""Keyword search: BM25 by tantivy over our own tokens, in one total order.

A passage has two fields: `body`, its own words, and `context`, what its document and section are
called. BM25 is Robertson and Zaragoza (2009), "The Probabilistic Relevance Framework", with
tantivy's k1 = 1.2 and b = 0.75 and field lengths rounded to one byte.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import tantivy

# Scores are compared as rounded to this many digits: tantivy adds up 32-bit floats.
DIGITS = 4
CONTEXT_BOOST = 0.5
_K1 = 1.2
# Memory the writer may use, taken as it is needed: enough that millions of passages stay in one
# segment, in the order they were written, which decides between equals.
_WRITER_BYTES = 2_000_000_000


class Entry(NamedTuple):
    """What the keyword index knows of one passage: its number, its document's, and its tokens."""

    number: int
    document: int
    body: Sequence[str]
    context: Sequence[str]


def write_lexical(folder: Path, entries: Iterable[Entry]) -> None:
    """Write a keyword index of `entries` into the new folder `folder`.

    Raises OSError when the disk does not take it.
    """
    folder.mkdir()
    index = tantivy.Index(_schema(), path=str(folder), reuse=False)
    # One thread writes in the order given, which keeps the index the same from build to build.
    writer = index.writer(heap_size=_WRITER_BYTES, num_threads=1)
    for entry in entries:
        document = tantivy.Document()
        document.add_unsigned("number", entry.number)
        document.add_unsigned("document", entry.document)
        document.add_text("body", " ".join(entry.body))
        document.add_text("context", " ".join(entry.context))
        writer.add_document(document)
    try:
        writer.commit()
        writer.wait_merging_threads()
    except ValueError as error:
        raise OSError(f"{folder}: {error}") from error
    for path in folder.iterdir():
        if path.suffix == ".lock":
            path.unlink()
        else:
            path.chmod(0o644)  # tantivy lets only the owner read some of them


class LexicalIndex:
    """A keyword index opened for searching; may be shared by threads."""

    def __init__(self, folder: Path) -> None:
        """Open the index in `folder`; raises ValueError when tantivy cannot make sense of it."""
        # Tantivy wants to write a lock file even to read. It reads through links, therefore: the
        # index may be read-only and stays as it was written. A thread that tantivy starts may write
        # its lock file while the links go: what is left over then is an empty folder.
        with TemporaryDirectory(ignore_cleanup_errors=True) as links:
            for path in folder.absolute().iterdir():
                (Path(links) / path.name).symlink_to(path)
            index = tantivy.Index.open(links)
            index.config_reader(reload_policy="manual")
            self._schema = index.schema
            self._searcher = index.searcher()

    @property
    def count(self) -> int:
        """How many passages there are."""
        return int(self._searcher.num_docs)

    def search(
        self, tokens: Sequence[str], k: int, documents: Sequence[int] | None = None
    ) -> list[int]:
        """The numbers of the k best passages that hold any token, by falling score, then number.

        `documents` limits the search to the passages of these document numbers.
        """
        query = self._query(tokens)
        if documents is not None:
            query = self._within(query, "document", documents)
        # Of equal passages tantivy keeps those that were written first: the lowest numbers.
        return [number for number, _ in sorted(self._run(query, k), key=_best_first)]

    def scores(self, tokens: Sequence[str], numbers: Sequence[int]) -> list[float]:
        """The rounded BM25 score of each numbered passage, 0 where it holds no token."""
        query = self._within(self._query(tokens), "number", numbers)
        found = dict(self._run(query, max(len(numbers), 1)))
        return [found.get(number, 0.0) for number in numbers]

    def rarity(self, token: str) -> float:
        """Inverse document frequency of a token over passages that hold it or are called so."""
        return self._idf(max(self._searcher.doc_freq(f, token) for f in ("body", "context")))

    def ceiling(self, tokens: Sequence[str]) -> float:
        """The score that no passage can exceed: every token, as often as you like.

        A token that is in no passage counts as the rarest of words would in a body: a passage can
        lack what is asked for.
        """
        return sum((_K1 + 1) * self._most(token) for token in dict.fromkeys(tokens))

    def _most(self, token: str) -> float:
        in_body, in_context = (self._searcher.doc_freq(f, token) for f in ("body", "context"))
        most = self._idf(in_body) if in_body or not in_context else 0.0
        return most + (CONTEXT_BOOST * self._idf(in_context) if in_context else 0.0)

    def _idf(self, passages: int) -> float:
        """Inverse document frequency of a token that is in so many passages."""
        return math.log(1 + (self.count - passages + 0.5) / (passages + 0.5))

    def _run(self, query: tantivy.Query, limit: int) -> list[tuple[int, float]]:
        hits = self._searcher.search(query, limit, count=False).hits
        addresses = [address for _, address in hits]
        numbers = self._searcher.fast_field_values("number", addresses)
        return [
            (int(number or 0), round(float(score), DIGITS))
            for number, (score, _) in zip(numbers, hits, strict=True)
        ]

    def _query(self, tokens: Sequence[str]) -> tantivy.Query:
        """Any of the tokens, each counted once, in the body or (for less) in the context."""
        return tantivy.Query.boolean_query(
            [
                (tantivy.Occur.Should, clause)
                for token in dict.fromkeys(tokens)
                for clause in (
                    tantivy.Query.term_query(self._schema, "body", token),
                    tantivy.Query.boost_query(
                        tantivy.Query.term_query(self._schema, "context", token), CONTEXT_BOOST
                    ),
                )
            ]
        )

    def _within(self, query: tantivy.Query, field: str, values: Sequence[int]) -> tantivy.Query:
        """`query` where `field` is one of `values`, which adds nothing to the score."""
        allowed = tantivy.Query.term_set_query(self._schema, field, values)
        return tantivy.Query.boolean_query(
            [
                (tantivy.Occur.Must, query),
                (tantivy.Occur.Must, tantivy.Query.const_score_query(allowed, 0.0)),
            ]
        )


def _best_first(found: tuple[int, float]) -> tuple[float, int]:
    number, score = found
    return -score, number


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("number", indexed=True, fast=True)
    builder.add_unsigned_field("document", indexed=True)
    # Our tokens hold no white space, so that splitting there gives them back.
    builder.add_text_field("body", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("context", tokenizer_name="whitespace", index_option="freq")
    return builder.build()
