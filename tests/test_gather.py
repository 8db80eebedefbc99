"""Gathering one statement a subject."""

from __future__ import annotations

import pytest

from index.search import DocumentSummary
from service.confidence import Candidate, Judgement
from service.question import Kind, Question
from service.several.gather import asked_of_each, items_of, joined, one_each
from service.several.parts import Part
from service.several.subjects import Subjects
from tests.hits import make_hit, make_reading

SUBJECTS = Subjects(
    [
        *(DocumentSummary(c.lower(), c, "", "en", c, None, (), (), 0) for c in ("Ulm", "Lund")),
        DocumentSummary("league", "The league", "", "en", None, None, (), (), 0),
    ]
)


def candidate(sentence: str, probability: float, document: str = "league") -> Candidate:
    return Candidate(make_reading(make_hit([sentence], id=document), 0), probability)


def gathered(*candidates: Candidate, asked: str = "Which cities have a fair?") -> list[str]:
    return [c.reading.text for c in one_each(asked, candidates, SUBJECTS)]


def listing(text: str, kind: Kind = Kind.LIST) -> Part:
    return Part(Question(text, text, kind))


def test_a_list_is_asked_of_each_subject_that_the_passages_tell_of() -> None:
    hits = [
        make_hit(["It has a fair."], id="ulm"),
        make_hit(["Lund and Cork in Ireland have one.", "Ulm has one."], id="league"),
        make_hit(["Its fair is old."], id="ulm"),
    ]
    each = asked_of_each(listing("Which cities have a fair?"), hits, SUBJECTS)
    assert [part.label for part in each] == ["Ulm", "Lund", "Cork in Ireland"]
    assert [part.question.standalone for part in each][:2] == [
        "Does Ulm have a fair?",
        "Does Lund have a fair?",
    ]
    assert {part.question.kind for part in each} == {Kind.YES_NO}
    assert all(part.subject and part.subject.places for part in each)


def test_nothing_is_asked_of_what_the_question_names_or_of_no_list() -> None:
    hits = [make_hit(["It has a fair."], id="ulm")]
    assert asked_of_each(listing("Which cities trade with Ulm?"), hits, SUBJECTS) == ()
    assert asked_of_each(listing("Which fair is old?", Kind.OTHER), hits, SUBJECTS) == ()


def test_the_surest_word_on_a_sentence_counts_and_doubts_on_one_subject_do_not() -> None:
    hit = make_hit(["Ulm has a fair.", "Lund has one.", "Cork has none."])

    def judged(*probabilities: float) -> Judgement:
        readings = [make_reading(hit, number) for number in range(len(probabilities))]
        return Judgement(tuple(map(Candidate, readings, probabilities)), (0.5,))

    together = joined(judged(0.2, 0.6), [judged(0.9, 0.3, 0.4), judged(0.1, 0.7)], 0.5)
    assert [c.probability for c in together.candidates] == [0.9, 0.7]
    assert together.subjects == (0.5,)


def test_each_subject_has_one_statement() -> None:
    told = gathered(
        candidate("Ulm has a fair.", 0.9, "ulm"),
        candidate("Its fair is old.", 0.8, "ulm"),
        candidate("Ulm holds a fair.", 0.7),
        candidate("Lund has a fair.", 0.6),
    )
    assert told == ["Ulm has a fair.", "Lund has a fair."]


def test_what_tells_of_no_subject_is_kept() -> None:
    sentences = ["A fair has stalls.", "A fair has music."]
    assert gathered(*(candidate(sentence, 0.9) for sentence in sentences)) == sentences


def test_a_subject_that_the_question_names_may_have_many() -> None:
    sentences = ["It has a fair.", "It has a market."]
    told = [candidate(sentence, 0.9, "ulm") for sentence in sentences]
    assert gathered(*told, asked="Which events does Ulm have?") == sentences


def test_a_list_stands_before_mentions_and_for_them() -> None:
    listed = "Fairs are held by Ulm, Lund and Cork."
    told = gathered(
        candidate("Ulm has a fair.", 0.9, "ulm"),
        candidate("Bonn has a fair.", 0.85),
        candidate(listed, 0.7),
    )
    assert told == [listed, "Bonn has a fair."]


def test_a_doubtful_list_comes_after_what_is_sure() -> None:
    listed = "Fairs were planned by Ulm, Lund and Cork."
    told = gathered(candidate("Ulm has a fair.", 0.9, "ulm"), candidate(listed, 0.6))
    assert told == ["Ulm has a fair.", listed]


def test_of_lists_that_are_as_sure_the_longest_comes_first() -> None:
    short, long = "Ulm, Lund and Cork trade.", "Ulm, Lund, Cork, Bonn and Reims trade."
    assert gathered(candidate(short, 0.8), candidate(long, 0.8)) == [long]


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("The fair is old.", 1),
        ("Ulm and Lund trade.", 2),
        ("The members are Ulm, Lund, Cork and Bonn.", 4),
        ("The members are Ulm; Lund; and Cork.", 3),
        ("It sells bread, and on every first Sunday of the month also fish, and wine.", 2),
        ("会员有南京、苏州、上海。", 3),
        ("", 1),
    ],
)
def test_a_list_is_as_long_as_its_things_are_many(text: str, items: int) -> None:
    assert items_of(text) == items
