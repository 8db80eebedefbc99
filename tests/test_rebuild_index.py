"""The command that builds the index: its exit statuses and all that it says."""

from __future__ import annotations

import os
import pty
import shutil
import subprocess
import sys
import termios
from contextlib import closing
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from index.builds import building_folder
from index.search import Searcher
from scripts.rebuild_index import main
from tests.conftest import CORPUS, write_corpus

SCRIPT = Path(__file__).parent.parent / "scripts" / "rebuild_index.py"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return write_corpus(tmp_path / "corpus", CORPUS)


@pytest.fixture
def index_dir(
    small_index: Path, small_model: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """An index over the corpus as it is at first; the small model is set in the environment."""
    monkeypatch.setenv("CITE_EMBEDDING_MODEL", small_model)
    return shutil.copytree(small_index, tmp_path / "index")


def documents(index_dir: Path) -> int:
    searcher = Searcher.open(index_dir)
    searcher.close()
    return searcher.info.documents


def test_it_builds_what_has_changed_then_says_that_nothing_has(
    corpus: Path, index_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_corpus(corpus, {"one.md": "# Linz\n\nLinz has a school of clouds.\n"})
    arguments = ["--corpus", str(corpus), "--index", str(index_dir)]
    assert main(arguments) == 0
    said = capsys.readouterr()
    passages = len(CORPUS) + 4  # of Marlow Bay three, and of Oberlinden two
    assert f"Indexing {corpus} into {index_dir}" in said.out
    assert f"{passages} of {passages} passages\n" in said.out
    assert f"9 documents, {passages} passages (1 embedded, {passages - 1} reused, " in said.out
    assert said.err == ""
    assert documents(index_dir) == 9

    assert main(arguments) == 0
    assert f"is current: 9 documents, {passages} passages." in capsys.readouterr().out

    assert main([*arguments, "--full"]) == 0
    assert f"({passages} embedded, 0 reused, " in capsys.readouterr().out


def test_the_environment_gives_the_folders(
    corpus: Path,
    index_dir: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("CITE_CORPUS_DIR", str(corpus))
    monkeypatch.setenv("CITE_INDEX_DIR", str(index_dir))
    assert main([]) == 0
    assert "is current" in capsys.readouterr().out


def test_every_unreadable_document_is_named(
    corpus: Path, index_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (corpus / "empty.md").write_text("", encoding="utf-8")
    (corpus / "report.pdf").write_bytes(b"%PDF-1.7")
    assert main(["--corpus", str(corpus), "--index", str(index_dir)]) == 0
    said = capsys.readouterr().out
    assert "could not be read (2)" in said
    for name in ("empty.md", "report.pdf"):
        (line,) = [line for line in said.splitlines() if line.startswith(f"- {name}: ")]
        assert len(line) > len(name) + 20, "a reason and a remedy"


def test_any_terminal_takes_what_is_said(
    corpus: Path, index_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (corpus / "빈 문서.md").write_text("", encoding="utf-8")
    terminal = TextIOWrapper(BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", terminal)
    assert main(["--corpus", str(corpus), "--index", str(index_dir)]) == 0
    terminal.seek(0)
    assert r"- \ube48 \ubb38\uc11c.md: " in terminal.read()


def test_an_unusable_corpus_is_exit_2(
    index_dir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty").mkdir()
    broken = write_corpus(tmp_path / "broken", {"only.md": ""})
    for folder in (tmp_path / "gone", tmp_path / "empty", broken, broken / "only.md"):
        assert main(["--corpus", str(folder), "--index", str(index_dir)]) == 2
        assert str(folder) in capsys.readouterr().err
    assert documents(index_dir) == len(CORPUS)


def test_a_wrong_setting_or_model_is_exit_2(
    corpus: Path,
    index_dir: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("CITE_EMBEDDING_MODEL", str(corpus))
    assert main(["--corpus", str(corpus), "--index", str(index_dir)]) == 2
    assert "CITE_EMBEDDING_MODEL" in capsys.readouterr().err
    monkeypatch.setenv("CITE_PORT", "many")
    assert main(["--corpus", str(corpus), "--index", str(index_dir)]) == 2
    assert "CITE_PORT" in capsys.readouterr().err


def test_an_unknown_argument_is_exit_2(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--corpse", "x"])
    assert stopped.value.code == 2
    assert "--corpse" in capsys.readouterr().err


def test_a_place_that_takes_no_index_is_exit_1(
    corpus: Path, index_dir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    assert main(["--corpus", str(corpus), "--index", str(tmp_path / "file")]) == 1
    assert str(tmp_path / "file") in capsys.readouterr().err
    with building_folder(index_dir):
        assert main(["--corpus", str(corpus), "--index", str(index_dir)]) == 1
    assert "another process" in capsys.readouterr().err


def test_stopped_by_ctrl_c_it_keeps_the_index_and_goes_on_next_time(
    corpus: Path,
    index_dir: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def interrupt(records: object) -> None:
        raise KeyboardInterrupt

    arguments = ["--corpus", str(corpus), "--index", str(index_dir)]
    write_corpus(corpus, {"one.md": "# Linz\n\nLinz has a school of clouds.\n"})
    with monkeypatch.context() as patch:
        patch.setattr("index.build.try_out", interrupt)
        assert main(arguments) == 130
    assert "the index is as it was" in capsys.readouterr().err
    assert documents(index_dir) == len(CORPUS)
    assert main(arguments) == 0
    assert "(0 embedded, " in capsys.readouterr().out


def test_it_goes_back_to_the_build_before(
    corpus: Path, index_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(Searcher.open(index_dir)) as searcher:
        before = searcher.info
    arguments = ["--index", str(index_dir)]
    write_corpus(corpus, {"one.md": "# Linz\n\nLinz has a school of clouds.\n"})
    assert main(["--corpus", str(corpus), *arguments]) == 0
    capsys.readouterr()
    assert main(["--back", *arguments]) == 0
    said = capsys.readouterr().out
    assert f"The index {before.id}, built at {before.built_at}, is in use again: 8 " in said
    assert "The next rebuild makes the index of the documents as they are then." in said
    assert documents(index_dir) == len(CORPUS)
    assert main(["--back", *arguments]) == 1
    assert "There is no build before" in capsys.readouterr().err
    assert main(["--corpus", str(corpus), *arguments]) == 0
    assert documents(index_dir) == len(CORPUS) + 1


def test_going_back_says_what_stands_in_its_way(
    index_dir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--back", "--index", str(tmp_path / "never")]) == 1
    assert "There is no index in" in capsys.readouterr().err
    assert not (tmp_path / "never").exists()
    with building_folder(index_dir):
        assert main(["--back", "--index", str(index_dir)]) == 1
    assert "another process" in capsys.readouterr().err
    for also in (["--full"], ["--corpus", str(tmp_path)]):
        with pytest.raises(SystemExit) as stopped:
            main(["--back", *also])
        assert stopped.value.code == 2
        assert "--back builds nothing" in capsys.readouterr().err


def test_a_terminal_sees_a_bar(corpus: Path, index_dir: Path) -> None:
    write_corpus(corpus, {"one.md": "# Linz\n\nLinz has a school of clouds.\n"})
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 80))
    os.set_blocking(ours, False)
    run = subprocess.run(
        [sys.executable, str(SCRIPT), "--corpus", str(corpus), "--index", str(index_dir)],
        cwd=corpus,  # the script finds its modules wherever it is started
        stdout=subprocess.PIPE,
        stderr=theirs,
        check=True,
        text=True,
    )
    drawn = os.read(ours, 100_000).decode()
    os.close(theirs)
    os.close(ours)
    assert " passages" in drawn
    assert "\r" in drawn
    assert "passages\n" not in run.stdout
    assert "9 documents" in run.stdout
