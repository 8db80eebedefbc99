"""Fitting the calibration: the rules on numbers by hand, and the command on invented questions."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from corpus.documents import Document
from corpus.folder import read_corpus
from scripts.calibrate import main
from scripts.reader_training.calibration import (
    Asked,
    Judged,
    best_threshold,
    cross_validated,
    figures_of,
    fit,
    for_the_best,
    logistic,
    rejudged,
    rows_of,
)
from scripts.reader_training.held_out import answered_by, write_held_out
from scripts.reader_training.squad import Question
from service.confidence import FILE, Calibration, SubjectFeatures
from service.reader import MODEL
from tests.data_sets import Article, nq_row, our_line, write


def asked(
    title: str, cosines: Sequence[float], right: Sequence[bool], *, answerable: bool = True
) -> Asked:
    """A question whose contenders differ in their cosine alone."""
    return Asked([SubjectFeatures(c, 0.5, 0.0) for c in cosines], [*right], title, answerable)


def judged(*questions: tuple[float, bool, bool]) -> Judged:
    """Each question's probability, whether its answer is right, and whether it has any."""
    probabilities, right, answerable = zip(*questions, strict=True)
    return Judged(np.array(probabilities), np.array(right), np.array(answerable))


# The rules


def test_every_contender_is_a_row_under_the_title_of_its_question() -> None:
    rows = rows_of(
        [asked("a", [0.1, 0.9], [False, True]), asked("b", [], []), asked("c", [0.5], [False])]
    )
    assert rows.names == ["cosine", "covered", "names_missing"]
    assert rows.features.tolist() == [[0.1, 0.5, 0.0], [0.9, 0.5, 0.0], [0.5, 0.5, 0.0]]
    assert rows.right.tolist() == [False, True, False]
    assert rows.groups.tolist() == ["a", "a", "c"]


def test_weights_are_in_the_features_own_units() -> None:
    # Right from a cosine of 0.4 on; the other features are always the same.
    cosines = [n / 10 for n in range(9)]
    found = logistic([asked("a", cosines, [c >= 0.4 for c in cosines])])
    below, above = (found.probability(SubjectFeatures(c, 0.5, 0.0)) for c in (0.3, 0.4))
    assert below < 0.5 < above
    middle = found.probability(SubjectFeatures(0.35, 0.5, 0.0))
    assert middle == pytest.approx(0.5, abs=0.02)
    assert found.weights["covered"] == found.weights["names_missing"] == 0.0


def test_a_question_is_judged_by_what_was_fitted_without_its_document() -> None:
    # The contender with the greater cosine is right, but for the many questions about "odd".
    sound = [asked(title, [0.1, 0.9], [False, True]) for title in "abcd" for _ in range(3)]
    odd = [asked("odd", [0.1, 0.9], [True, False]) for _ in range(50)]
    found = cross_validated([*sound, *odd])
    assert not found.right[len(sound) :].any(), "its own document was seen"
    assert (found.probability[len(sound) :] > 0.5).all()
    assert not found.right[: len(sound)].any(), "the odd questions were not seen by the others"


def test_a_question_without_contenders_is_surely_declined() -> None:
    questions = [asked(title, [0.1, 0.9], [False, True]) for title in "abcde"]
    found = cross_validated([*questions, asked("e", [], [], answerable=False)])
    assert (found.probability[-1], found.right[-1]) == (0.0, False)
    assert found.answerable.tolist() == [True] * 5 + [False]
    assert found.right[:5].all()


def test_the_best_of_many_is_as_sure_as_it_is_right() -> None:
    # Each contender is right in one of three questions, the surest one in two of three.
    chance = np.random.default_rng(2)
    questions = []
    for number in range(600):
        best = int(number % 3 < 2)
        cosines = [*chance.uniform(0.0, 0.5, 3), 0.6]
        right = [bool(number % 3 == 2), False, False, bool(best)]
        questions.append(asked(str(number), cosines, right))
    found = cross_validated(questions)
    scaled = rejudged(found, questions)
    assert found.right.tolist() == scaled.right.tolist()
    assert abs(scaled.probability.mean() - scaled.right.mean()) < 0.01
    regression = for_the_best(logistic(questions), found)
    surest = regression.probability(SubjectFeatures(0.6, 0.5, 0.0))
    assert surest == pytest.approx(2 / 3, abs=0.02)


@pytest.mark.parametrize(
    ("questions", "threshold"),
    [
        # All that is right is surer than all that should be declined.
        ([(0.905, True, True), (0.605, True, True), (0.305, False, False)], 0.31),
        # Everything should be declined; or answered.
        ([(0.705, False, False), (0.405, False, False)], 0.71),
        ([(0.705, True, True), (0.405, True, True)], 0.05),
        # A wrong answer to an answerable question is no better than silence.
        (
            [(0.905, True, True), (0.605, False, True), (0.505, True, True), (0.205, False, False)],
            0.21,
        ),
        # One right answer is given up for two that should be declined.
        (
            [
                (0.905, True, True),
                (0.405, True, True),
                (0.605, False, False),
                (0.505, False, False),
            ],
            0.61,
        ),
    ],
)
def test_the_threshold_does_most_right(
    questions: list[tuple[float, bool, bool]], threshold: float
) -> None:
    assert best_threshold(judged(*questions)) == threshold


def test_the_figures_of_a_threshold() -> None:
    figures = figures_of(
        judged(
            (0.9, True, True),
            (0.8, False, True),
            (0.2, True, True),
            (0.5, False, False),
            (0.4, False, False),
            (0.1, False, True),
        ),
        0.5,
    )
    assert figures == {
        "questions": 6,
        "right": pytest.approx(2 / 6),
        "unanswerable_declined": pytest.approx(1 / 2),
        "answerable_declined": pytest.approx(2 / 4),
        # Six questions, each alone in its bin.
        "expected_calibration_error": pytest.approx((0.1 + 0.8 + 0.8 + 0.5 + 0.4 + 0.1) / 6),
        "auroc": pytest.approx(5 / 8),
    }


def test_a_fit_is_the_same_twice_and_ranks_the_right_first() -> None:
    chance = np.random.default_rng(1)
    questions = [
        asked(title, [0.6 + noise, 0.4 - noise], [True, False])
        for title in "abcdefg"
        for noise in chance.normal(0, 0.2, 5)
    ]
    questions += [asked(title, [0.1, 0.0], [False] * 2, answerable=False) for title in "abcdefg"]
    calibration, figures = fit(questions, questions)
    assert (calibration, figures) == fit(questions, questions)
    assert calibration.sentence == calibration.subject
    assert calibration.sentence.weights["cosine"] > 0
    assert calibration.answer_from == figures["answer_from"]


# The held-out questions

BAKERY: Article = {
    "The bakery of Linde opened in 1954. Ada Quill bakes rye bread there on Mondays.": {
        "When did the bakery of Linde open?": "1954",
        "Who bakes rye bread?": "Ada Quill",
        "Who bakes cakes?": None,
    },
    "The oven of the bakery is fired with beech wood. It weighs nine tons.": {
        "What is the oven fired with?": "beech wood",
        "How old is the oven?": None,
    },
}
FERRY: Article = {
    "The ferry to Saltholm sails every hour. Owen Tully steers it in winter.": {
        "Where does the ferry sail?": "Saltholm",
        "Who steers the ferry in winter?": "Owen Tully",
        "Who steers the ferry in summer?": None,
    }
}
CHOIR: Article = {
    "The choir of Weidenau sings in barns. Nora Hale founded it in 1988.": {
        "Where does the choir sing?": "barns",
        "When was the choir of Weidenau founded?": "1988",
        "Why does the choir sing?": None,
    }
}
SEARCHED = [
    ("how many villages does the reading bus visit", "eleven", "Reading bus",
     "The reading bus stops in eleven villages. Each of them has a bench."),
    ("who built the clock tower of corvey", "Lena Marsh", "Clock tower of Corvey",
     "The clock tower of Corvey was built by Lena Marsh. Its bells are silent."),
    ("when was the night garden planted", "1911", "Night garden",
     "The night garden was planted in 1911. Moths visit its lilies."),
    ("how long is the canal of brink", "forty miles", "Canal of Brink",
     "The canal of Brink is forty miles long. Herons fish along it."),
    ("who painted the harbour mural", "Tomas Reed", "Harbour mural",
     "The harbour mural was painted by Tomas Reed. It shows a whale."),
    ("what does the seed museum keep", "wheat", "Seed museum",
     "The seed museum keeps wheat in glass jars. Schools visit it."),
]  # fmt: skip
ABSENT = ["Reading bus", "Canal of Brink"]  # every third


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("held-out")
    articles = {"Bakery of Linde": BAKERY, "Ferry": FERRY, "Choir": CHOIR}
    ours = [
        our_line(f"own:{title}", text, asked, title)
        for title, article in articles.items()
        for text, asked in article.items()
    ]
    (folder / "ours.jsonl").write_text("".join(ours), encoding="utf-8")
    # Of four questions, the first is kept for the calibration.
    trained = nq_row("what is trained on", "nothing", "Trained", "There is nothing to see.")
    lines = [nq_row(*row) + trained * 3 for row in SEARCHED]
    write(folder / "nq/nq-open-oracle.jsonl.gz", "".join(lines))
    return folder


def test_a_question_is_answered_by_a_sentence_of_its_passage_with_an_answer() -> None:
    passage = "The  fair of Ulm (a big one) opened in 1641. It was 1641 when the rain fell."
    question = Question("When did the fair open?", "Ulm", passage, ("1641", "in 1641"))
    assert answered_by(question, "The fair of Ulm (a big one) opened in 1641.")
    assert not answered_by(question, "The fair of Ulm (a big one) opened")
    assert not answered_by(question, "The fair of Cork opened in 1641.")
    assert not answered_by(Question("Why?", "Ulm", passage, ()), passage)
    assert not answered_by(Question("How many?", "Ulm", passage, ("64",)), passage)


def test_documents_are_written_for_all_titles_but_those_left_out(
    data_dir: Path, tmp_path: Path
) -> None:
    held_out = write_held_out(data_dir, data_dir / "ours.jsonl", tmp_path)
    read = [document for document in read_corpus(tmp_path) if isinstance(document, Document)]
    documents: dict[str, str] = {}
    for document in read:
        documents[document.title] = documents.get(document.title, "") + document.text
    assert held_out.absent == sorted(ABSENT)
    assert sorted(held_out.present) == sorted(documents)
    assert not {*ABSENT, "Trained"} & documents.keys()
    assert all(paragraph in documents["Bakery of Linde"] for paragraph in BAKERY)
    for question in held_out.questions:
        if question.answers:
            assert question.passage in documents[question.title]
    unanswered = {question.text for question in held_out.questions if not question.answers}
    assert SEARCHED[0][0] in unanswered
    assert SEARCHED[1][0] not in unanswered
    assert "Who bakes cakes?" in unanswered
    assert len(held_out.questions) == len({q.text for q in held_out.questions}) == 17


# The command


def test_the_command_writes_the_calibration_beside_the_reader(
    data_dir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("reader.onnx", "tokenizer.json"):
        (tmp_path / name).symlink_to(MODEL / name)
    shipped = (MODEL / FILE).read_bytes()
    ours = str(data_dir / "ours.jsonl")
    assert main([str(data_dir), "--questions", ours, "--model", str(tmp_path)]) == 0
    assert (MODEL / FILE).read_bytes() == shipped
    calibration = Calibration.read(tmp_path)
    figures = json.loads(capsys.readouterr().out)
    assert figures["answer_from"] == calibration.answer_from
    assert figures["sentence"]["questions"] == 17
    assert figures["subject"]["questions"] == 9
    assert not math.isnan(figures["sentence"]["auroc"])
    named, other = SubjectFeatures(0.6, 1.0, 0.0), SubjectFeatures(0.1, 0.1, 1.0)
    assert calibration.subject.probability(named) > calibration.subject.probability(other)
