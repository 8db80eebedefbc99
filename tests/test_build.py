"""Building: what changes an index, what is embedded again, and that no shortcut shows."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from corpus.documents import CorpusError, Document
from corpus.passages import Passage, passages_of
from index.build import BuildReport, build_index
from index.builds import current_build
from index.dense import Vectors, write_dense
from index.export import ModelError
from index.lexical import Entry, write_lexical
from index.search import Filters, Hit, IndexDamaged, Searcher
from index.store import Store
from index.unfinished import Unfinished
from index.version import code_version
from tests.conftest import CORPUS, write_corpus

ROOT = Path(__file__).parent.parent
QUERIES = ["When did it join?", "mining", "세종 village", "garden telescopes", "budget 3.2"]

Build = Callable[..., BuildReport]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """The corpus of `conftest.py`, to change."""
    return write_corpus(tmp_path / "corpus", CORPUS)


@pytest.fixture
def index_dir(small_index: Path, tmp_path: Path) -> Path:
    """The index over `corpus` as it is at first, with the small model."""
    return shutil.copytree(small_index, tmp_path / "index")


@pytest.fixture(scope="module")
def strange_index(small_model: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index over another corpus: a build upon it has an encoder and not one vector to reuse."""
    corpus = write_corpus(tmp_path_factory.mktemp("strange"), {"x.md": "# X\n\nNothing alike.\n"})
    index_dir = tmp_path_factory.mktemp("strange-index")
    build_index(corpus, index_dir, model=small_model)
    return index_dir


@pytest.fixture
def build(corpus: Path, index_dir: Path, small_model: str) -> Build:
    """Builds `corpus` upon `index_dir`, or elsewhere."""

    def build(
        where: Path = index_dir, *, full: bool = False, model: str = small_model
    ) -> BuildReport:
        return build_index(corpus, where, model=model, full=full)

    return build


def contents(index_dir: Path) -> tuple[bytes, list[list[Hit]]]:
    """All that an index holds for those who search it: its vectors, and answers in full."""
    store = Store.open(index_dir)
    searcher = Searcher(store)
    vectors = store.dense.vectors(np.arange(store.dense.count)).tobytes()
    hits = [searcher.search(query, k=1000) for query in QUERIES]
    assert [len(found) for found in hits] == [store.dense.count] * len(QUERIES)
    searcher.close()
    return vectors, hits


def snapshot(folder: Path) -> dict[str, tuple[int, int]]:
    """Every file under a folder, with its size and when it was written."""
    paths = [path for path in folder.rglob("*") if path.name not in {".building", ".verified"}]
    return {str(p): (p.stat().st_size, p.stat().st_mtime_ns) for p in paths if p.is_file()}


def test_a_report_says_what_was_done(build: Build, tmp_path: Path) -> None:
    report = build(tmp_path / "new")
    store = Store.open(tmp_path / "new")
    counts = store.manifest.counts
    assert (report.status, report.unreadable) == ("built", ())
    assert report.documents == counts.documents == len(CORPUS)
    assert report.passages == report.embedded == counts.passages == store.dense.count
    assert (report.reused, report.id) == (0, store.manifest.id)
    assert counts.sentences > counts.passages
    assert report.seconds > 0
    store.close()


def test_progress_ends_with_all_passages(corpus: Path, index_dir: Path, small_model: str) -> None:
    told: list[tuple[int, int]] = []
    add(corpus)
    report = build_index(
        corpus, index_dir, model=small_model, progress=lambda *now: told.append(now)
    )
    assert told == sorted(told)
    assert told[-1] == (report.passages, report.passages)


def test_nothing_is_written_when_nothing_has_changed(build: Build, index_dir: Path) -> None:
    before = snapshot(index_dir)
    report = build()
    assert (report.status, report.embedded) == ("current", 0)
    assert report.reused == report.passages > 0
    assert snapshot(index_dir) == before


def edit(corpus: Path, name: str, old: str, new: str) -> None:
    text = (corpus / name).read_text(encoding="utf-8")
    assert old in text
    (corpus / name).write_text(text.replace(old, new), encoding="utf-8")


def add(corpus: Path) -> None:
    write_corpus(corpus, {"a-new/one.md": "# Linz\n\nLinz has a school of clouds.\n"})


def change(corpus: Path) -> None:
    edit(corpus, "notes.txt", "eleven villages", "twelve villages")


def change_a_title(corpus: Path) -> None:
    edit(corpus, "cities/sejong.md", "title: Sejong", "title: Sejong City")


def change_an_alias(corpus: Path) -> None:
    edit(corpus, "cities/sejong.md", "세종시", "세종특별자치시")


def delete(corpus: Path) -> None:
    (corpus / "garden.html").unlink()


def rename(corpus: Path) -> None:
    (corpus / "cities" / "marlow-bay.md").rename(corpus / "zebra.md")


def everything_at_once(corpus: Path) -> None:
    for step in (add, change, change_a_title, delete, rename):
        step(corpus)


@pytest.mark.parametrize(
    ("step", "embedded"),
    [
        (add, 1),
        (change, 1),
        (change_a_title, 1),
        (change_an_alias, 0),
        (delete, 0),
        (rename, 0),
        (everything_at_once, 3),
    ],
)
def test_an_incremental_build_equals_a_full_one(  # noqa: PLR0917
    build: Build,
    corpus: Path,
    index_dir: Path,
    strange_index: Path,
    tmp_path: Path,
    step: Callable[[Path], None],
    embedded: int,
) -> None:
    first = build()
    step(corpus)
    incremental = build()
    elsewhere = shutil.copytree(strange_index, tmp_path / "elsewhere")
    full = build(elsewhere)
    assert (incremental.status, incremental.embedded) == ("built", embedded)
    assert incremental.reused == incremental.passages - embedded
    assert full.embedded == full.passages == incremental.passages
    assert incremental.id == full.id != first.id
    assert contents(index_dir) == contents(elsewhere)


def test_full_embeds_all_again_and_changes_nothing(build: Build, index_dir: Path) -> None:
    first = build()
    before = contents(index_dir)
    again = build(full=True)
    assert (again.status, again.embedded, again.id) == ("built", first.passages, first.id)
    assert contents(index_dir) == before


def test_going_back_to_earlier_documents_gives_the_earlier_index(
    build: Build, corpus: Path, index_dir: Path
) -> None:
    first, before = build(), contents(index_dir)
    add(corpus)
    assert build().id != first.id
    (corpus / "a-new" / "one.md").unlink()
    assert build().id == first.id
    assert contents(index_dir) == before


def test_another_model_embeds_all_again(build: Build, tmp_path: Path) -> None:
    from tests.models import make_bert  # here, as it brings torch

    first = build()
    other = build(model=str(make_bert(tmp_path, seed=1)))
    assert (other.status, other.embedded) == ("built", first.passages)
    assert other.id != first.id


def test_a_build_that_does_not_find_itself_is_thrown_away(
    build: Build, corpus: Path, index_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write_backwards(folder: Path, shape: tuple[int, int], blocks: Iterable[Vectors]) -> None:
        write_dense(folder, shape, [block[::-1] for block in blocks])

    def write_without_words(folder: Path, entries: Iterable[Entry]) -> None:
        write_lexical(folder, [entry._replace(body=[], context=[]) for entry in entries])

    before = current_build(index_dir)
    add(corpus)
    for target, broken in (
        ("index.build.write_dense", write_backwards),
        ("index.build.write_lexical", write_without_words),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(target, broken)
            with pytest.raises(IndexDamaged, match="does not find its own passage"):
                build()
        assert current_build(index_dir) == before
    assert build().status == "built"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The documents that are read from now on."""
    ids: list[str] = []

    def noting(document: Document) -> list[Passage]:
        ids.append(document.id)
        return passages_of(document)

    monkeypatch.setattr("index.reading.passages_of", noting)
    return ids


def test_only_what_has_changed_is_read(build: Build, corpus: Path, read: list[str]) -> None:
    build()
    read.clear()
    build()
    assert read == []
    change(corpus)
    build()
    assert read == ["notes"]
    rename(corpus)
    build()
    assert read == ["notes", "zebra"]


def test_another_version_of_the_code_reads_all_again(
    build: Build, corpus: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    build()
    read.clear()
    monkeypatch.setattr("index.build.code_version", lambda: "new")
    add(corpus)
    report = build()
    assert (report.embedded, len(read)) == (1, len(CORPUS) + 1)
    build(full=True)
    assert len(read) == 2 * (len(CORPUS) + 1)


def test_the_version_of_the_code_is_that_of_its_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.version.corpus", SimpleNamespace(__path__=[str(tmp_path)]))
    (tmp_path / "one.py").write_text("a = 1")
    (tmp_path / "words.toml").write_text("b = 2")
    versions = [code_version.__wrapped__()]
    for name, text in (("one.py", "a = 2"), ("words.toml", "b = 3"), ("two.py", "")):
        (tmp_path / name).write_text(text)
        versions.append(code_version.__wrapped__())
    (tmp_path / "notes.md").write_text("A document, which is no code.")
    assert code_version.__wrapped__() == versions[-1]
    assert len({*versions}) == 4


class Stopped(BaseException):
    """Not an Exception, as KeyboardInterrupt is none."""


def stop_after(passages: int) -> Callable[[int, int], None]:
    def progress(done: int, total: int) -> None:
        if done >= passages:
            raise Stopped

    return progress


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.vectors._BATCH", 3)


@pytest.mark.usefixtures("small_batches")
def test_a_stopped_build_is_taken_up_where_it_was(
    build: Build, corpus: Path, strange_index: Path, small_model: str, tmp_path: Path
) -> None:
    stopped, straight = (shutil.copytree(strange_index, tmp_path / n) for n in ("a", "b"))
    for passages in (3, 6):  # twice: what the first one kept is not lost by the second
        with pytest.raises(Stopped):
            build_index(corpus, stopped, model=small_model, progress=stop_after(passages))
    delete(corpus)  # what is kept is known by its text, whatever else has changed since
    again, whole = build(stopped), build(straight)
    assert (again.embedded, again.reused) == (whole.passages - 6, 6)
    assert again.id == whole.id
    assert contents(stopped) == contents(straight)
    assert not (stopped / "builds" / ".unfinished").exists(), "gone with the finished build"


@pytest.mark.usefixtures("small_batches")
def test_a_full_build_takes_nothing_from_a_stopped_one(
    build: Build, corpus: Path, strange_index: Path, small_model: str, tmp_path: Path
) -> None:
    index_dir = shutil.copytree(strange_index, tmp_path / "a")
    with pytest.raises(Stopped):
        build_index(corpus, index_dir, model=small_model, progress=stop_after(3))
    again = build(index_dir, full=True)
    assert again.embedded == again.passages


@pytest.mark.usefixtures("small_batches")
@pytest.mark.parametrize("cut", [0, 100, 5000, -1])
def test_nothing_damaged_is_taken_from_a_stopped_build(  # noqa: PLR0917
    build: Build, corpus: Path, strange_index: Path, small_model: str, tmp_path: Path, cut: int
) -> None:
    stopped, straight = (shutil.copytree(strange_index, tmp_path / n) for n in ("a", "b"))
    with pytest.raises(Stopped):
        build_index(corpus, stopped, model=small_model, progress=stop_after(6))
    kept = stopped / "builds" / ".unfinished" / "vectors.sqlite3"
    kept.write_bytes(kept.read_bytes()[:cut])
    assert build(stopped).id == build(straight).id
    assert contents(stopped) == contents(straight)


def test_a_changed_bit_in_a_kept_vector_is_noticed(tmp_path: Path) -> None:
    keys = [bytes([number]) * 32 for number in range(3)]
    vectors = np.random.default_rng(1).normal(size=(3, 40)).astype(np.float32)
    kept = Unfinished(tmp_path / "kept", "one model")
    kept.keep(keys, vectors)
    kept.close()
    path = tmp_path / "kept" / "vectors.sqlite3"
    content = path.read_bytes()
    assert content.count(vectors[1].tobytes()) == 1
    damaged = vectors[1].copy()
    damaged[7] = np.nextafter(damaged[7], np.float32(9))
    path.write_bytes(content.replace(vectors[1].tobytes(), damaged.tobytes()))
    kept = Unfinished(tmp_path / "kept", "one model")
    found = kept.vectors([*keys, b"never kept"])
    kept.close()
    assert {key: vector.tobytes() for key, vector in found.items()} == {
        keys[number]: vectors[number].tobytes() for number in (0, 2)
    }
    other = Unfinished(tmp_path / "kept", "another model")
    assert other.vectors(keys) == {}
    other.close()


def test_nothing_is_taken_from_a_damaged_index(build: Build, index_dir: Path) -> None:
    first = build()
    before = contents(index_dir)
    vectors = current_build(index_dir) / "dense" / "vectors.npy"
    damaged = bytearray(vectors.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    vectors.write_bytes(damaged)
    again = build()
    assert (again.status, again.id, again.reused) == ("built", first.id, 0)
    assert contents(index_dir) == before


def test_what_cannot_be_read_is_reported_and_left_out(build: Build, corpus: Path) -> None:
    (corpus / "empty.md").write_text("", encoding="utf-8")
    (corpus / "binary.txt").write_bytes(b"\xff\xfe\x00\xd8" * 10)
    report = build()
    assert {file.path for file in report.unreadable} == {"empty.md", "binary.txt"}
    assert all(file.reason and file.remedy for file in report.unreadable)
    assert report.documents == len(CORPUS)
    assert build().unreadable == report.unreadable, "reported when nothing has changed, too"


def test_a_corpus_without_documents_leaves_the_index_as_it_is(
    build: Build, index_dir: Path, tmp_path: Path, small_model: str
) -> None:
    report = build()
    empty = tmp_path / "empty"
    empty.mkdir()
    broken = write_corpus(tmp_path / "broken", {"only.md": ""})
    for folder, message in (
        (empty, str(empty)),
        (broken, "only.md"),
        (tmp_path / "gone", "gone"),
        (broken / "only.md", "only.md"),
    ):
        with pytest.raises(CorpusError, match=message):
            build_index(folder, index_dir, model=small_model)
    searcher = Searcher.open(index_dir)
    assert searcher.info.id == report.id
    searcher.close()


def test_a_missing_model_is_said_before_anything_is_written(corpus: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelError):
        build_index(corpus, tmp_path / "new", model=str(tmp_path / "gone"))
    assert not (tmp_path / "new").exists()


def test_the_encoder_of_before_is_kept_without_loading_torch(
    corpus: Path, index_dir: Path, small_model: str
) -> None:
    add(corpus)
    code = (
        "import sys; from pathlib import Path; from index.build import build_index\n"
        "report = build_index(Path(sys.argv[1]), Path(sys.argv[2]), model=sys.argv[3])\n"
        "print(report.embedded, {'torch', 'sentence_transformers'} & set(sys.modules))\n"
    )
    arguments = [str(corpus), str(index_dir), small_model]
    run = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout == "1 set()\n"


def test_filters_follow_changed_metadata(build: Build, corpus: Path, index_dir: Path) -> None:
    edit(corpus, "cities/oberlinden.md", "city: Oberlinden", "city: Linden")
    build()
    searcher = Searcher.open(index_dir)
    assert searcher.search("coal", Filters(cities=("Oberlinden",))) == []
    assert searcher.search("coal", Filters(cities=("linden",)))
    searcher.close()


def test_a_changed_mark_changes_the_source_and_embeds_nothing(
    build: Build, corpus: Path, index_dir: Path
) -> None:
    edit(corpus, "cities/oberlinden.md", "a year.[^2]", "a year.[^1]")
    report = build()
    assert (report.status, report.embedded) == ("built", 0)
    searcher = Searcher.open(index_dir)
    (document,) = {hit.document for hit in searcher.search("science park", k=1)}
    searcher.close()
    source = document.source_at(document.marks[0].span)
    assert source is not None
    assert source.title == "Oberlinden learns"
