import json
import re
from pathlib import Path

import pytest

from index.search import Searcher
from scripts.evaluate import main
from service.ask import Service
from service.evaluation import (
    Bin,
    OperatingPoint,
    Outcome,
    evaluate,
    expected_calibration_error,
    reliability_bins,
    risk_coverage_area,
    risk_coverage_curve,
    summarise,
)
from service.finder import PASSAGES_READ
from service.question_set import Case, QuestionSetError, read_cases

LINE = {
    "id": "q1",
    "kind": "date",
    "turns": ["When did Marlow Bay join the network of learning cities?"],
    "all": ["2016"],
    "none": ["2004"],
    "cite": "marlow-bay",
    "answered": True,
}


def question_set(folder: Path, *lines: object, name: str = "questions") -> Path:
    path = folder / f"{name}.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    return path


def outcome(*, answered: bool, right: bool, answerable: bool, confidence: float = 0.5) -> Outcome:
    case = Case("q", "date", ("When?",), (re.compile("1999"),), (), None, answerable)
    return Outcome(case, answered, right, confidence, answerable or None, 0.002, "")


def answer(confidence: float, *, right: bool) -> Outcome:
    return outcome(answered=True, right=right, answerable=True, confidence=confidence)


def declined(confidence: float, *, right: bool) -> Outcome:
    return outcome(answered=False, right=right, answerable=not right, confidence=confidence)


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
    assert figures["risk_coverage_area"] == 0.5
    assert figures["expected_calibration_error"] == 0.0
    assert figures[f"recall_at_{PASSAGES_READ}"] == 1.0
    assert figures["p50_ms"] == 2.0


def test_the_risk_coverage_curve_covers_the_answered_surest_first() -> None:
    curve = risk_coverage_curve(
        [
            answer(0.1, right=True),
            answer(0.9, right=True),
            declined(0.95, right=False),
            answer(0.5, right=False),
        ]
    )
    assert curve == [
        OperatingPoint(coverage=0.25, risk=0.0),
        OperatingPoint(coverage=0.5, risk=0.5),
        OperatingPoint(coverage=0.75, risk=1 / 3),
    ]
    assert risk_coverage_area(curve) == pytest.approx(5 / 18)


def test_equal_confidences_cannot_be_told_apart() -> None:
    outcomes = [answer(0.7, right=False), answer(0.7, right=True), answer(0.9, right=True)]
    curve = risk_coverage_curve(outcomes)
    assert curve == [
        OperatingPoint(coverage=1 / 3, risk=0.0),
        OperatingPoint(coverage=1.0, risk=1 / 3),
        OperatingPoint(coverage=1.0, risk=1 / 3),
    ]
    assert risk_coverage_curve(outcomes[::-1]) == curve


@pytest.mark.parametrize(("right", "risk"), [(True, 0.0), (False, 1.0)])
def test_the_risk_where_all_are_right_or_none(right: bool, risk: float) -> None:
    curve = risk_coverage_curve([answer(0.9, right=right), answer(0.4, right=right)])
    assert [point.risk for point in curve] == [risk, risk]
    assert risk_coverage_area(curve) == risk


@pytest.mark.parametrize("outcomes", [[], [declined(0.9, right=True)]])
def test_nothing_answered_is_no_curve(outcomes: list[Outcome]) -> None:
    assert risk_coverage_curve(outcomes) == []
    assert risk_coverage_area([]) is None


def test_the_bins_hold_answered_and_declined_by_their_confidence() -> None:
    bins = reliability_bins(
        [
            answer(0.75, right=True),
            declined(0.79, right=False),
            answer(0.25, right=False),
            declined(0.77, right=True),
        ]
    )
    assert [(b.lower, b.right, b.count) for b in bins] == [(0.2, 0.0, 1), (0.7, 2 / 3, 3)]
    assert [b.confidence for b in bins] == pytest.approx([0.25, 0.77])
    assert expected_calibration_error(bins) == pytest.approx((0.25 + 3 * (0.77 - 2 / 3)) / 4)


def test_a_bin_holds_its_upper_edge_and_the_first_holds_zero() -> None:
    outcomes = [answer(tenth / 10, right=True) for tenth in range(11)]
    bins = reliability_bins(outcomes)
    assert [b.lower for b in bins] == [tenth / 10 for tenth in range(10)]
    assert [b.count for b in bins] == [2, 1, 1, 1, 1, 1, 1, 1, 1, 1]


@pytest.mark.parametrize(("right", "error"), [(True, 0.2), (False, 0.8)])
def test_the_calibration_error_where_all_are_right_or_none(right: bool, error: float) -> None:
    bins = reliability_bins([answer(0.7, right=right), declined(0.9, right=right)])
    assert expected_calibration_error(bins) == pytest.approx(error)


def test_errors_of_two_bins_do_not_cancel_but_those_of_one_do() -> None:
    apart = [Bin(0.2, 0.3, 0.5, 10), Bin(0.7, 0.8, 0.6, 10)]
    assert expected_calibration_error(apart) == pytest.approx(0.2)
    together = reliability_bins([answer(0.5, right=True), answer(0.5, right=False)])
    assert expected_calibration_error(together) == 0.0


def test_no_question_has_no_calibration_error() -> None:
    assert reliability_bins([]) == []
    assert expected_calibration_error([]) is None


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


def test_the_command_scores_and_draws_several_sets(
    built_index: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("CITE_INDEX_DIR", str(built_index))
    harbour = question_set(tmp_path, LINE, name="harbour")
    tungsten = {**LINE, "turns": ["How hot does tungsten boil?"]}
    metals = question_set(tmp_path, tungsten, name="metals")
    charts = tmp_path / "new" / "charts"
    given = ["--questions", str(harbour), "--questions", str(metals), "--charts", str(charts)]
    assert main(given) == 0
    figures = json.loads(capsys.readouterr().out)
    assert {name: of_set["right"] for name, of_set in figures.items()} == {
        "harbour": 1.0,
        "metals": 0.0,
    }
    risk = (charts / "risk-coverage.svg").read_text(encoding="utf-8")
    assert "harbour: coverage 1.00, risk 0.00" in risk
    assert "metals: nothing answered" in risk
    reliability = (charts / "reliability.svg").read_text(encoding="utf-8")
    for name, of_set in figures.items():
        error = of_set["expected_calibration_error"]
        assert f"{name}: expected calibration error {error:.2f} (n = 1)" in reliability


def test_two_sets_of_one_name_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    questions = question_set(tmp_path, LINE)
    assert main(["--questions", str(questions), "--questions", str(questions)]) == 2
    assert "another set is named questions" in capsys.readouterr().err


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
