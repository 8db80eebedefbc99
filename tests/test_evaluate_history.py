"""The two measures of understanding conversations, on small sets of the same form."""

import gzip
import json
import math
from pathlib import Path

import pytest

from scripts.evaluate_history import HALVES, canard_scores, half_of, main, mtrag_scores, ndcg_at


def test_ndcg_counts_what_stands_high() -> None:
    assert ndcg_at(10, ["a", "b"], ["a", "b"]) == 1.0
    assert ndcg_at(10, ["x", "a"], ["a"]) == pytest.approx(1 / math.log2(3))
    assert ndcg_at(1, ["x", "a"], ["a"]) == 0.0
    assert ndcg_at(10, ["a"], ["a", "b"]) == pytest.approx(1 / (1 + 1 / math.log2(3)))


def test_conversations_are_parted_in_halves_for_good() -> None:
    assert half_of("C_1") == half_of("C_1")
    assert {half_of(str(number)) for number in range(20)} == set(HALVES)


def turn(question: str, rewrite: str, *history: str) -> dict[str, object]:
    return {
        "QuAC_dialog_id": "C_1",
        "History": ["Amélie Rousseau", "Early life", *history],
        "Question": question,
        "Rewrite": rewrite,
    }


def test_words_that_both_add_are_found_again() -> None:
    scores = canard_scores(
        [
            turn("Where was she born?", "Where was Amélie Rousseau born?"),
            turn("Why?", "Why did she leave?", "Did she leave?", "Yes, she left."),
        ]
    )
    half = half_of("C_1")
    # Of "amélie", "rousseau"; "did", "she", "leave" ours has all, and adds the name once more.
    assert scores[f"ours, {half}"] == {
        "recall": pytest.approx(4 / 5),
        "precision": pytest.approx(4 / 6),
        "f1": pytest.approx(8 / 11),
    }
    assert scores[f"the question before it, {half}"]["recall"] == pytest.approx(3 / 5)


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    """Two conversations over three passages."""
    folder = tmp_path / "notes"
    folder.mkdir()
    passages = [
        {"_id": "bus", "title": "The reading bus", "text": "The bus carries 2,300 books."},
        {"_id": "garden", "title": "The night garden", "text": "The garden shows stars."},
        {"_id": "mine", "title": "The mine", "text": "The mine was closed in 1994."},
    ]
    with gzip.open(folder / "passages.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(passage) + "\n" for passage in passages)
    (folder / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\na<::>2\tbus\t1\n")
    for way, text in {
        "lastturn": "|user|: What does it carry?",
        "questions": "|user|: Where is the reading bus?\n|user|: What does it carry?",
        "rewrite": "|user|: What does the reading bus carry?",
    }.items():
        line = json.dumps({"_id": "a<::>2", "text": text}) + "\n"
        (folder / f"notes_{way}.jsonl").write_text(line, encoding="utf-8")
    return folder


def test_every_way_to_ask_is_measured(collection: Path, tmp_path: Path) -> None:
    scores = mtrag_scores(collection, tmp_path / "index", passages=2)
    assert list(scores) == ["last turn", "ours", "ours, remembering", "human"]
    assert scores["ours"] == scores["human"] == {half_of("a"): 1.0, "all": 1.0}


def test_bad_files_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--canard", str(tmp_path / "none.json")]) == 2
    assert "none.json" in capsys.readouterr().err
    with pytest.raises(SystemExit) as stopped:
        main([])
    assert stopped.value.code == 2
