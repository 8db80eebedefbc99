"""What a build says of itself: made from what, holding how much, consisting of which files."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from index.errors import IndexIncompatible, damaged, remedy
from index.files import files_under, sha256_of
from index.tokens import TOKENIZER_VERSION

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


_MANIFEST = TypeAdapter(Manifest)
_NAME = "manifest.json"


def write_manifest(folder: Path, manifest: Manifest) -> str:
    """Write the manifest of a finished build; returns the name that the build is to have."""
    content = _MANIFEST.dump_json(manifest, indent=2) + b"\n"
    (folder / _NAME).write_bytes(content)
    stamp = "".join(filter(str.isdigit, manifest.built_at))
    return f"{stamp}-{_short(content)}"


def read_manifest(folder: Path) -> tuple[Manifest, dict[str, FileCard]]:
    """The manifest of a build, and what all of its files must be, this one among them.

    Raises IndexDamaged when it is not what was written, IndexIncompatible when it is of another
    version.
    """
    try:
        content = (folder / _NAME).read_bytes()
    except OSError as error:
        raise damaged(folder, _NAME, "a file", error.strerror) from error
    written = folder.name.rpartition("-")[2]
    if _short(content) != written:
        raise damaged(folder, _NAME, f"sha256 {written}…", f"{_short(content)}…")
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
    manifest = _MANIFEST.validate_json(content)
    itself = FileCard(hashlib.sha256(content).hexdigest(), len(content))
    return manifest, {_NAME: itself, **manifest.files}


def _short(content: bytes) -> str:
    """What a build's name ends in: the beginning of its manifest's hash."""
    return hashlib.sha256(content).hexdigest()[:16]
