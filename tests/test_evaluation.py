import json
import re
from pathlib import Path

import pytest

from index.search import Searcher
from scripts.evaluate import main
from service.ask import Service
from service.evaluation import (
    Case,
    Outcome,
    QuestionSetError,
    evaluate,
    read_cases,
    risk_coverage_area,
    summarise,
)

LINE = {
    "id": "q1",
    "kind": "date",
    "turns": ["When did Marlow Bay join the network of learning cities?"],
    "all": ["2016"],
    "none": ["2004"],
    "cite": "marlow-bay",
    "answered": True,
}


def question_set(folder: Path, *lines: object) -> Path:
    path = folder / "questions.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    return path


def outcome(*, answered: bool, right: bool, answerable: bool, confidence: float = 0.5) -> Outcome:
    case = Case("q", "date", ("When?",), (re.compile("1999"),), (), None, answerable)
    return Outcome(case, answered, right, confidence, answerable or None, 0.002, "")


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ({**LINE, "all": ["("]}, "line 1"),
        ({**LINE, "all": "1999"}, "all should be a list"),
        ({**LINE, "turns": []}, "turns should be a list"),
        ({"id": "q1"}, "'turns'"),
        ("no question", "line 1"),
    ],
)
def test_a_line_that_is_no_question_is_named(tmp_path: Path, line: object, named: str) -> None:
    with pytest.raises(QuestionSetError, match=named):
        read_cases(question_set(tmp_path, line))


def test_a_set_that_is_missing_or_empty_is_named(tmp_path: Path) -> None:
    for path in (tmp_path / "none.jsonl", question_set(tmp_path)):
        with pytest.raises(QuestionSetError, match=path.name):
            read_cases(path)


@pytest.mark.parametrize(
    ("change", "right"),
    [
        ({}, True),
        ({"all": ["2016", "Oberlinden"]}, False),
        ({"none": ["2016"]}, False),
        ({"cite": "oberlinden"}, False),
        ({"cite": None}, True),
        ({"cite": "Learning report of Marlow Bay"}, True),
        ({"answered": False}, False),
    ],
)
def test_a_reply_is_right_when_everything_holds(
    searcher: Searcher, tmp_path: Path, change: dict[str, object], right: bool
) -> None:
    cases = read_cases(question_set(tmp_path, {**LINE, **change}))
    (found,) = evaluate(Service(searcher), cases)
    assert found.answered
    assert found.right is right


def test_declining_is_right_where_there_is_no_answer(searcher: Searcher, tmp_path: Path) -> None:
    line = {**LINE, "turns": ["How hot does tungsten boil?"], "answered": False}
    (found,) = evaluate(Service(searcher), read_cases(question_set(tmp_path, line)))
    assert (found.answered, found.right, found.retrieved) == (False, True, None)


def test_earlier_turns_are_the_history_of_the_last(searcher: Searcher, tmp_path: Path) -> None:
    line = {
        **LINE,
        "turns": ["When did Marlow Bay join the network?", "And Oberlinden?"],
        "all": ["2019"],
        "cite": None,
    }
    (found,) = evaluate(Service(searcher), read_cases(question_set(tmp_path, line)))
    assert found.retrieved


def test_the_figures_of_a_run() -> None:
    figures = summarise(
        [
            outcome(answered=True, right=True, answerable=True),
            outcome(answered=False, right=False, answerable=True),
            outcome(answered=False, right=True, answerable=False),
            outcome(answered=True, right=False, answerable=False),
        ]
    )
    assert figures["questions"] == 4
    assert figures["right"] == 0.5
    assert figures["right_by_kind"] == {"date": 0.5}
    assert figures["declining_precision"] == figures["declining_recall"] == 0.5
    assert figures["answerable_declined"] == 0.5
    assert figures["recall_at_10"] == 1.0
    assert figures["p50_ms"] == 2.0


def test_the_risk_coverage_area() -> None:
    # Coverage 1/3, 2/3 and 1 have risk 0, 1/2 and 1/3.
    assert risk_coverage_area([0.9, 0.5, 0.1], [True, False, True]) == pytest.approx(5 / 18)
    assert risk_coverage_area([0.9, 0.5], [True, True]) == 0.0


def test_the_command_prints_and_writes_the_figures(
    built_index: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("CITE_INDEX_DIR", str(built_index))
    wrong = {**LINE, "id": "q2", "all": ["1815"]}
    questions = question_set(tmp_path, LINE, wrong)
    written = tmp_path / "figures.json"
    assert main(["--questions", str(questions), "--json", str(written), "--wrong"]) == 0
    printed = capsys.readouterr().out
    assert "q2 [date]" in printed
    assert "q1 [date]" not in printed
    figures = written.read_text(encoding="utf-8")
    assert figures in printed
    assert json.loads(figures)["right"] == 0.5


def test_the_command_indexes_another_corpus(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "ulm.txt").write_text("The fair of Ulm was opened in 1641.\n", encoding="utf-8")
    line = {**LINE, "turns": ["When was the fair of Ulm opened?"], "all": ["1641"], "cite": "ulm"}
    questions = question_set(tmp_path, line)
    assert main(["--questions", str(questions), "--corpus", str(corpus)]) == 0
    assert json.loads(capsys.readouterr().out)["right"] == 1.0


def test_the_command_says_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    questions = question_set(tmp_path, LINE)
    assert main(["--questions", str(questions), "--corpus", str(tmp_path / "none")]) == 2
    assert "none" in capsys.readouterr().err
