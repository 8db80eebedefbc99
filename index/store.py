"""The index on disk: one folder for each build, one line that says which is in use.

    INDEX/CURRENT               the name of the build in use, replaced in one rename
    INDEX/builds/NAME/          manifest.json, documents.sqlite3, dense/, lexical/, encoder/
    INDEX/builds/.building/     a build under way, or one that was interrupted
    INDEX/builds/.unfinished/   the vectors that it has, for the next build
    INDEX/.verified             which files were hashed last, see `index.integrity`

A build's name ends in the hash of its manifest, and the manifest holds the hash of every other
file: nothing in a build can change without being noticed when it is opened.

Errors, each with what was found, what was expected and what to do:

    StoreError
    ├── IndexMissing        there is no index here
    ├── IndexDamaged        a file is missing or is not what was written
    ├── IndexIncompatible   a whole index, of another version of this program
    └── IndexBusy           another build is under way
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Self

from pydantic import TypeAdapter

from index.dense import DenseIndex
from index.embedding import Encoder
from index.files import flush_to_disk
from index.integrity import find_damage
from index.lexical import LexicalIndex
from index.manifest import FORMAT_VERSION, Manifest
from index.records import Records
from index.tokens import TOKENIZER_VERSION


class StoreError(Exception):
    """An index cannot be used; the message says why and what to do."""


class IndexMissing(StoreError):  # noqa: N818 - named for what it says of the index
    """There is no index in the folder."""


class IndexDamaged(StoreError):  # noqa: N818
    """A file of the index is missing or is not what was written."""


class IndexIncompatible(StoreError):  # noqa: N818
    """The index was built by another version of this program."""


class IndexBusy(StoreError):  # noqa: N818
    """Another process is building this index."""


_MANIFEST = TypeAdapter(Manifest)
_BUILD_NAME = re.compile(r"\d{14}-[0-9a-f]{16}")


class Store:
    """One build, opened: its manifest and its parts."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        """Load the build in `folder` as it is.

        Raises IndexDamaged when its parts disagree, IndexIncompatible when one cannot be loaded.
        """
        self.folder = folder
        self.manifest = manifest
        with ExitStack() as opened:
            try:
                self.records = Records(folder / "documents.sqlite3")
                opened.callback(self.records.close)
                self.dense = DenseIndex.open(folder / "dense")
                self.lexical = LexicalIndex(folder / "lexical")
                self.encoder = Encoder(folder / "encoder")
            except Exception as error:
                raise IndexIncompatible(
                    f"The index in {folder} is whole, but what is installed cannot load it: "
                    f"{error}. {remedy(folder.parent.parent)}"
                ) from error
            self._compare_counts()
            opened.pop_all()

    def _compare_counts(self) -> None:
        manifest, folder = self.manifest, self.folder
        counts = manifest.counts
        expected = (counts.documents, *[counts.passages] * 3, *[manifest.model.dimension] * 2)
        found = (
            self.records.documents,
            self.records.passages,
            self.dense.count,
            self.lexical.count,
            self.dense.dimension,
            self.encoder.dimension,
        )
        if found != expected:
            raise IndexDamaged(
                f"The parts of the index in {folder} disagree. Documents, passages, vectors, "
                "keyword entries, and dimensions of the vectors and the encoder: expected "
                f"{expected}, found {found}. {remedy(folder.parent.parent)}"
            )

    @classmethod
    def open(cls, index_dir: Path, *, thorough: bool = False) -> Self:
        """Open the build in use after comparing it with its manifest, byte for byte.

        Files that have not been touched since that was done last are not read again, unless it is
        to be `thorough`.

        Raises IndexMissing, IndexDamaged or IndexIncompatible.
        """
        folder = current_build(index_dir)
        manifest = _read_manifest(folder)
        note = index_dir / ".verified"
        damage = find_damage(folder, manifest.files, note, thorough=thorough)
        if damage is not None:
            raise _damaged(folder, *damage)
        return cls(folder, manifest)

    def close(self) -> None:
        """Close the files that are held open."""
        self.records.close()


def remedy(index_dir: Path) -> str:
    """The sentence that says how to get a good index."""
    return f"Build it again: python scripts/rebuild_index.py --index {index_dir}"


def current_build(index_dir: Path) -> Path:
    """The folder of the build in use; raises IndexMissing or IndexDamaged."""
    try:
        name = (index_dir / "CURRENT").read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        raise IndexMissing(
            f"There is no index in {index_dir}. "
            f"Build one: python scripts/rebuild_index.py --index {index_dir}"
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise IndexDamaged(f"{index_dir / 'CURRENT'}: {error}. {remedy(index_dir)}") from error
    folder = index_dir / "builds" / name
    if not _BUILD_NAME.fullmatch(name) or not folder.is_dir():
        raise IndexDamaged(
            f"The index is damaged: {index_dir / 'CURRENT'} names the build {name!r}, which is not "
            f"in {index_dir / 'builds'}. {remedy(index_dir)}"
        )
    return folder


def publish(index_dir: Path, building: Path, manifest: Manifest) -> None:
    """Write the manifest of a finished build and make it the one in use.

    The build in use until now is kept, so that readers may go on and one may go back; older ones
    are removed.
    """
    content = _MANIFEST.dump_json(manifest, indent=2) + b"\n"
    (building / "manifest.json").write_bytes(content)
    flush_to_disk(*building.rglob("*"), building)
    try:
        before = current_build(index_dir)
    except StoreError:
        before = None
    stamp = "".join(filter(str.isdigit, manifest.built_at))
    folder = building.with_name(f"{stamp}-{_name_hash(content)}")
    building.rename(folder)
    new = index_dir / "CURRENT.new"
    new.write_text(folder.name + "\n", encoding="utf-8")
    flush_to_disk(folder.parent, new)
    new.replace(index_dir / "CURRENT")
    flush_to_disk(index_dir)
    for other in building.parent.iterdir():
        if other not in (folder, before):
            shutil.rmtree(other, ignore_errors=True)  # what stays is tried again after the next


@contextmanager
def building_folder(index_dir: Path) -> Iterator[Path]:
    """An empty folder to build in, for one process at a time, gone again unless it is published.

    Raises IndexBusy when another process is building this index.
    """
    index_dir.mkdir(parents=True, exist_ok=True)
    with (index_dir / ".lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise IndexBusy(
                f"The index in {index_dir} is being built by another process: wait until that has "
                "ended, or give another folder with --index."
            ) from None
        folder = index_dir / "builds" / ".building"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _read_manifest(folder: Path) -> Manifest:
    path = folder / "manifest.json"
    try:
        content = path.read_bytes()
    except OSError as error:
        raise _damaged(folder, path.name, "a file", error.strerror) from error
    written = folder.name.rpartition("-")[2]
    if _name_hash(content) != written:
        raise _damaged(folder, path.name, f"sha256 {written}…", f"{_name_hash(content)}…")
    found = json.loads(content)
    for field, ours in (
        ("format_version", FORMAT_VERSION),
        ("tokenizer_version", TOKENIZER_VERSION),
    ):
        if found[field] != ours:
            raise IndexIncompatible(
                f"The index in {folder} was built by another version: its {field} is "
                f"{found[field]!r}, this program's {ours!r}. {remedy(folder.parent.parent)}"
            )
    return _MANIFEST.validate_json(content)


def _damaged(folder: Path, name: str, expected: str, found: str | None) -> IndexDamaged:
    return IndexDamaged(
        f"The index is damaged: {folder / name}: expected {expected}, found {found}. "
        f"{remedy(folder.parent.parent)}"
    )


def _name_hash(manifest: bytes) -> str:
    """What a build's name ends in."""
    return hashlib.sha256(manifest).hexdigest()[:16]
