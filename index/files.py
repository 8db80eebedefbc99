"""Files that must be right: hashed, flushed to the disk, shared between two builds."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path


def sha256_of(path: Path) -> str:
    """The sha256 of a file's bytes, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def files_under(folder: Path) -> list[Path]:
    """Every file in `folder`, in any depth, sorted by path."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def flush_to_disk(*paths: Path) -> None:
    """Wait until these files, and what these folders list, are safely on the disk."""
    for path in paths:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def share_folder(source: Path, target: Path) -> None:
    """Make `target` a copy of `source` by hard links, or by copying where there are none."""
    shutil.copytree(source, target, copy_function=_link_or_copy)


def _link_or_copy(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
