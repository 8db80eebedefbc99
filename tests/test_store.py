"""The index on disk under damage, interruption and competition."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from index.build import build_index
from index.builds import building_folder, current_build, publish
from index.dense import write_dense
from index.files import files_under, sha256_of
from index.manifest import FORMAT_VERSION, file_cards
from index.search import (
    IndexBusy,
    IndexDamaged,
    IndexIncompatible,
    IndexMissing,
    Searcher,
    StoreError,
)
from index.store import Store, go_back
from index.tokens import TOKENIZER_VERSION
from tests.conftest import CORPUS, write_corpus

REMEDY = "python scripts/rebuild_index.py --index"


@pytest.fixture
def index_dir(small_index: Path, tmp_path: Path) -> Path:
    """An index to damage."""
    return shutil.copytree(small_index, tmp_path / "index")


def flip(position: float) -> Callable[[bytes], bytes]:
    def damage(content: bytes) -> bytes:
        at = min(int(len(content) * position), len(content) - 1)
        return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]

    return damage


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "first byte flipped": flip(0),
    "middle byte flipped": flip(0.5),
    "last byte flipped": flip(1),
    "cut": lambda content: content[: len(content) // 2],
    "emptied": lambda content: b"",
    "grown": lambda content: content + b"\0",
}


@pytest.mark.parametrize("kind", DAMAGES)
def test_damage_to_any_file_is_noticed(index_dir: Path, kind: str) -> None:
    build = current_build(index_dir)
    files = files_under(build)
    assert {"manifest.json", "documents.sqlite3", "vectors.npy", "model.onnx"} <= {
        path.name for path in files
    }
    for path in files:
        content = path.read_bytes()
        path.write_bytes(DAMAGES[kind](content))
        with pytest.raises(IndexDamaged) as noticed:
            Store.open(index_dir)
        assert all(part in str(noticed.value) for part in (str(path), "expected", REMEDY))
        path.write_bytes(content)
    Store.open(index_dir).close()


def test_a_missing_file_is_noticed(index_dir: Path) -> None:
    for path in files_under(current_build(index_dir)):
        content = path.read_bytes()
        path.unlink()
        with pytest.raises(IndexDamaged) as noticed:
            Store.open(index_dir)
        assert str(path) in str(noticed.value)
        path.write_bytes(content)
    Store.open(index_dir).close()


def test_both_hashes_are_named(index_dir: Path) -> None:
    path = current_build(index_dir) / "documents.sqlite3"
    expected = file_cards(current_build(index_dir))["documents.sqlite3"].sha256
    path.write_bytes(flip(0.5)(path.read_bytes()))
    found = file_cards(current_build(index_dir))["documents.sqlite3"].sha256
    with pytest.raises(IndexDamaged, match=f"(?s){expected}.*{found}"):
        Store.open(index_dir)


def test_an_open_index_is_hashed_again_only_where_it_was_touched(
    known_index: Path, hashed: list[Path]
) -> None:
    with closing(Store.open(known_index)) as store:
        store.check()
        assert hashed == []
        for path in files_under(store.folder):
            os.link(path, path.with_name("link"))  # as the next build does with the encoder
            path.with_name("link").unlink()
            time.sleep(0.05)
            store.check()
            assert path in hashed
            hashed.clear()
            time.sleep(0.05)
            store.check()
            assert hashed == []


def test_damage_to_any_file_of_an_open_index_is_noticed(known_index: Path) -> None:
    with closing(Store.open(known_index)) as store:
        for path in files_under(store.folder):
            before, content = path.stat(), path.read_bytes()
            path.write_bytes(flip(0.5)(content))
            os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
            with pytest.raises(IndexDamaged, match=str(path)):
                store.check()
            path.unlink()
            with pytest.raises(IndexDamaged, match=str(path)):
                store.check()
            path.write_bytes(content)
            store.check()


def test_a_byte_flipped_while_an_index_is_opened_is_noticed(
    known_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (known_index / ".verified").unlink()
    path = current_build(known_index) / "dense" / "vectors.npy"

    def hash_then_flip(of: Path) -> str:
        found = sha256_of(of)
        if of == path:
            of.write_bytes(flip(0.5)(of.read_bytes()))
        return found

    with monkeypatch.context() as patch:
        patch.setattr("index.integrity.sha256_of", hash_then_flip)
        store = Store.open(known_index)
    with closing(store), pytest.raises(IndexDamaged, match=str(path)):
        store.check()


@pytest.fixture
def known_index(index_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An index that was hashed and has not been touched since."""
    monkeypatch.setattr("index.integrity._SETTLED_SECONDS", 0.0)
    time.sleep(0.05)  # some ticks of the file system's clock
    Store.open(index_dir).close()
    time.sleep(0.05)
    return index_dir


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files that are hashed from now on."""
    paths: list[Path] = []

    def noting(path: Path) -> str:
        paths.append(path)
        return sha256_of(path)

    monkeypatch.setattr("index.integrity.sha256_of", noting)
    return paths


def test_what_was_hashed_and_not_touched_since_is_not_hashed_again(
    known_index: Path, hashed: list[Path]
) -> None:
    Store.open(known_index).close()
    assert hashed == []
    Store.open(known_index, thorough=True).close()
    assert sorted(hashed) == files_under(current_build(known_index))


def test_a_byte_changed_after_hashing_is_noticed_whatever_time_the_file_shows(
    known_index: Path,
) -> None:
    for path in files_under(current_build(known_index)):
        before, content = path.stat(), path.read_bytes()
        path.write_bytes(flip(0.5)(content))
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        assert path.stat().st_size == before.st_size
        with pytest.raises(IndexDamaged):
            Store.open(known_index)
        path.write_bytes(content)
        Store.open(known_index).close()


def test_a_file_put_in_the_place_of_another_is_hashed(
    known_index: Path, hashed: list[Path]
) -> None:
    path = current_build(known_index) / "documents.sqlite3"
    shutil.copy2(path, path.with_name("copy"))
    path.with_name("copy").replace(path)
    Store.open(known_index).close()
    assert path in hashed


def test_files_just_written_are_hashed_every_time(index_dir: Path, hashed: list[Path]) -> None:
    for path in files_under(current_build(index_dir)):
        path.touch()
    Store.open(index_dir).close()
    once = len(hashed)
    Store.open(index_dir).close()
    assert len(hashed) == 2 * once > 0


@pytest.mark.parametrize("note", [b"", b"\xff", b"20250101000000-0123456789abcdef 0\n"])
def test_without_a_note_to_trust_all_is_hashed(
    known_index: Path, hashed: list[Path], note: bytes
) -> None:
    (known_index / ".verified").write_bytes(note)
    Store.open(known_index).close()
    assert len(hashed) > 5


def test_where_no_note_can_be_written_the_index_is_opened_all_the_same(known_index: Path) -> None:
    (known_index / ".verified").unlink()
    (known_index / ".verified").mkdir()
    Store.open(known_index).close()
    assert {path.name for path in known_index.iterdir()} >= {".verified", "CURRENT", "builds"}
    assert not list(known_index.glob(".verified.*"))


def test_no_index_is_not_a_damaged_one(tmp_path: Path, index_dir: Path) -> None:
    (index_dir / "CURRENT").unlink()
    for folder in (tmp_path / "never", index_dir):
        with pytest.raises(IndexMissing, match=REMEDY):
            Searcher.open(folder)


@pytest.mark.parametrize("name", ["", "20200101000000-0123456789abcdef", ".", "../builds", "\0"])
def test_a_current_that_names_no_build_is_damage(index_dir: Path, name: str) -> None:
    (index_dir / "CURRENT").write_text(name, encoding="utf-8")
    with pytest.raises(IndexDamaged, match=f"CURRENT.*{REMEDY}"):
        Searcher.open(index_dir)


def test_a_current_that_is_no_text_is_damage(index_dir: Path) -> None:
    (index_dir / "CURRENT").write_bytes(b"\xff\xfe")
    with pytest.raises(IndexDamaged, match=f"CURRENT.*{REMEDY}"):
        Searcher.open(index_dir)


@pytest.mark.parametrize(
    ("field", "ours", "theirs"),
    [
        ("format_version", 99, FORMAT_VERSION),
        ("tokenizer_version", "new", TOKENIZER_VERSION),
    ],
)
def test_an_index_of_another_version_is_refused(
    small_index: Path,
    monkeypatch: pytest.MonkeyPatch,
    field: str,
    ours: object,
    theirs: object,
) -> None:
    monkeypatch.setattr(f"index.manifest.{field.upper()}", ours)
    with pytest.raises(IndexIncompatible, match=REMEDY) as refused:
        Searcher.open(small_index)
    assert f"its {field} is {theirs!r}, this program's {ours!r}" in str(refused.value)


def publish_changed(index_dir: Path, change: Callable[[Path], None]) -> None:
    """Make a changed copy of the build in use the one in use, its manifest true to its files."""
    store = Store.open(index_dir)
    store.close()
    with building_folder(index_dir) as folder:
        shutil.copytree(store.folder, folder, dirs_exist_ok=True)
        (folder / "manifest.json").unlink()
        change(folder)
        manifest = replace(
            store.manifest, built_at="2030-01-01T00:00:00Z", files=file_cards(folder)
        )
        publish(index_dir, folder, manifest)


@pytest.mark.parametrize(
    "name", ["documents.sqlite3", "dense/vectors.npy", "encoder/model.onnx", "lexical/meta.json"]
)
def test_a_whole_file_that_cannot_be_loaded_is_not_called_damaged(
    index_dir: Path, name: str
) -> None:
    def replace_file(folder: Path) -> None:
        (folder / name).write_bytes(b"of another age" * 99)

    publish_changed(index_dir, replace_file)
    with pytest.raises(IndexIncompatible, match=f"cannot load it: .*{REMEDY}"):
        Store.open(index_dir)


def test_parts_that_disagree_are_noticed(index_dir: Path) -> None:
    def fewer_vectors(folder: Path) -> None:
        shutil.rmtree(folder / "dense")
        write_dense(folder / "dense", (0, 16), [])

    publish_changed(index_dir, fewer_vectors)
    with pytest.raises(IndexDamaged, match=r"disagree.*expected \(8, .*found \(8, .*, 0, "):
        Store.open(index_dir)


class Interrupted(BaseException):
    """Not an Exception, as KeyboardInterrupt is none."""


def test_an_interrupted_build_is_never_seen(
    index_dir: Path, tmp_path: Path, small_model: str
) -> None:
    def interrupt(done: int, total: int) -> None:
        raise Interrupted

    before = current_build(index_dir)
    corpus = write_corpus(tmp_path / "corpus", {"one.md": "# Linz\n\nLinz has a school.\n"})
    with pytest.raises(Interrupted):
        build_index(corpus, index_dir, model=small_model, progress=interrupt)
    assert current_build(index_dir) == before
    kept = {path.name for path in (index_dir / "builds").iterdir()}
    assert kept == {before.name, ".unfinished"}
    Store.open(index_dir).close()


def test_what_a_killed_build_left_is_cleared_away(
    index_dir: Path, tmp_path: Path, small_model: str
) -> None:
    builds = index_dir / "builds"
    before = current_build(index_dir)
    shutil.copytree(before, builds / ".building")
    shutil.copytree(before, builds / "20990101000000-0123456789abcdef")
    (index_dir / "CURRENT.new").write_text("half")
    corpus = write_corpus(tmp_path / "corpus", {"one.md": "# Linz\n\nLinz has a school.\n"})
    build_index(corpus, index_dir, model=small_model)
    assert set(builds.iterdir()) == {before, current_build(index_dir)}
    names = {path.name for path in index_dir.iterdir()}
    assert names - {".verified"} == {"CURRENT", "builds", ".lock"}


Rebuild = Callable[[str], Path]


@pytest.fixture
def rebuild(index_dir: Path, tmp_path: Path, small_model: str) -> Rebuild:
    """Rebuilds the index over a document that says something; gives the folder of the build."""

    def build(word: str) -> Path:
        corpus = write_corpus(tmp_path / "corpus", {"a.md": f"# Linz\n\nLinz has {word}.\n"})
        build_index(corpus, index_dir, model=small_model)
        return current_build(index_dir)

    return build


def test_two_builds_before_are_kept_and_older_ones_go(index_dir: Path, rebuild: Rebuild) -> None:
    builds = [current_build(index_dir)]
    for word in ("one", "two", "three", "four"):
        builds.append(rebuild(word))
        assert set((index_dir / "builds").iterdir()) == set(builds[-3:])


def test_going_back_uses_the_build_before_and_says_which(index_dir: Path, rebuild: Rebuild) -> None:
    first, second, third = current_build(index_dir), rebuild("one"), rebuild("two")
    for before in (second, first):
        manifest = go_back(index_dir)
        assert current_build(index_dir) == before
        with closing(Store.open(index_dir)) as store:
            assert manifest == store.manifest
    with pytest.raises(IndexMissing, match=rf"no build before {first.name}.*{REMEDY}"):
        go_back(index_dir)
    assert current_build(index_dir) == first
    assert {first, second, third} == set((index_dir / "builds").iterdir())


def test_what_was_gone_back_from_is_not_come_upon_again(index_dir: Path, rebuild: Rebuild) -> None:
    good, bad = rebuild("one"), rebuild("two")
    go_back(index_dir)
    rebuild("three")
    assert not bad.exists()
    go_back(index_dir)
    assert current_build(index_dir) == good


def test_nobody_goes_back_to_a_damaged_build(index_dir: Path, rebuild: Rebuild) -> None:
    first, second = current_build(index_dir), rebuild("one")
    path = first / "documents.sqlite3"
    path.write_bytes(flip(0.5)(path.read_bytes()))
    with pytest.raises(IndexDamaged, match=f"(?s)stays as it is.*{path}.*Or remove {first}"):
        go_back(index_dir)
    assert current_build(index_dir) == second
    Store.open(index_dir).close()


def test_nobody_goes_back_during_a_build(index_dir: Path, rebuild: Rebuild) -> None:
    rebuild("one")
    with building_folder(index_dir), pytest.raises(IndexBusy, match="by another process"):
        go_back(index_dir)


def test_where_no_index_is_nothing_is_left_behind(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match=REMEDY):
        go_back(tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_reader_goes_on_when_its_build_is_removed(index_dir: Path, rebuild: Rebuild) -> None:
    searcher = Searcher.open(index_dir)
    before = searcher.search("When did Oberlinden join?")
    opened = current_build(index_dir)
    for word in ("one", "two", "three"):
        rebuild(word)
    assert not opened.exists()
    assert searcher.info.documents == len(CORPUS)
    assert searcher.search("When did Oberlinden join?") == before
    assert len(list(searcher.documents())) == len(CORPUS)
    searcher.close()


def test_two_builds_at_once_are_one_too_many(
    index_dir: Path, corpus_dir: Path, small_model: str
) -> None:
    with (
        building_folder(index_dir),
        pytest.raises(IndexBusy, match="being built by another process"),
    ):
        build_index(corpus_dir, index_dir, model=small_model)
    assert build_index(corpus_dir, index_dir, model=small_model).status == "current"


def test_every_error_is_a_store_error() -> None:
    for kind in (IndexMissing, IndexDamaged, IndexIncompatible, IndexBusy):
        assert issubclass(kind, StoreError)
