"""A folder of files read as documents: `read_corpus` for all of it, `read_document` for one."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Callable, Iterator
from pathlib import Path, PurePath
from typing import NamedTuple, TypeVar

from anyascii import anyascii

from corpus.apart import extract
from corpus.documents import CorpusError, Document, Unreadable, UnreadableDocument
from corpus.extract import EXTRACTORS
from corpus.language import guess_language
from corpus.layout import assemble
from corpus.names import titled

LARGEST = 20_000_000
LARGEST_WITH_PICTURES = 100_000_000
"""Bytes. A larger file is hardly one document, and reading it would hold everything else up."""

_WITH_PICTURES = {".pdf", ".docx"}
_RUN_OF_OTHERS = re.compile("[^a-z0-9._]+")


T = TypeVar("T")


class ReadDocument(NamedTuple):
    """A document that was read, and the fingerprint of its file: of its path and content."""

    document: Document
    fingerprint: bytes


def read_corpus(root: Path) -> Iterator[Document | Unreadable]:
    """Yield every document under `root`, sorted by path, and an `Unreadable` for each that failed.

    Hidden files and folders are left out, and so are files of other kinds than documents. A link
    to a file is followed where it stays inside `root`; one to a folder inside is not, as that
    folder is read anyway.

    Raises CorpusError if `root` is missing or is not a folder.
    """
    found: Iterator[ReadDocument | Unreadable] = read_unknown(root, lambda name, fingerprint: None)
    return (each.document if isinstance(each, ReadDocument) else each for each in found)


def read_unknown(
    root: Path, known: Callable[[str, bytes], T | None]
) -> Iterator[ReadDocument | T | Unreadable]:
    """As `read_corpus`, for those who have read most of it before.

    `known` is given the id and the fingerprint that a document would have, and gives what is to be
    yielded in its place, or None where it has to be read.
    """
    if not root.exists():
        raise CorpusError(f"There is no folder {root}. Create it and put documents in it.")
    if not root.is_dir():
        raise CorpusError(f"{root} is not a folder. Name the folder that holds the documents.")
    return _read_all(root, known)


def _read_all(
    root: Path, known: Callable[[str, bytes], T | None]
) -> Iterator[ReadDocument | T | Unreadable]:
    taken: dict[str, str] = {}
    for path, problem in _paths(root):
        relative = path.relative_to(root)
        name, id_ = _shown(relative), document_id(relative)
        try:
            if problem:
                raise problem
            content = _content(path, root)
            fingerprint = _fingerprint(relative, content)
            found = known(id_, fingerprint) or ReadDocument(
                _document(relative, content), fingerprint
            )
            if id_ in taken:
                raise UnreadableDocument(
                    f"Its id would be {id_!r}, which {taken[id_]} already has.",
                    "Rename one of the two files.",
                )
        except UnreadableDocument as error:
            yield Unreadable(name, error.reason, error.remedy)
        else:
            taken[id_] = name
            yield found


def read_document(path: Path, root: Path) -> Document:
    """Read the file at `path` under `root` as a document.

    Raises UnreadableDocument.
    """
    return _document(path.relative_to(root), _content(path, root))


def _fingerprint(relative: PurePath, content: bytes) -> bytes:
    return hashlib.sha256(os.fsencode(relative) + b"\0" + content).digest()


def _document(relative: PurePath, content: bytes) -> Document:
    suffix = relative.suffix.lower()
    if suffix not in EXTRACTORS:
        known = ", ".join(EXTRACTORS)
        raise UnreadableDocument(
            f"{suffix or 'A name without a suffix'} is no known kind of document.",
            f"Save it as one of {known}.",
        )
    extracted = extract(suffix, content)
    body = assemble(extracted.lines)
    if not body.blocks:
        raise UnreadableDocument(
            "It is empty: it holds no sentence that could be quoted.", "Fill it, or remove it."
        )
    title = extracted.title or relative.stem
    place = None if extracted.city or extracted.country else titled(title)
    return Document(
        id=document_id(relative),
        title=title,
        text=body.text,
        sha256=hashlib.sha256(body.text.encode()).hexdigest(),
        language=extracted.language or guess_language(body.text) or "en",
        city=extracted.city or (place.city if place and not place.is_country else None),
        country=extracted.country or (place.country if place else None),
        aliases=extracted.aliases,
        sources=extracted.sources,
        sections=body.sections,
        blocks=body.blocks,
        marks=body.marks,
    )


def document_id(relative: PurePath) -> str:
    """Return the id of the document at `relative`: its path without suffix in lower-case ASCII."""
    parts = (*relative.parts[:-1], relative.stem)
    return "/".join(_RUN_OF_OTHERS.sub("-", anyascii(p).lower()).strip("-.") or "-" for p in parts)


def _paths(root: Path) -> list[tuple[Path, UnreadableDocument | None]]:
    """List the files of `root` that should be documents, and the folders that cannot be listed."""
    found: list[tuple[Path, UnreadableDocument | None]] = []

    def denied(error: OSError) -> None:
        problem = UnreadableDocument(
            f"The folder cannot be listed ({error.strerror}).", "Allow reading it, or remove it."
        )
        found.append((Path(error.filename), problem))

    for folder, folders, files in os.walk(root, onerror=denied):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in folders:
            path = Path(folder, name)
            if path.is_symlink() and not path.resolve().is_relative_to(root.resolve()):
                found.append((path, _outside(path)))
        for name in files:
            if not name.startswith(".") and Path(name).suffix.lower() in EXTRACTORS:
                found.append((Path(folder, name), None))
    return sorted(found, key=lambda entry: entry[0].relative_to(root).parts)


def _outside(path: Path) -> UnreadableDocument:
    target = _shown(path.readlink())
    return UnreadableDocument(
        f"It is a link to {target}, outside the corpus.", "Copy the file into the corpus."
    )


def _content(path: Path, root: Path) -> bytes:
    try:
        # Folders that are links have been left out: only the file itself may lead elsewhere.
        if path.is_symlink() and not path.resolve(strict=True).is_relative_to(root.resolve()):
            raise _outside(path)
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableDocument(
                "It is not a regular file.", "Replace it by one, or remove it."
            )
        suffix = path.suffix.lower()
        most = LARGEST_WITH_PICTURES if suffix in _WITH_PICTURES else LARGEST
        if status.st_size > most:
            raise UnreadableDocument(
                f"It has {status.st_size:,} bytes, more than the {most:,} that a {suffix} file "
                "may have.",
                "Divide it into several documents.",
            )
        return path.read_bytes()
    except (OSError, RuntimeError) as error:  # RuntimeError: a link that leads to itself
        why = error.strerror if isinstance(error, OSError) else "a link that leads to itself"
        raise UnreadableDocument(
            f"It cannot be opened ({why}).", "Allow reading it, or remove it."
        ) from error


def _shown(path: PurePath) -> str:
    """Return `path` with / and without the bytes of a file name that are no text."""
    return os.fsencode(path.as_posix()).decode(errors="replace")
