"""Whether a build's files are, byte for byte, what its manifest says.

Hashing takes a second for every GB or two, so that what was hashed once is remembered in a note:
what the file system says of each file, above all when it was last written or changed in any way
(ctime, which no program can set). A file that was touched, replaced, copied or restored since is
hashed again. What the note cannot tell is a disk that gives other bytes than were written without
an error; a build therefore hashes whatever it takes over.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from index.files import sha256_of
from index.manifest import FileCard

# A file may change twice within one tick of the file system's clock: younger ones are not noted.
_SETTLED_SECONDS = 3.0


class Damage(NamedTuple):
    """A file that is not what it should be."""

    name: str
    expected: str
    found: str


def find_damage(
    folder: Path, files: Mapping[str, FileCard], note: Path, *, thorough: bool = False
) -> Damage | None:
    """The first of `files` in `folder` that is missing or not what it should be.

    Files that are as the `note` knows them are not read again, unless it is to be `thorough`.
    """
    seen: dict[str, os.stat_result] = {}
    for name, card in files.items():
        try:
            seen[name] = (folder / name).stat()
        except OSError as error:
            return Damage(name, f"{card.bytes} bytes", str(error.strerror))
        if seen[name].st_size != card.bytes:
            return Damage(name, f"{card.bytes} bytes", str(seen[name].st_size))
    known = _described(folder, seen)
    if not thorough and _noted(note) == known:
        return None
    began = time.time()
    for name, card in files.items():
        try:
            found = sha256_of(folder / name)
        except OSError as error:
            return Damage(name, f"{card.bytes} bytes", str(error.strerror))
        if found != card.sha256:
            return Damage(name, f"sha256 {card.sha256}", found)
    if max(stat.st_ctime for stat in seen.values()) < began - _SETTLED_SECONDS:
        _write(note, known)
    return None


def _described(folder: Path, seen: Mapping[str, os.stat_result]) -> str:
    """All that the file system says of these files, in one line."""
    facts = [
        (name, s.st_dev, s.st_ino, s.st_size, s.st_mtime_ns, s.st_ctime_ns)
        for name, s in sorted(seen.items())
    ]
    return f"{folder.name} {hashlib.sha256(repr(facts).encode()).hexdigest()}\n"


def _noted(note: Path) -> str:
    try:
        return note.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def _write(note: Path, known: str) -> None:
    """Write the note; an index that is read-only is hashed at each opening."""
    new = note.with_name(f"{note.name}.{os.getpid()}")
    try:
        new.write_text(known, encoding="utf-8")
        new.replace(note)
    except OSError:
        with suppress(OSError):
            new.unlink()
