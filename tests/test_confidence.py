"""The features by hand, and the probabilities that come of them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from index.search import Hit
from service.confidence import (
    FILE,
    Calibration,
    Evidence,
    Logistic,
    SentenceFeatures,
    SubjectFeatures,
    judge,
)
from service.reader import ReaderError
from tests.hits import make_hit, make_reading

NAMED = "What was built in Marlow Bay in 2016?"  # built, marlow, bay, 2016

SENTENCE_WEIGHTS = dict.fromkeys(SentenceFeatures.__dataclass_fields__, 0.0)
SUBJECT_WEIGHTS = dict.fromkeys(SubjectFeatures.__dataclass_fields__, 0.0)
CALIBRATION = Calibration(
    Logistic(-1.5, {**SENTENCE_WEIGHTS, "span": 0.5}),
    Logistic(0.25, {**SUBJECT_WEIGHTS, "cosine": 2.0}),
    answer_from=0.3,
)


def same(_: str) -> float:
    """Every word is as telling as another."""
    return 1.0


def subject(question: str, passage: str | Hit) -> SubjectFeatures:
    """The features of one passage."""
    hit = passage if isinstance(passage, Hit) else make_hit([passage])
    (features,) = Evidence(question, same).subjects([hit])
    return features


# What a passage holds


def test_words_names_and_numbers_are_looked_for_in_the_passage() -> None:
    assert subject(NAMED, "Cork has a fair.") == SubjectFeatures(0.5, 0.0, 3.0)
    assert subject(NAMED, "A bay, seen in 2016.") == SubjectFeatures(0.5, 0.5, 1.0)
    assert subject(NAMED, "Marlow Bay built it in 2016.") == SubjectFeatures(0.5, 1.0, 0.0)


def test_a_name_is_held_in_any_case_and_form() -> None:
    assert subject(NAMED, "the bays of marlow").names_missing == 1.0
    assert subject("What is in Évreux?", "evreux is a town").names_missing == 0.0


def test_a_word_counts_by_its_rarity() -> None:
    rarities = {"marlow": 5.0, "bay": 2.0, "built": 1.0, "2016": 2.0}
    evidence = Evidence(NAMED, rarities.__getitem__)
    (features,) = evidence.subjects([make_hit(["They built in 2016."])])
    assert features.covered == pytest.approx(0.3)


@pytest.mark.parametrize(
    "called",
    [
        {"title": "Marlow Bay"},
        {"city": "Marlow Bay"},
        {"country": "Marlow Bay"},
        {"aliases": ("Cuan", "Marlow Bay")},
        {"heading": "Marlow Bay"},
        {"parents": ("Cities", "Marlow Bay")},
    ],
)
def test_what_a_passage_is_called_counts_as_held(called: dict[str, Any]) -> None:
    assert subject(NAMED, make_hit(["A school."], **called)) == SubjectFeatures(0.5, 0.5, 1.0)


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("where is marlow bay", 0),  # nothing tells a name here
        ("where is yongsan-gu", 2),  # but for the cities that are known
        ("Lind Hall is where?", 1),  # the first word has its capital anyway
        ("In which hall did Ada Lind speak?", 2),
        ("Is the école open?", 0),
        ("Is the École open?", 1),
        ("What is vitamin C?", 0),  # nor are single letters
        ("How many of the 1,275 radios?", 1),
        ("1275 radios of whom?", 1),
        ("Does the 4th tram stop?", 1),
        ("What did The Mayor of All say?", 1),  # small words are no names
    ],
)
def test_what_counts_as_a_name_or_number(question: str, missing: int) -> None:
    assert subject(question, "Nothing of that.").names_missing == missing


@pytest.mark.parametrize("question", ["Who is it?", "?", ""])
def test_a_question_without_a_telling_word_misses_nothing(question: str) -> None:
    assert subject(question, "Ulm has a fair.") == SubjectFeatures(0.5, 0.0, 0.0)


def test_a_question_of_small_words_alone_is_looked_for_all_the_same() -> None:
    assert subject("Who is it?", "It is late.").covered == pytest.approx(2 / 3)


@pytest.mark.parametrize("spelling", ["Suzhou", "soochow", "苏州"])
def test_a_city_is_held_in_every_spelling_that_is_known(spelling: str) -> None:
    hit = make_hit(["A garden."], title="Suzhou, China")
    assert subject(f"where in {spelling} is a garden", hit).names_missing == 0.0


# A sentence among others


def test_a_sentence_is_seen_with_its_passage_and_its_headings() -> None:
    hit = make_hit(["They built a school.", "Pupils came in 2016."], title="Marlow Bay", cosine=0.7)
    readings = [
        make_reading(hit, 0, span=4.0, no_span=1.0, whole=2.0, no_whole=3.0, absent=-1.0),
        make_reading(hit, 1, span=5.0),
    ]
    first, second = Evidence(NAMED, same).sentences(readings)
    assert first == SentenceFeatures(
        span=4.0,
        no_span=1.0,
        whole=2.0,
        no_whole=3.0,
        absent=-1.0,
        gap=10.0,
        cosine=0.7,
        share=1.0,
        covered=1.0,
        covered_here=0.75,
        names_missing=0.0,
        names_missing_here=1.0,
    )
    assert (second.covered_here, second.names_missing_here) == (0.75, 0.0)


def test_the_gap_is_to_the_best_of_all_other_passages() -> None:
    one, two = make_hit(["A.", "B."], id="one"), make_hit(["C.", "D."], id="two")
    readings = [
        make_reading(one, 0, span=3.0),
        make_reading(one, 1, span=8.0),
        make_reading(two, 0, span=5.0),
        make_reading(two, 1, span=-20.0),
    ]
    gaps = [features.gap for features in Evidence("?", same).sentences(readings)]
    assert gaps == [-2.0, 3.0, -3.0, -28.0]


def test_the_gap_is_to_another_answer() -> None:
    hits = [
        make_hit([text], id=text) for text in ("In 1641 or so.", "It was 1641.", "It was 1700.")
    ]
    marked = ("1641 or so", "1641", "1700")
    readings = [
        make_reading(hit, 0, answer, span=span)
        for hit, answer, span in zip(hits, marked, (5.0, 4.0, 1.0), strict=True)
    ]
    gaps = [features.gap for features in Evidence("?", same).sentences(readings)]
    assert gaps == [4.0, 3.0, -4.0]


def test_the_gap_is_capped() -> None:
    one, two = make_hit(["A."], id="one"), make_hit(["B."], id="two")
    readings = [make_reading(one, 0, span=30.0), make_reading(two, 0, span=1.0)]
    assert [f.gap for f in Evidence("?", same).sentences(readings)] == [10.0, -29.0]


def test_where_several_answers_are_sought_none_is_held_against_another() -> None:
    one, two = make_hit(["A."], id="one"), make_hit(["B."], id="two")
    two = replace(two, score=0.25)
    readings = [make_reading(one, 0, span=3.0), make_reading(two, 0, span=1.0)]
    features = Evidence("?", same).sentences(readings, several=True)
    assert [(f.gap, f.share) for f in features] == [(2.0, 1.0), (0.0, 1.0)]


def test_a_passage_is_held_against_the_nearest_one() -> None:
    one, two = make_hit(["A.", "B."], id="one"), make_hit(["C."], id="two")
    near, far = replace(one, score=0.8), replace(two, score=0.2)
    readings = [make_reading(far, 0), make_reading(near, 0), make_reading(near, 1)]
    assert [f.share for f in Evidence("?", same).sentences(readings)] == [0.25, 1.0, 1.0]
    nothing = [make_reading(replace(one, score=0.0), 0)]
    assert [f.share for f in Evidence("?", same).sentences(nothing)] == [1.0]


# Probabilities


def test_every_reading_and_every_hit_is_weighed_in_its_order() -> None:
    hits = [make_hit(["A.", "B."], id="one", cosine=0.5), make_hit(["C."], id="two", cosine=-0.125)]
    readings = [
        make_reading(hits[0], 0, span=3.0),
        make_reading(hits[0], 1, span=5.0),
        make_reading(hits[1], 0, span=1.0),
    ]
    judgement = judge(Evidence("?", same), hits, readings, CALIBRATION)
    assert [candidate.reading for candidate in judgement.candidates] == readings
    probabilities = [candidate.probability for candidate in judgement.candidates]
    assert probabilities == [0.5, 0.731059, 0.268941]
    assert judgement.subjects == (0.7773, 0.5)


def test_nothing_found_is_nothing_to_judge() -> None:
    judgement = judge(Evidence("Why?", same), [], [], CALIBRATION)
    assert (judgement.candidates, judgement.subjects) == ((), ())


# The file


def test_a_calibration_is_read_as_it_was_written(tmp_path: Path) -> None:
    CALIBRATION.write(tmp_path)
    assert Calibration.read(tmp_path) == CALIBRATION
    text = (tmp_path / FILE).read_text(encoding="utf-8")
    assert text.endswith("}\n")
    assert json.loads(text)["sentence"]["weights"]["span"] == 0.5


def test_the_calibration_that_comes_with_the_project_can_be_used() -> None:
    assert 0 < Calibration.read().answer_from < 1


@pytest.mark.parametrize(
    "damage",
    [
        "",
        "[]",
        '{"sentence": ',
        json.dumps({}),
        json.dumps({"sentence": [], "subject": [], "answer_from": 0.3}),
        json.dumps({"sentence": {"bias": 1}, "subject": {"bias": 1}, "answer_from": 0.3}),
    ],
)
def test_a_damaged_calibration_is_refused(tmp_path: Path, damage: str) -> None:
    (tmp_path / FILE).write_text(damage, encoding="utf-8")
    with pytest.raises(ReaderError) as refused:
        Calibration.read(tmp_path)
    assert str(tmp_path / FILE) in str(refused.value)
    assert "scripts/calibrate.py" in str(refused.value)


@pytest.mark.parametrize("weights", [{"cosine": 1.0}, {**SUBJECT_WEIGHTS, "luck": 1.0}])
def test_weights_of_other_features_are_refused(tmp_path: Path, weights: dict[str, float]) -> None:
    Calibration(CALIBRATION.sentence, Logistic(0.0, weights), 0.3).write(tmp_path)
    with pytest.raises(ReaderError, match="cosine"):
        Calibration.read(tmp_path)


def test_a_missing_calibration_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReaderError, match=FILE):
        Calibration.read(tmp_path)
