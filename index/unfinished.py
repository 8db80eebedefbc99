"""What a build has embedded so far, kept until one is finished: a stopped build is taken up again.

    INDEX/builds/.unfinished/vectors.sqlite3    vectors by the model and the key of their text

SQLite keeps each batch whole or not at all, so that a build may be stopped at any moment.
"""

from __future__ import annotations

import shutil
import sqlite3
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_SCHEMA = """
CREATE TABLE IF NOT EXISTS vectors (
    model TEXT NOT NULL, key BLOB NOT NULL, vector BLOB NOT NULL, checksum INTEGER NOT NULL,
    PRIMARY KEY (model, key)
)
"""


class Unfinished:
    """The vectors of one model that unfinished builds have embedded."""

    def __init__(self, folder: Path, model: str) -> None:
        """Open what is kept in `folder`, or begin anew; raises OSError when it cannot be written.

        Of a damaged file nothing is taken.
        """
        self._path = folder / "vectors.sqlite3"
        self._model = model
        folder.mkdir(exist_ok=True)
        try:
            try:
                self._database = _open(self._path)
            except sqlite3.DatabaseError:
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir(exist_ok=True)
                self._database = _open(self._path)
        except sqlite3.DatabaseError as error:
            raise OSError(f"{self._path}: {error}") from error

    def vectors(self, keys: Sequence[bytes]) -> dict[bytes, NDArray[np.float32]]:
        """The vector, of shape (dimension,), of each of these keys that has one."""
        marks = ",".join("?" * len(keys))
        query = f"SELECT key, vector, checksum FROM vectors WHERE model = ? AND key IN ({marks})"
        return {
            key: np.frombuffer(vector, dtype="<f4")
            for key, vector, checksum in self._database.execute(query, (self._model, *keys))
            if zlib.crc32(vector) == checksum
        }

    def keep(self, keys: Sequence[bytes], vectors: NDArray[np.float32]) -> None:
        """Keep vectors of shape (len(keys), dimension); raises OSError when the disk is full."""
        blobs = [vector.astype("<f4").tobytes() for vector in vectors]
        rows = [
            (self._model, key, blob, zlib.crc32(blob))
            for key, blob in zip(keys, blobs, strict=True)
        ]
        try:
            with self._database:
                query = "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?, ?)"
                self._database.executemany(query, rows)
        except sqlite3.OperationalError as error:
            raise OSError(f"{self._path}: {error}") from error

    def close(self) -> None:
        """Close the file."""
        self._database.close()


def _open(path: Path) -> sqlite3.Connection:
    """Open the file at `path`, new or as it was left; raises sqlite3.DatabaseError."""
    database = sqlite3.connect(path)
    try:
        ((found,),) = database.execute("PRAGMA quick_check(1)").fetchall()
        if found != "ok":
            raise sqlite3.DatabaseError(found)
        database.execute(_SCHEMA)
    except sqlite3.DatabaseError:
        database.close()
        raise
    return database
