"""From a folder of documents to an index: what has not changed is not read or embedded again.

Documents, passages and vectors go to the disk one by one or in batches, never into one list.
"""

from __future__ import annotations

import hashlib
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from corpus.documents import CorpusError, Document, Unreadable
from corpus.folder import read_unknown
from corpus.passages import Passage, passages_of
from index.context import context_text, embedded_text
from index.dense import write_dense
from index.embedding import Encoder, EncoderCard
from index.export import Model, export_encoder, find_model
from index.files import share_folder
from index.lexical import Entry, write_lexical
from index.manifest import FORMAT_VERSION, Counts, Manifest, ModelCard, file_cards
from index.records import Records, document_record, passage_record
from index.rows import DocumentRows, PassageRow, folded, writing_records
from index.store import IndexDamaged, Store, StoreError, building_folder, publish
from index.tokens import TOKENIZER_VERSION, tokenize
from index.unfinished import Unfinished
from index.version import code_version

_BATCH = 64
_UNFINISHED = ".unfinished"
# A new build is tried with this many passages more than one; each must be as near as this to its
# own vector, which leaves room for another processor's rounding and for nothing else.
_CHECKED = 4
_ITSELF = 0.9999


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


@dataclass(frozen=True)
class _Content:
    """What was read from the corpus."""

    sha256: str
    counts: Counts
    unreadable: tuple[Unreadable, ...]


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
        read_before = before if same_code else None
        content = _write_records(corpus_dir, folder / "documents.sqlite3", read_before)
        index_id = _index_id(chosen, content)
        if before is not None and before.manifest.id == index_id:
            return _report("current", index_id, content, 0, started)
        if before is not None and before.manifest.model.sha256 != chosen.sha256:
            before = None
        card = _write_encoder(chosen, folder / "encoder", before)
        records = opened.enter_context(closing(Records(folder / "documents.sqlite3")))
        write_lexical(folder / "lexical", _entries(records))
        if full:
            shutil.rmtree(folder.parent / _UNFINISHED, ignore_errors=True)
        with closing(Unfinished(folder.parent / _UNFINISHED, chosen.sha256)) as unfinished:
            embedding = _Embedding(records, Encoder(folder / "encoder"), before, unfinished)
            shape = (content.counts.passages, card.dimension)
            write_dense(folder / "dense", shape, embedding.vectors(progress))
        manifest = Manifest(
            format_version=FORMAT_VERSION,
            code=code_version(),
            id=index_id,
            model=ModelCard(chosen.name, chosen.sha256, card.backend, card.dimension),
            tokenizer_version=TOKENIZER_VERSION,
            corpus_sha256=content.sha256,
            counts=content.counts,
            built_at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            files=file_cards(folder),
        )
        with closing(Store(folder, manifest)) as store:
            _check(store)
        publish(index_dir, folder, manifest)
    return _report("built", index_id, content, embedding.computed, started)


def _text(document: Document, passage: Passage) -> str:
    return document.text[passage.start : passage.end]


def _write_records(corpus_dir: Path, path: Path, before: Store | None) -> _Content:
    """Bring the corpus, one document at a time, into a records file; raises CorpusError.

    A file that was read before, by the very same code, is not read again.
    """
    known = before.records.rows if before else lambda name, fingerprint: None
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
    return _Content(whole.hexdigest(), counts, tuple(unreadable))


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
                key=_key(embedded_text(document, passage)),
                body=" ".join(tokenize(_text(document, passage))),
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


def _key(text: str) -> bytes:
    """What a vector is known by from build to build: the hash of the text that was embedded."""
    return hashlib.sha256(text.encode()).digest()


def _index_id(model: Model, content: _Content) -> str:
    """The name of what an index holds; two with one id give the same answers."""
    parts = (str(FORMAT_VERSION), TOKENIZER_VERSION, model.sha256, content.sha256)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _store_in_use(index_dir: Path) -> Store | None:
    """The index built before, if it is whole: nothing is taken from a damaged one."""
    try:
        return Store.open(index_dir, thorough=True)
    except StoreError:
        return None


def _write_encoder(model: Model, folder: Path, before: Store | None) -> EncoderCard:
    if before is not None:
        share_folder(before.folder / "encoder", folder)
        return before.encoder.card
    folder.mkdir()
    return export_encoder(model, folder)


def _entries(records: Records) -> Iterator[Entry]:
    for number, document, body, context in records.tokens():
        yield Entry(number, document, body.split(), context.split())


class _Embedding:
    """The vectors of all passages, from where they are known; `computed` counts those that were
    not known anywhere.
    """

    def __init__(
        self, records: Records, encoder: Encoder, before: Store | None, unfinished: Unfinished
    ) -> None:
        self._records = records
        self._encoder = encoder
        self._before = before
        self._unfinished = unfinished
        self.computed = 0

    def vectors(self, progress: Callable[[int, int], None]) -> Iterator[NDArray[np.float32]]:
        """The vectors in the order of the passages, in blocks of shape (m, dimension)."""
        passages = self._records.keys()
        done = 0
        while batch := list(islice(passages, _BATCH)):
            keys = [key for _, key in batch]
            known = self._known(keys)
            new = {
                key: embedded_text(*self._records.passage(number))
                for number, key in batch
                if key not in known
            }
            if new:
                vectors = self._encoder.encode_passages([*new.values()])
                self._unfinished.keep([*new], vectors)
                known.update(zip(new, vectors, strict=True))
                self.computed += sum(key in new for key in keys)
            yield np.stack([known[key] for key in keys])
            done += len(batch)
            progress(done, self._records.passages)

    def _known(self, keys: Sequence[bytes]) -> dict[bytes, NDArray[np.float32]]:
        known = self._unfinished.vectors(keys)
        if self._before is not None:
            found = self._before.records.passages_by_key(keys)
            numbers = np.array([*found.values()], dtype=np.int64)
            known.update(zip(found, self._before.dense.vectors(numbers), strict=True))
        return known


def _check(store: Store) -> None:
    """Raise IndexDamaged unless passages from all over a new build are found by what they say."""
    last = store.records.passages - 1
    for number in sorted({round(last * i / _CHECKED) for i in range(_CHECKED + 1)}):
        document, passage = store.records.passage(number)
        vector = store.encoder.encode_passages([embedded_text(document, passage)])[0]
        nearest = store.dense.search(vector, 1)
        cosines = store.dense.cosines(vector, np.array([number, *nearest], dtype=np.int64))
        tokens = tokenize(_text(document, passage))
        found_by_words = not tokens or store.lexical.scores(tokens, [number])[0] > 0
        if min(cosines) < _ITSELF or not found_by_words:
            raise IndexDamaged(
                f"The new build does not find its own passage {number} (of {document.id}) and is "
                "thrown away: free disk space and memory, and build again."
            )


def _report(
    status: Literal["built", "current"],
    index_id: str,
    content: _Content,
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
