"""From a folder of documents to an index: what has not changed is not embedded again."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Literal

import numpy as np

from corpus.documents import CorpusError, Document, Unreadable
from corpus.folder import read_corpus
from corpus.passages import Passage, passages_of
from index.context import context_text, embedded_text
from index.dense import DenseIndex
from index.embedding import Encoder, EncoderCard
from index.export import Model, export_encoder, find_model
from index.files import share_folder
from index.lexical import Entry, write_lexical
from index.manifest import FORMAT_VERSION, Counts, Manifest, ModelCard, file_cards
from index.records import Records, document_record, passage_record, writing_records
from index.store import IndexDamaged, Store, StoreError, building_folder, publish
from index.tokens import TOKENIZER_VERSION, tokenize

_BATCH = 64
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
    texts that the index in use has already are taken from it, unless `full`. `progress` is told
    how many passages are done, of how many.

    Raises CorpusError when there is no document to index, ModelError when the model cannot be
    used, IndexBusy when another process is building, OSError when the disk does not take it. The
    index in use stays as it is whenever this raises.
    """
    started = time.perf_counter()
    chosen = find_model(model)
    with building_folder(index_dir) as folder, ExitStack() as opened:
        content = _write_records(corpus_dir, folder / "documents.sqlite3")
        index_id = _index_id(chosen, content)
        before = None if full else _store_in_use(index_dir)
        if before is not None:
            opened.callback(before.close)
            if before.manifest.id == index_id:
                return _report("current", index_id, content, 0, started)
            if before.manifest.model.sha256 != chosen.sha256:
                before = None
        card = _write_encoder(chosen, folder / "encoder", before)
        records = opened.enter_context(closing(Records(folder / "documents.sqlite3")))
        write_lexical(folder / "lexical", _entries(records))
        dense, embedded = _embed(records, Encoder(folder / "encoder"), before, progress)
        dense.write(folder / "vectors.faiss")
        manifest = Manifest(
            format_version=FORMAT_VERSION,
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
    return _report("built", index_id, content, embedded, started)


def _text(document: Document, passage: Passage) -> str:
    return document.text[passage.start : passage.end]


def _write_records(corpus_dir: Path, path: Path) -> _Content:
    """Read the corpus, one document at a time, into a records file; raises CorpusError."""
    unreadable: list[Unreadable] = []
    documents = passages = sentences = 0
    whole = hashlib.sha256()
    with writing_records(path) as writer:
        for document in read_corpus(corpus_dir):
            if isinstance(document, Unreadable):
                unreadable.append(document)
                continue
            parts = passages_of(document)
            keys = [_key(embedded_text(document, part)) for part in parts]
            writer.add(document, parts, keys)
            whole.update(document_record(document))
            for part, key in zip(parts, keys, strict=True):
                whole.update(passage_record(part) + key + context_text(document, part).encode())
            documents += 1
            passages += len(parts)
            sentences += sum(len(part.sentences) for part in parts)
    if not passages:
        raise CorpusError(_nothing_to_index(corpus_dir, unreadable))
    counts = Counts(documents, passages, sentences)
    return _Content(whole.hexdigest(), counts, tuple(unreadable))


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
        return Store.open(index_dir)
    except StoreError:
        return None


def _write_encoder(model: Model, folder: Path, before: Store | None) -> EncoderCard:
    if before is not None:
        share_folder(before.folder / "encoder", folder)
        return before.encoder.card
    folder.mkdir()
    return export_encoder(model, folder)


def _entries(records: Records) -> Iterator[Entry]:
    """What the keyword index takes in, passage by passage."""
    for number, (document_number, document, passage, _) in enumerate(records.all_passages()):
        yield Entry(
            number,
            document_number,
            tokenize(_text(document, passage)),
            tokenize(context_text(document, passage)),
        )


def _embed(
    records: Records,
    encoder: Encoder,
    before: Store | None,
    progress: Callable[[int, int], None],
) -> tuple[DenseIndex, int]:
    """The vectors of all passages, and how many of them had to be computed."""
    dense = DenseIndex.empty(encoder.dimension)
    embedded = 0
    passages = records.all_passages()
    while batch := list(islice(passages, _BATCH)):
        keys = [key for _, _, _, key in batch]
        known = {} if before is None else before.records.passages_by_key(keys)
        vectors = np.empty((len(batch), encoder.dimension), dtype=np.float32)
        old = [row for row, key in enumerate(keys) if key in known]
        new = [row for row, key in enumerate(keys) if key not in known]
        if before is not None and old:
            numbers = np.array([known[keys[row]] for row in old], dtype=np.int64)
            vectors[old] = before.dense.vectors(numbers)
        if new:
            vectors[new] = encoder.encode_passages([embedded_text(*batch[row][1:3]) for row in new])
        dense.add(vectors)
        embedded += len(new)
        progress(dense.count, records.passages)
    return dense, embedded


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
