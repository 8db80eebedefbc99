"""One build of an index, opened.

    INDEX/builds/NAME/      manifest.json, documents.sqlite3, dense/, lexical/, encoder/
    INDEX/.verified         which files were hashed last, see `index.integrity`

A build's name ends in the hash of its manifest, and the manifest holds the hash of every other
file: nothing in a build can change without being noticed, when it is opened or later.
"""

from __future__ import annotations

from contextlib import ExitStack, closing
from pathlib import Path
from typing import Self

from index.builds import builds_until, current_build, locked, use
from index.dense import DenseIndex
from index.embedding import Encoder
from index.errors import (
    IndexDamaged,
    IndexIncompatible,
    IndexMissing,
    StoreError,
    damaged,
    remedy,
)
from index.integrity import Guard
from index.lexical import LexicalIndex
from index.manifest import Manifest, read_manifest
from index.records import Records


class Store:
    """One build, opened: its manifest and its parts."""

    def __init__(self, folder: Path, manifest: Manifest, guard: Guard | None = None) -> None:
        """Load the build in `folder` as it is; `guard` is one that has found it whole.

        Raises IndexDamaged when its parts disagree, IndexIncompatible when one cannot be loaded.
        """
        self.folder = folder
        self.manifest = manifest
        self._guard = guard or Guard(folder, manifest.files)
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
        return cls.open_build(current_build(index_dir), thorough=thorough)

    @classmethod
    def open_build(cls, folder: Path, *, thorough: bool = False) -> Self:
        """Open the build in `folder`, as `open` does the one in use."""
        manifest, files = read_manifest(folder)
        guard = Guard(folder, files)
        if damage := guard.find_damage(thorough=thorough):
            raise damaged(folder, *damage)
        return cls(folder, manifest, guard)

    def check(self) -> None:
        """Compare the files again if any was touched since; raises IndexDamaged.

        Where none was, it takes some microseconds for each file.
        """
        if damage := self._guard.find_damage():
            raise damaged(self.folder, *damage)

    def close(self) -> None:
        """Close the files that are held open."""
        self.records.close()


def go_back(index_dir: Path) -> Manifest:
    """Make the build before the one in use the one in use, if it is whole; returns its manifest.

    Raises IndexMissing when there is none, IndexDamaged or IndexIncompatible when it cannot be
    used, IndexBusy when another process is building, OSError when the disk does not take it. The
    index in use stays as it is whenever this raises.
    """
    current_build(index_dir)  # where there is no index, no lock is left behind
    with locked(index_dir):
        *before, current = builds_until(index_dir, current_build(index_dir))
        if not before:
            raise IndexMissing(
                f"There is no build before {current.name} in {index_dir / 'builds'} to go back to. "
                "To have an earlier index, put the earlier documents back, then: python "
                f"scripts/rebuild_index.py --index {index_dir}"
            )
        folder = before[-1]
        try:
            with closing(Store.open_build(folder, thorough=True)) as store:
                manifest = store.manifest
        except StoreError as error:
            raise type(error)(
                f"The index stays as it is: the build before cannot be used. {error}. Or remove "
                f"{folder}, and go back to one before it."
            ) from error
        use(index_dir, folder)
        return manifest
