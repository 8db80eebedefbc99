"""What an index stores of each document, and writing it into a new records file.

`index.records` reads the file.
"""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import NamedTuple

_SCHEMA = """
CREATE TABLE documents (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, city TEXT, country TEXT,
    characters INTEGER NOT NULL, sentences INTEGER NOT NULL, fingerprint BLOB NOT NULL,
    record BLOB NOT NULL
);
CREATE TABLE texts (number INTEGER PRIMARY KEY, text TEXT NOT NULL);
CREATE TABLE passages (
    number INTEGER PRIMARY KEY, document INTEGER NOT NULL, record BLOB NOT NULL,
    key BLOB NOT NULL
);
CREATE TABLE tokens (number INTEGER PRIMARY KEY, body TEXT NOT NULL, context TEXT NOT NULL);
"""
_INDEXES = """
CREATE INDEX passages_by_document ON passages (document);
CREATE INDEX passages_by_key ON passages (key);
"""


class PassageRow(NamedTuple):
    """A passage: itself as JSON, the key of what it is embedded by, and the tokens of its two
    fields of the keyword index, parted by spaces.
    """

    record: bytes
    key: bytes
    body: str
    context: str


@dataclass(frozen=True)
class DocumentRows:
    """A document with all that is stored of it; `record` is everything but its text, as JSON.

    `city` and `country` are as they are compared, `fingerprint` is that of the file it was read
    from, `sentences` counts those of its passages.
    """

    id: str
    city: str | None
    country: str | None
    sentences: int
    fingerprint: bytes
    record: bytes
    text: str
    passages: tuple[PassageRow, ...]


class RecordsWriter:
    """Adds documents to a new records file; see `writing_records`."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._insert = database.execute
        self._insert_all = database.executemany
        self._documents = count()
        self._passages = count()

    def add(self, rows: DocumentRows) -> None:
        """Add a document with its passages."""
        number = next(self._documents)
        self._insert(
            "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                number,
                rows.id,
                rows.city,
                rows.country,
                len(rows.text),
                rows.sentences,
                rows.fingerprint,
                rows.record,
            ),
        )
        self._insert("INSERT INTO texts VALUES (?, ?)", (number, rows.text))
        numbered = [(next(self._passages), passage) for passage in rows.passages]
        self._insert_all(
            "INSERT INTO passages VALUES (?, ?, ?, ?)",
            [(n, number, passage.record, passage.key) for n, passage in numbered],
        )
        self._insert_all(
            "INSERT INTO tokens VALUES (?, ?, ?)",
            [(n, passage.body, passage.context) for n, passage in numbered],
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


def folded(name: str | None) -> str | None:
    """A name as it is compared: without regard to case or to how its letters are composed."""
    return unicodedata.normalize("NFKC", name).casefold().strip() if name else None
