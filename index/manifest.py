"""What a build says of itself: made from what, holding how much, consisting of which files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from index.files import files_under, sha256_of

FORMAT_VERSION = 3
"""Raised with every change of what a build holds or how."""


@dataclass(frozen=True)
class ModelCard:
    """The embedding model of a build: its name, the hash of its files, how it is run."""

    name: str
    sha256: str
    backend: str
    dimension: int


@dataclass(frozen=True)
class Counts:
    """How much a build holds."""

    documents: int
    passages: int
    sentences: int


@dataclass(frozen=True)
class FileCard:
    """What a file of a build must be; `bytes` is its size."""

    sha256: str
    bytes: int


@dataclass(frozen=True)
class Manifest:
    """`manifest.json`: what a build was made from and what it must consist of.

    `code` is the `code_version` that made it.
    """

    format_version: int
    code: str
    id: str
    model: ModelCard
    tokenizer_version: str
    corpus_sha256: str
    counts: Counts
    built_at: str
    files: dict[str, FileCard]


def file_cards(folder: Path) -> dict[str, FileCard]:
    """Describe every file of a build, by its path in the build's folder."""
    return {
        path.relative_to(folder).as_posix(): FileCard(sha256_of(path), path.stat().st_size)
        for path in files_under(folder)
    }
