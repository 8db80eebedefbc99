"""Gathering one statement a subject."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index.search import DocumentSummary
from service.confidence import Candidate, Judgement
from service.question import Kind, Question
from service.several.gather import (
    asked_of_each,
    beside,
    confirmed,
    found_singly,
    in_its_words,
    items_of,
    one_each,
    unrefuted,
    whole_lists,
)
from service.several.parts import Part
from service.several.subjects import Subject, Subjects
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
    assert [part.label for part in each] == ["Ulm", "Lund", "Cork"]
    assert [part.question.standalone for part in each][:2] == [
        "Does Ulm have a fair?",
        "Does Lund have a fair?",
    ]
    assert {part.question.kind for part in each} == {Kind.YES_NO}
    assert all(part.subject and part.subject.places for part in each)


def test_a_long_list_leaves_room_for_others() -> None:
    hits = [
        make_hit(["Cork, Bonn, Hamburg, Glasgow, Bristol and Dublin trade."], id="league"),
        make_hit(["It has a fair."], id="ulm"),
    ]
    each = asked_of_each(listing("Which cities have a fair?"), hits, SUBJECTS)
    assert [part.label for part in each] == ["Cork", "Bonn", "Hamburg", "Glasgow", "Ulm"]


def test_a_list_of_a_country_is_asked_of_what_lies_there() -> None:
    trade = ["Bonn, Hamburg, Gelsenkirchen, Cork, Limerick and Dublin, in Ireland, trade."]
    hits = [make_hit(trade, id="league")]
    for asked in ("Which Irish cities have a fair?", "Which cities in Ireland have a fair?"):
        each = asked_of_each(listing(asked), hits, SUBJECTS)
        assert [part.label for part in each] == ["Cork", "Limerick", "Dublin"]


def test_a_list_of_a_kind_of_place_is_asked_of_what_is_said_to_be_one() -> None:
    hits = [
        make_hit(["Ulm is a district of Swabia.", "Bonn is not."], id="ulm"),
        make_hit(["Lund has a fair.", "Its district lies near Swabia's fair."], id="lund"),
        make_hit(["Lund is a city in Skane with districts."], id="lund"),
    ]
    for asked in ("Which districts of Swabia have a fair?", "Which towns in Swabia have a fair?"):
        each = asked_of_each(listing(asked), hits, SUBJECTS)
        assert [part.question.standalone for part in each][:1] == ["Does Ulm have a fair?"]
    assert asked_of_each(listing("Which districts of Skane trade?"), hits[:2], SUBJECTS) == ()


def test_what_one_does_is_said_in_a_word_of_the_question_or_surely() -> None:
    ulm = Subject("Ulm", SUBJECTS.counted_in("Ulm")[0])
    asked = Part(Question("", "Did Ulm join in 2024?", Kind.YES_NO), ulm)
    told = [
        candidate("Ulm joined in 2024.", 0.6),
        candidate("Ulm won in 2024.", 0.8),
        candidate("In 2024, Ulm got in.", 0.95),
        candidate("Newcomers of 2024 are Ulm, Lund and Cork.", 0.5),
    ]
    kept = in_its_words(asked, Judgement(tuple(told), (0.5,))).candidates
    assert kept == (told[0], *told[2:])


def test_what_is_asked_about_by_itself_in_vain_is_not_in_the_list() -> None:
    asked = [Subject("Ulm", SUBJECTS.counted_in("Ulm")[0])]
    of_ulm = candidate("Ulm is one of the districts.", 0.9, "ulm")
    of_lund = candidate("Lund is one, too.", 0.8)
    of_none = candidate("One has a fair.", 0.7)
    of_many = candidate("Ulm and Cork trade.", 0.6)
    own = [of_ulm, of_lund, of_none, of_many]
    assert unrefuted(own, asked, SUBJECTS) == [of_lund, of_none, of_many]


def test_a_list_of_what_is_no_place_is_not_asked_of_places() -> None:
    hits = [make_hit(["It has a fair."], id="ulm")]
    assert asked_of_each(listing("Which schools have a fair?"), hits, SUBJECTS) == ()
    titles = [DocumentSummary("larch", "Larch", "", "en", None, None, (), (), 0)]
    tools = asked_of_each(
        listing("Which tools have a fair?"), [make_hit(["Fast."], id="larch")], Subjects(titles)
    )
    assert [part.label for part in tools] == ["Larch"]


def test_nothing_is_asked_of_what_the_question_names_or_of_no_list() -> None:
    hits = [make_hit(["It has a fair."], id="ulm")]
    assert asked_of_each(listing("Which cities trade with Ulm?"), hits, SUBJECTS) == ()
    assert asked_of_each(listing("Which fair is old?", Kind.OTHER), hits, SUBJECTS) == ()


def test_what_answers_several_questions_is_the_surer() -> None:
    hit = make_hit(["Ulm, Lund and Cork have fairs.", "Ulm has a fair.", "Lund has none."])

    def judged(*probabilities: float) -> Judgement:
        readings = [make_reading(hit, number) for number in range(len(probabilities))]
        return Judgement(tuple(map(Candidate, readings, probabilities)), (0.5,))

    of_each = [judged(0.5, 0.6, 0.1), judged(0.4, 0.1), judged(0.1)]
    (listed, alone) = confirmed(judged(0.2, 0.1, 0.9), of_each, 0.6)
    assert (listed.reading.text, listed.probability) == ("Ulm, Lund and Cork have fairs.", 0.76)
    assert (alone.reading.text, alone.probability) == ("Ulm has a fair.", 0.6)
    assert confirmed(judged(0.9), [], 0.6) == []


def test_what_others_have_stands_beside_them_once() -> None:
    hit = make_hit(["It has a fair.", "It is old."])
    one, other = (Candidate(make_reading(hit, number), 0.9) for number in range(2))
    assert beside([one, other], [Candidate(make_reading(hit, 0), 0.7)]) == [other]


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


def test_a_list_of_a_country_has_nothing_of_another() -> None:
    told = [candidate("Cork has a fair.", 0.9), candidate("Bonn has a fair.", 0.8)]
    assert gathered(*told, asked="Which cities in Ireland have a fair?") == ["Cork has a fair."]


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


def test_a_list_of_most_that_was_found_singly_is_the_answer() -> None:
    cities = ("Cork", "Bonn", "Hamburg", "Dublin")
    of = [Subject(name, SUBJECTS.counted_in(name)[0]) for name in cities]
    parts = [Part(Question("", f"Has {s.name} a fair?", Kind.YES_NO), s) for s in of]
    told = [candidate(f"{name} has a fair.", 0.7, name.lower()) for name in cities]
    single = [Judgement((one,), (0.5,)) for one in told]
    found = [(subject, one.reading.place) for subject, one in zip(of, told, strict=True)]
    assert found_singly(parts, single, told[:3]) == found[:3]
    doubtful = [Judgement((replace(one, probability=0.3),), (0.5,)) for one in told]
    assert found_singly(parts, doubtful, told) == []
    most = candidate("Fairs are held in Cork, Bonn, Hamburg and Lund.", 0.3)
    few = candidate("Fairs are held in Cork, Bonn and Lund.", 0.6)
    mention = candidate("Cork has a fair.", 0.9)
    unlikely = candidate("Cork, Bonn, Hamburg and Dublin trade.", 0.1)
    (whole,) = whole_lists([mention, few, most, unlikely], found, SUBJECTS)
    assert whole.reading == most.reading
    assert whole.probability == pytest.approx(0.675)
    assert whole_lists([most], found[:2], SUBJECTS) == []
    assert whole_lists([most], [(subject, most.reading.place) for subject in of], SUBJECTS) == []
    assert whole_lists([most], [], SUBJECTS) == []
