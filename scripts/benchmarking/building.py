"""How fast documents become an index: beside the bare encoder, and when one of many changes."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import closing
from functools import partial

from index.build import build_index
from index.context import embedded_text
from index.records import Records
from index.store import Store
from scripts.benchmarking.clock import seconds_of
from scripts.benchmarking.figures import Figure, compared
from scripts.benchmarking.material import write_documents
from scripts.benchmarking.plan import Bench

_STRANGE = "# Elsewhere\n\nNothing in here is said anywhere else.\n"


def build(bench: Bench) -> Iterator[Figure]:
    """Passages a second: by the encoder alone, from nothing, and with the encoder of before.

    A build from nothing exports the encoder first, once for a model and whatever the corpus.
    """
    strange = bench.folder / "strange"
    strange.mkdir()
    (strange / "strange.md").write_text(_STRANGE)
    bare, first, later = [], [], []
    for number in range(bench.sizes.builds):
        new, known = (bench.folder / f"{kind}-{number}" for kind in ("new", "known"))
        build_index(strange, known, model=bench.model)
        seconds = [
            seconds_of(partial(build_index, bench.corpus_dir, where, model=bench.model))
            for where in (new, known)
        ]
        with closing(Store.open(new)) as store:
            texts = _texts(store.records)
            bare.append(len(texts) / seconds_of(partial(store.encoder.encode_passages, texts)))
        first.append(len(texts) / seconds[0])
        later.append(len(texts) / seconds[1])
    floor = Figure("build", "floor: the encoder alone on the same texts", "passages/s", tuple(bare))
    yield floor
    yield compared("build", "all documents new", "passages/s", later, floor)
    yield compared("build", "the first one, with export of the encoder", "passages/s", first, floor)


def change(bench: Bench) -> Iterator[Figure]:
    """Seconds until one changed document of many is in the index."""
    corpus, index_dir = bench.folder / "corpus", bench.folder / "index"
    write_documents(corpus, bench.sizes.documents)
    again = partial(build_index, corpus, index_dir, model=bench.model)
    full = seconds_of(again)
    paths = sorted(corpus.rglob("*.md"))
    changed = []
    for path in random.Random(3).sample(paths, 1 + bench.sizes.builds):
        path.write_text(path.read_text() + "\nA swimming pool was added this year.\n")
        changed.append(seconds_of(again))
    name = f"full build of {len(paths):,} documents"
    whole = Figure("change", name, "s", (full,))
    yield whole
    yield compared("change", "again, with one of them changed", "s", changed[1:], whole)


def _texts(records: Records) -> list[str]:
    return [embedded_text(*records.passage(number)) for number in range(records.passages)]
