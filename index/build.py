"""From a folder of documents to an index: what has not changed is not read or embedded again.

Documents, passages and vectors go to the disk one by one or in batches, never into one list.
"""

from __future__ import annotations

import hashlib
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from corpus.documents import Unreadable
from index.builds import building_folder, publish
from index.dense import write_dense
from index.embedding import Encoder
from index.errors import StoreError
from index.export import Model, export_encoder, find_model
from index.files import share_folder
from index.lexical import Entry, write_lexical
from index.manifest import FORMAT_VERSION, Manifest, ModelCard, file_cards
from index.reading import Content, write_records
from index.records import Records
from index.store import Store
from index.tokens import TOKENIZER_VERSION
from index.trial import try_out
from index.unfinished import Unfinished
from index.vectors import PassageVectors
from index.version import code_version

_UNFINISHED = ".unfinished"


@dataclass(frozen=True)
class BuildReport:
    """What a build did: vectors newly `embedded` and `reused`; `current`: nothing to do."""

    id: str
    status: Literal["built", "current"]
    documents: int
    passages: int
    embedded: int
    reused: int
    unreadable: tuple[Unreadable, ...]
    seconds: float


def build_index(
    corpus_dir: Path,
    index_dir: Path,
    *,
    model: str | None = None,
    full: bool = False,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> BuildReport:
    """Make the index in `index_dir` that of the documents in `corpus_dir`.

    `model` is a sentence-transformers model's folder or hub name, None the bundled one. Vectors of
    texts that the index in use has already, or a build that was stopped, are taken from there,
    unless `full`. `progress` is told how many passages are done, of how many.

    Raises CorpusError when there is no document to index, ModelError when the model cannot be
    used, IndexBusy when another process is building, OSError when the disk does not take it. The
    index in use stays as it is whenever this raises; what was embedded is kept for the next build.
    """
    started = time.perf_counter()
    chosen = find_model(model)
    with building_folder(index_dir) as folder, ExitStack() as opened:
        before = None if full else _store_in_use(index_dir)
        if before is not None:
            opened.callback(before.close)
        same_code = before is not None and before.manifest.code == code_version()
        read = before.records if before is not None and same_code else None
        content = write_records(corpus_dir, folder / "documents.sqlite3", read)
        index_id = _index_id(chosen, content)
        if before is not None and before.manifest.id == index_id:
            return _report("current", index_id, content, 0, started)
        if before is not None and before.manifest.model.sha256 != chosen.sha256:
            before = None
        encoder = _encoder(chosen, folder / "encoder", before)
        records = opened.enter_context(closing(Records(folder / "documents.sqlite3")))
        write_lexical(folder / "lexical", _entries(records))
        if full:
            shutil.rmtree(folder.parent / _UNFINISHED, ignore_errors=True)
        with closing(Unfinished(folder.parent / _UNFINISHED, chosen.sha256)) as unfinished:
            vectors = PassageVectors(records, encoder, before, unfinished)
            shape = (content.counts.passages, encoder.dimension)
            write_dense(folder / "dense", shape, vectors.blocks(progress))
        manifest = Manifest(
            format_version=FORMAT_VERSION,
            code=code_version(),
            id=index_id,
            model=ModelCard(chosen.name, chosen.sha256, encoder.card.backend, encoder.dimension),
            tokenizer_version=TOKENIZER_VERSION,
            corpus_sha256=content.sha256,
            counts=content.counts,
            built_at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            files=file_cards(folder),
        )
        with closing(Store(folder, manifest)) as store:
            try_out(store)
        publish(index_dir, folder, manifest)
    return _report("built", index_id, content, vectors.computed, started)


def _index_id(model: Model, content: Content) -> str:
    """The name of what an index holds; two with one id give the same answers."""
    parts = (str(FORMAT_VERSION), TOKENIZER_VERSION, model.sha256, content.sha256)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _store_in_use(index_dir: Path) -> Store | None:
    """The index built before, if it is whole: nothing is taken from a damaged one."""
    try:
        return Store.open(index_dir, thorough=True)
    except StoreError:
        return None


def _encoder(model: Model, folder: Path, before: Store | None) -> Encoder:
    """Put the encoder into `folder`; that of before, of the same model, is loaded already."""
    if before is not None:
        share_folder(before.folder / "encoder", folder)
        return before.encoder
    folder.mkdir()
    export_encoder(model, folder)
    return Encoder(folder)


def _entries(records: Records) -> Iterator[Entry]:
    for number, document, body, context in records.tokens():
        yield Entry(number, document, body.split(), context.split())


def _report(
    status: Literal["built", "current"],
    index_id: str,
    content: Content,
    embedded: int,
    started: float,
) -> BuildReport:
    return BuildReport(
        id=index_id,
        status=status,
        documents=content.counts.documents,
        passages=content.counts.passages,
        embedded=embedded,
        reused=content.counts.passages - embedded,
        unreadable=content.unreadable,
        seconds=time.perf_counter() - started,
    )
