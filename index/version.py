"""Which code made an index: what it read of a file is taken over only by the very same code."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

import corpus
import index

# What decides, beside our own code, what a file says and where its sentences end.
_LIBRARIES = (
    "anyascii",
    "mammoth",
    "markdown-it-py",
    "pypdfium2",
    "pyyaml",
    "selectolax",
    "sentencex",
    "snowballstemmer",
)
_KINDS = {".py", ".csv", ".toml"}


@cache
def code_version() -> str:
    """The hash of the code, and the lists beside it, that make an index of documents."""
    whole = hashlib.sha256()
    for package in (corpus, index):
        for path in sorted(Path(package.__path__[0]).iterdir()):
            if path.suffix in _KINDS:
                whole.update(f"{path.name} {len(path.read_bytes())}\n".encode())
                whole.update(path.read_bytes())
    for name in _LIBRARIES:
        whole.update(f"{name} {version(name)}\n".encode())
    return whole.hexdigest()
