"""Whether a build's files are, byte for byte, what its manifest says: at first, and ever since.

Hashing takes a second for every GB or two, so that what was hashed once is remembered: what the
file system says of each file, above all when it was last written or changed in any way (ctime,
which no program can set). A file that was touched, replaced, copied or restored since is hashed
again. An open index remembers it in memory, and a note beside the builds does for the next opening.
What this cannot tell is a disk that gives other bytes than were written without an error; a build
therefore hashes whatever it takes over.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from index.files import sha256_of
from index.manifest import FileCard

# A file may change twice within one tick of the file system's clock: what changed less than this
# ago is hashed again each time.
_SETTLED_SECONDS = 3.0


class Damage(NamedTuple):
    """A file that is not what it should be."""

    name: str
    expected: str
    found: str


class Facts(NamedTuple):
    """What the file system says of a file."""

    device: int
    inode: int
    size: int
    mtime_ns: int
    ctime_ns: int


class Guard:
    """Watches over the files of the build in `folder`; may be shared by threads."""

    def __init__(self, folder: Path, files: Mapping[str, FileCard]) -> None:
        self._folder = folder
        self._files = files
        self._paths = [folder / name for name in files]
        self._note = folder.parent.parent / ".verified"
        self._lock = Lock()  # that many who ask at once wait for one comparison
        self._known: list[Facts | None] | None = None

    def find_damage(self, *, thorough: bool = False) -> Damage | None:
        """The first file that is missing or not what it should be.

        Files that have not been touched since they were found right are not read again, unless it
        is to be `thorough`.
        """
        with self._lock:
            now = time.time()
            # Before a file is read, so that one changed since is another one than is known.
            seen = [_facts(path) for path in self._paths]
            if not thorough and seen == self._known:
                return None
            described = f"{self._folder.name} {hashlib.sha256(repr(seen).encode()).hexdigest()}\n"
            if thorough or self._noted() != described:
                damage = self._compare()
                if damage is not None or not _settled(seen, now):
                    return damage
                self._write(described)
            self._known = seen
            return None

    def _compare(self) -> Damage | None:
        for name, card in self._files.items():
            path = self._folder / name
            try:
                size = path.stat().st_size
                if size != card.bytes:
                    return Damage(name, f"{card.bytes} bytes", str(size))
                found = sha256_of(path)
            except OSError as error:
                return Damage(name, f"{card.bytes} bytes", str(error.strerror))
            if found != card.sha256:
                return Damage(name, f"sha256 {card.sha256}", found)
        return None

    def _noted(self) -> str:
        try:
            return self._note.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return ""

    def _write(self, described: str) -> None:
        """Write the note; an index that is read-only is hashed at each opening."""
        new = self._note.with_name(f"{self._note.name}.{os.getpid()}")
        try:
            new.write_text(described, encoding="utf-8")
            new.replace(self._note)
        except OSError:
            with suppress(OSError):
                new.unlink()


def _facts(path: Path) -> Facts | None:
    """What is known of a file, None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return Facts(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def _settled(seen: list[Facts | None], now: float) -> bool:
    """Whether a further change of any of these files would show."""
    return all(facts and abs(now - facts.ctime_ns / 1e9) > _SETTLED_SECONDS for facts in seen)
