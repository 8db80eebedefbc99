import os
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.ask import main

SCRIPT = Path(__file__).parent.parent / "scripts" / "ask.py"
JOINED = "When did Marlow Bay join the network of learning cities?"


@pytest.fixture(autouse=True)
def index(built_index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CITE_INDEX_DIR", str(built_index))


def test_an_answer_is_printed_with_its_numbered_sources(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main([f"  {JOINED} "]) == 0
    printed = capsys.readouterr()
    answer, empty, source, *_ = printed.out.splitlines()
    assert answer.startswith("Marlow Bay joined the network of learning cities in 2016. [1]")
    assert empty == ""
    assert source.startswith(
        "[1] Marlow Bay, a harbour that learns. Learning report of Marlow Bay. "
        "City council of Marlow Bay. 2021-03. https://example.org/marlow-bay. cities/marlow-bay["
    )
    assert "nearest" not in printed.out
    assert printed.err == ""


def test_declining_is_no_failure(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["Who won the chess championship in Reykjavik in 1972?"]) == 0
    printed = capsys.readouterr().out
    assert "[1]" not in printed
    assert "/documents/" in printed


@pytest.mark.parametrize(
    ("question", "complaint"),
    [
        (" ", "question should have at least 1 character"),
        ("a" * 1_001, "question should have at most 1000 characters"),
        ("\udcff", "question should be valid Unicode"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused(
    question: str, complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([question]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert complaint in printed.err


@pytest.mark.parametrize("arguments", [[], [JOINED, "twice"], ["--nonsense"]])
def test_wrong_arguments_are_refused(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage" in capsys.readouterr().err


def test_without_an_index_the_remedy_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CITE_INDEX_DIR", str(tmp_path))
    assert main([JOINED]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "scripts/rebuild_index.py" in printed.err


def test_a_bad_setting_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CITE_PORT", "abc")
    assert main([JOINED]) == 2
    assert "CITE_PORT is 'abc'" in capsys.readouterr().err


def test_it_runs_from_any_folder(tmp_path: Path, built_index: Path) -> None:
    environ = {**os.environ, "CITE_INDEX_DIR": str(built_index)}
    ran = subprocess.run(
        [sys.executable, str(SCRIPT), JOINED],
        cwd=tmp_path,
        env=environ,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert "2016" in ran.stdout
