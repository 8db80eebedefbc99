"""From a folder of documents to a records file, one document at a time.

What has not changed is taken over from an earlier index and not read again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.documents import CorpusError, Document, Unreadable
from corpus.folder import read_unknown
from corpus.passages import passages_of
from index.context import context_text, embedded_text
from index.manifest import Counts
from index.records import Records, document_record, passage_record
from index.rows import DocumentRows, PassageRow, folded, writing_records
from index.tokens import tokenize


@dataclass(frozen=True)
class Content:
    """What was read from a corpus; `sha256` changes with anything that an index stores of it."""

    sha256: str
    counts: Counts
    unreadable: tuple[Unreadable, ...]


def write_records(corpus_dir: Path, path: Path, before: Records | None) -> Content:
    """Write the documents in `corpus_dir` into a new records file at `path`.

    `before` are records that the very same code has written: files of which these were read are
    not read again.

    Raises CorpusError when there is no document to index, OSError when the disk is full.
    """
    known = before.rows if before else lambda name, fingerprint: None
    unreadable: list[Unreadable] = []
    documents = passages = sentences = 0
    whole = hashlib.sha256()
    with writing_records(path) as writer:
        for found in read_unknown(corpus_dir, known):
            if isinstance(found, Unreadable):
                unreadable.append(found)
                continue
            rows = found if isinstance(found, DocumentRows) else _rows(*found)
            writer.add(rows)
            whole.update(rows.record)
            for passage in rows.passages:
                whole.update(passage.record + passage.key + passage.context.encode() + b"\n")
            documents += 1
            passages += len(rows.passages)
            sentences += rows.sentences
    if not passages:
        raise CorpusError(_nothing_to_index(corpus_dir, unreadable))
    counts = Counts(documents, passages, sentences)
    return Content(whole.hexdigest(), counts, tuple(unreadable))


def _rows(document: Document, fingerprint: bytes) -> DocumentRows:
    passages = passages_of(document)
    return DocumentRows(
        id=document.id,
        city=folded(document.city),
        country=folded(document.country),
        sentences=sum(len(passage.sentences) for passage in passages),
        fingerprint=fingerprint,
        record=document_record(document),
        text=document.text,
        passages=tuple(
            PassageRow(
                record=passage_record(passage),
                key=hashlib.sha256(embedded_text(document, passage).encode()).digest(),
                body=" ".join(tokenize(document.text[passage.start : passage.end])),
                context=" ".join(tokenize(context_text(document, passage))),
            )
            for passage in passages
        ),
    )


def _nothing_to_index(corpus_dir: Path, unreadable: Sequence[Unreadable]) -> str:
    if not unreadable:
        return f"There is no document in {corpus_dir}: put .md, .txt or .html files there."
    lines = [f"  {file.path}: {file.reason} {file.remedy}" for file in unreadable]
    return "\n".join([f"No document in {corpus_dir} can be read:", *lines])
