"""Why an index cannot be used. Each error says what was found, what was expected, what to do.

StoreError
├── IndexMissing        there is no index here
├── IndexDamaged        a file is missing or is not what was written
├── IndexIncompatible   a whole index, of another version of this program
└── IndexBusy           another build is under way
"""

from __future__ import annotations

from pathlib import Path


class StoreError(Exception):
    """An index cannot be used; the message says why and what to do."""


class IndexMissing(StoreError):  # noqa: N818 - named for what it says of the index
    """There is no index in the folder, or none to go back to."""


class IndexDamaged(StoreError):  # noqa: N818
    """A file of the index is missing or is not what was written."""


class IndexIncompatible(StoreError):  # noqa: N818
    """The index was built by another version of this program."""


class IndexBusy(StoreError):  # noqa: N818
    """Another process is building this index."""


def damaged(folder: Path, name: str, expected: str, found: str | None) -> IndexDamaged:
    """The error that names a file of the build in `folder`."""
    return IndexDamaged(
        f"The index is damaged: {folder / name}: expected {expected}, found {found}. "
        f"{remedy(folder.parent.parent)}"
    )


def remedy(index_dir: Path) -> str:
    """The sentence that says how to get a good index."""
    return f"Build it again: python scripts/rebuild_index.py --index {index_dir}"
