"""Documents and passages on disk, in one SQLite file, read one by one when they are asked for.

Documents and passages are numbered from 0 in the order of the corpus; a passage's number is also
its row in the vector index. A file once written, by `index.rows`, is never changed.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from corpus.documents import Document, Source
from corpus.passages import Passage
from index.rows import DocumentRows, PassageRow, folded


@dataclass(frozen=True)
class DocumentSummary:
    """A document without its text; `characters` is how many code points that has."""

    id: str
    title: str
    sha256: str
    language: str
    city: str | None
    country: str | None
    aliases: tuple[str, ...]
    sources: tuple[Source, ...]
    characters: int


_BLOCK = 1000  # passages
_DOCUMENT = TypeAdapter(Document)
_PASSAGE = TypeAdapter(Passage)
_SUMMARY = TypeAdapter(DocumentSummary)


def document_record(document: Document) -> bytes:
    """Everything about a document but its text, as JSON; the text is there by its sha256."""
    return _DOCUMENT.dump_json(document, exclude={"text"})


def passage_record(passage: Passage) -> bytes:
    """A passage as JSON."""
    return _PASSAGE.dump_json(passage)


class Records:
    """A records file opened for reading; may be shared by threads."""

    def __init__(self, path: Path, cached_documents: int = 64) -> None:
        """Open the file at `path`; raises sqlite3.Error when it is not one of ours."""
        uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        self._database = sqlite3.connect(uri, uri=True, check_same_thread=False)
        # One connection for all threads, not one each: it goes on reading this very file even
        # when a later build has removed it from its folder.
        self._lock = Lock()
        self.document = lru_cache(maxsize=cached_documents)(self._document)
        try:
            # They are numbered from 0: the last number says how many, without counting them.
            self.documents = 1 + self._last("documents")
            self.passages = 1 + self._last("passages")
        except sqlite3.Error:
            self._database.close()
            raise

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._database.close()

    def number_of(self, document_id: str) -> int | None:
        """The number of the document with this id, None where there is none."""
        rows = self._rows("SELECT number FROM documents WHERE id = ?", document_id)
        return rows[0][0] if rows else None

    def passage(self, number: int) -> tuple[Document, Passage]:
        """A passage by its number, with the document it is of."""
        document, record = self._row(
            "SELECT document, record FROM passages WHERE number = ?", number
        )
        return self.document(document), _PASSAGE.validate_json(record)

    def keys(self) -> Iterator[tuple[int, bytes]]:
        """Every passage in order: its number, and the key of what it is embedded by."""
        return self._all("SELECT number, key FROM passages WHERE number >= ?")

    def tokens(self) -> Iterator[tuple[int, int, str, str]]:
        """Every passage in order: its number, its document's, and its tokens; see `PassageRow`."""
        return self._all(
            "SELECT number, document, body, context FROM passages JOIN tokens USING (number)"
            " WHERE number >= ?"
        )

    def rows(self, document_id: str, fingerprint: bytes) -> DocumentRows | None:
        """All that is stored of a document, if it was read from a file of this fingerprint."""
        found = self._rows(
            "SELECT number, id, city, country, sentences, fingerprint, record, text"
            " FROM documents JOIN texts USING (number) WHERE id = ? AND fingerprint = ?",
            document_id,
            fingerprint,
        )
        if not found:
            return None
        number, id_, city, country, sentences, read_from, record, text = found[0]
        passages = self._rows(
            "SELECT record, key, body, context FROM passages JOIN tokens USING (number)"
            " WHERE document = ? ORDER BY number",
            number,
        )
        return DocumentRows(
            id_,
            city,
            country,
            sentences,
            read_from,
            record,
            text,
            tuple(PassageRow(*row) for row in passages),
        )

    def passages_by_key(self, keys: Sequence[bytes]) -> dict[bytes, int]:
        """The number of a passage for each of these keys that there is."""
        marks = ",".join("?" * len(keys))
        query = f"SELECT key, min(number) FROM passages WHERE key IN ({marks}) GROUP BY key"
        return dict(self._rows(query, *keys))

    def passages_of(self, documents: Sequence[int]) -> NDArray[np.int64]:
        """The numbers of all passages of these documents."""
        query = "SELECT number FROM passages WHERE document IN (SELECT value FROM json_each(?))"
        rows = self._rows(query, json.dumps(documents))
        return np.array([number for (number,) in rows], dtype=np.int64)

    def matching(
        self, cities: Sequence[str], countries: Sequence[str], ids: Sequence[str]
    ) -> list[int]:
        """The numbers of the documents of any of these cities, and countries, and ids.

        An empty sequence admits all. Names are compared without regard to case.
        """
        conditions, values = ["true"], []
        for column, wanted in (("city", cities), ("country", countries), ("id", ids)):
            if wanted:
                conditions.append(f"{column} IN (SELECT value FROM json_each(?))")
                values.append(json.dumps([folded(name) for name in wanted]))
        query = f"SELECT number FROM documents WHERE {' AND '.join(conditions)} ORDER BY number"
        return [number for (number,) in self._rows(query, *values)]

    def summaries(self) -> Iterator[DocumentSummary]:
        """Every document without its text, by id."""
        for record, characters in self._rows(
            "SELECT record, characters FROM documents ORDER BY id"
        ):
            yield _SUMMARY.validate_python({**json.loads(record), "characters": characters})

    def containing(self, quote: str, document_id: str | None = None) -> Iterator[tuple[str, int]]:
        """Every place where `quote` stands word for word: document id and offset, in order."""
        query = "SELECT number FROM documents JOIN texts USING (number) WHERE instr(text, ?)"
        values = [quote]
        if document_id is not None:
            query += " AND id = ?"
            values.append(document_id)
        for (number,) in self._rows(query + " ORDER BY id", *values):
            document = self.document(number)
            start = document.text.find(quote)
            while start >= 0:
                yield document.id, start
                start = document.text.find(quote, start + 1)

    def _last(self, table: str) -> int:
        (last,) = self._row(f"SELECT coalesce(max(number), -1) FROM {table}")
        return int(last)

    def _document(self, number: int) -> Document:
        record, text = self._row(
            "SELECT record, text FROM documents JOIN texts USING (number) WHERE number = ?", number
        )
        return _DOCUMENT.validate_python({**json.loads(record), "text": text})

    def _all(self, query: str) -> Iterator[tuple[Any, ...]]:
        """What a query for passages from one number on gives, block by block."""
        start = 0
        while block := self._rows(f"{query} ORDER BY number LIMIT {_BLOCK}", start):
            yield from block
            start = block[-1][0] + 1

    def _rows(self, query: str, *values: int | str | bytes) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._database.execute(query, values).fetchall()

    def _row(self, query: str, *values: int | str | bytes) -> tuple[Any, ...]:
        (row,) = self._rows(query, *values)
        return row
