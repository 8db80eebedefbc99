"""Documents and passages on disk, in one SQLite file, read one by one when they are asked for.

Documents and passages are numbered from 0 in the order of the corpus; a passage's number is also
its row in the vector index. A file once written is never changed.
"""

from __future__ import annotations

import json
import sqlite3
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from corpus.documents import Document, Source
from corpus.passages import Passage

_SCHEMA = """
CREATE TABLE documents (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, city TEXT, country TEXT,
    characters INTEGER NOT NULL, record BLOB NOT NULL
);
CREATE TABLE texts (number INTEGER PRIMARY KEY, text TEXT NOT NULL);
CREATE TABLE passages (
    number INTEGER PRIMARY KEY, document INTEGER NOT NULL, record BLOB NOT NULL,
    key BLOB NOT NULL
);
"""
_INDEXES = """
CREATE INDEX passages_by_document ON passages (document);
CREATE INDEX passages_by_key ON passages (key);
"""


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


_DOCUMENT = TypeAdapter(Document)
_PASSAGE = TypeAdapter(Passage)
_SUMMARY = TypeAdapter(DocumentSummary)


def document_record(document: Document) -> bytes:
    """Everything about a document but its text, as JSON; the text is there by its sha256."""
    return _DOCUMENT.dump_json(document, exclude={"text"})


def passage_record(passage: Passage) -> bytes:
    """A passage as JSON."""
    return _PASSAGE.dump_json(passage)


class RecordsWriter:
    """Adds documents to a new records file; see `writing_records`."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._documents = count()
        self._passages = count()

    def add(self, document: Document, passages: Sequence[Passage], keys: Sequence[bytes]) -> None:
        """Add a document with its passages and the key of what each one is embedded by."""
        number = next(self._documents)
        city, country = _folded(document.city), _folded(document.country)
        self._database.execute(
            "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?)",
            (number, document.id, city, country, len(document.text), document_record(document)),
        )
        self._database.execute("INSERT INTO texts VALUES (?, ?)", (number, document.text))
        self._database.executemany(
            "INSERT INTO passages VALUES (?, ?, ?, ?)",
            [
                (next(self._passages), number, passage_record(passage), key)
                for passage, key in zip(passages, keys, strict=True)
            ],
        )


@contextmanager
def writing_records(path: Path) -> Iterator[RecordsWriter]:
    """Write a new records file inside a `with` statement; raises OSError when the disk is full."""
    try:
        with closing(sqlite3.connect(path)) as database:
            # Whatever interrupts a build, its folder is thrown away: no journal is needed.
            database.execute("PRAGMA journal_mode = OFF")
            database.execute("PRAGMA synchronous = OFF")
            database.executescript(_SCHEMA)
            yield RecordsWriter(database)
            database.commit()
            database.executescript(_INDEXES)
    except sqlite3.OperationalError as error:
        raise OSError(f"{path}: {error}") from error


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
            (self.documents,) = self._row("SELECT count(*) FROM documents")
            (self.passages,) = self._row("SELECT count(*) FROM passages")
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

    def all_passages(self) -> Iterator[tuple[int, Document, Passage, bytes]]:
        """Every passage in order: the number of its document, that document, itself, its key."""
        for number in range(self.passages):
            document, record, key = self._row(
                "SELECT document, record, key FROM passages WHERE number = ?", number
            )
            yield document, self.document(document), _PASSAGE.validate_json(record), key

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
                values.append(json.dumps([_folded(name) for name in wanted]))
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

    def _document(self, number: int) -> Document:
        record, text = self._row(
            "SELECT record, text FROM documents JOIN texts USING (number) WHERE number = ?", number
        )
        return _DOCUMENT.validate_python({**json.loads(record), "text": text})

    def _rows(self, query: str, *values: int | str | bytes) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._database.execute(query, values).fetchall()

    def _row(self, query: str, *values: int | str | bytes) -> tuple[Any, ...]:
        (row,) = self._rows(query, *values)
        return row


def _folded(name: str | None) -> str | None:
    """A name as it is compared: without regard to case or to how its letters are composed."""
    return unicodedata.normalize("NFKC", name).casefold().strip() if name else None
