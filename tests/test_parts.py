"""The questions that one question is made of."""

from __future__ import annotations

import pytest

from index.search import DocumentSummary
from service.question import Kind, Question, kind_of
from service.several.parts import MOST, Part, parts_of
from service.several.subjects import Subjects

CITIES = ["Ulm", "Lund", "Reims", "Évreux-les-Pins"]
SUBJECTS = Subjects(
    [DocumentSummary(city, city, "", "en", city, None, (), (), 0) for city in CITIES]
)


def parts(text: str) -> tuple[Part, ...]:
    def follow(first: str, second: str) -> str:
        leans = {"it", "it?", "its", "there?"} & set(second.split())
        return f"{second} (after: {first})" if leans else second

    return parts_of(Question(text, text, kind_of(text)), SUBJECTS, follow)


def asked(text: str) -> list[str]:
    return [part.question.standalone for part in parts(text)]


@pytest.mark.parametrize(
    "text",
    [
        "When did Ulm join the league?",
        "Tell me about bread and butter in Ulm",
        "What is research and development?",
        "Which cities joined in 2016 and 2017?",
        "How far is it from Ulm to Lund?",
        "When did Ulm, Swabia join the league?",
        "Ulm, Swabia: when did it join?",
        "What did Ulm give to Lund?",
        "Did any city in Ireland join before Ulm?",
        "I live in Ulm. When is the fair?",
        "",
        "?",
    ],
)
def test_one_question_is_its_own_only_part(text: str) -> None:
    (part,) = parts(text)
    assert part.question.standalone == text
    assert (part.subject, part.label, part.aspect) == (None, "", "")


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("Compare Ulm and Lund", ["Tell me about Ulm?", "Tell me about Lund?"]),
        ("compare ulm with lund", ["Tell me about Ulm?", "Tell me about Lund?"]),
        (
            "Compared with Ulm, how many boats does Lund have?",
            ["how many boats does Lund have?", "how many boats does Ulm have?"],
        ),
        ("Which joined first, Ulm or Lund?", ["When did Ulm join?", "When did Lund join?"]),
        ("Did Ulm join before Lund?", ["When did Ulm join?", "When did Lund join?"]),
        (
            "Does Ulm have more boats than Lund?",
            ["How many boats does Ulm have?", "How many boats does Lund have?"],
        ),
        (
            "Is Ulm bigger than Lund in trade?",
            ["What is the trade of Ulm?", "What is the trade of Lund?"],
        ),
        (
            "What is the size of Ulm compared to Lund?",
            ["What is the size of Ulm?", "What is the size of Lund?"],
        ),
        ("What distinguishes Ulm from Lund?", ["Tell me about Ulm?", "Tell me about Lund?"]),
        ("How does Ulm's fair compare to Lund's?", ["What is Ulm's fair?", "What is Lund's fair?"]),
        (
            "How does Ulm differ from Lund in its trade?",
            ["What is the trade of Ulm?", "What is the trade of Lund?"],
        ),
        (
            "Who are the mayors of Ulm, Lund, and the city of Reims?",
            [
                "Who is the mayor of Ulm?",
                "Who is the mayor of Lund?",
                "Who is the mayor of Reims?",
            ],
        ),
        (
            "Where do Ulm and Lund lie? And what about Reims?",
            ["Where does Ulm lie?", "Where does Lund lie?", "Where does Reims lie?"],
        ),
        (
            "Did Ulm get the prize before Lund did?",
            ["When did Ulm get the prize?", "When did Lund get the prize?"],
        ),
        (
            "What costs more, Ulm's bread voucher or the fair of Lund?",
            ["How much does Ulm's bread voucher cost?", "How much does the fair of Lund cost?"],
        ),
        (
            "Compare the prices: Sea School in Ulm and the old museum in Lund",
            ["How much does Sea School in Ulm cost?", "How much does the old museum in Lund cost?"],
        ),
        (
            "Is Ulm bigger than Lund?",
            ["How many people live in Ulm?", "How many people live in Lund?"],
        ),
        ("When did Ulm join? And Lund?", ["When did Ulm join?", "When did Lund join?"]),
        ("Ulm, Lund: who joined when?", ["When did Ulm join?", "When did Lund join?"]),
        (
            "How old are Ulm, Lund, Reims?",
            ["How old is Ulm?", "How old is Lund?", "How old is Reims?"],
        ),
        ("When did Ulm join, and when did Lund?", ["When did Ulm join?", "When did Lund join?"]),
        ("When did Ulm join and what about Lund?", ["When did Ulm join?", "When did Lund join?"]),
        (
            "What is the motto of Ulm and the motto of Évreux-les-Pins?",
            ["What is the motto of Ulm?", "What is the motto of Évreux-les-Pins?"],
        ),
    ],
)
def test_the_same_is_asked_of_each_subject(text: str, questions: list[str]) -> None:
    found = parts(text)
    assert [part.question.standalone for part in found] == questions
    assert all(part.subject and part.label == part.subject.name for part in found)
    assert {part.question.kind for part in found} == {kind_of(questions[0])}


def test_a_name_that_no_document_has_counts_beside_one_that_some_has() -> None:
    for text in ("Compare Ulm, New Atlantis and Lund", "Compare Lund, Ulm and New Atlantis"):
        found = parts(text)
        names = {part.label: bool(part.subject and part.subject.places) for part in found}
        assert names == {"Ulm": True, "Lund": True, "New Atlantis": False}
    assert len(parts("Compare New Atlantis and Mu")) == 1


def test_a_subject_is_asked_about_once() -> None:
    assert asked("Who are the mayors of Ulm, Lund and ULM?") == [
        "Who is the mayor of Ulm?",
        "Who is the mayor of Lund?",
    ]


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        (
            "When was the fair founded and who founded the league?",
            ["When was the fair founded?", "Who founded the league?"],
        ),
        (
            "When and where was the first fair held?",
            ["When was the first fair held?", "Where was the first fair held?"],
        ),
        (
            "Who founded the fair, and when?",
            ["Who founded the fair?", "When founded the fair?"],
        ),
        (
            "How many boats and how many ferries does Ulm have?",
            ["How many boats does Ulm have?", "How many ferries does Ulm have?"],
        ),
        (
            "How many boats does Ulm have and in which docks?",
            ["How many boats does Ulm have?", "In which docks does Ulm have?"],
        ),
        (
            "Which ports joined in 2016, and which in 2017?",
            ["Which ports joined in 2016?", "Which ports joined in 2017?"],
        ),
        (
            "What is the fair? And how many boats are there?",
            ["What is the fair?", "How many boats are there? (after: What is the fair?)"],
        ),
        (
            "When did Ulm join and who is its mayor?",
            ["When did Ulm join?", "Who is its mayor? (after: Tell me about Ulm)"],
        ),
        (
            "What does the Ulm Boat School teach and who is its head?",
            [
                "What does the Ulm Boat School teach?",
                "Who is its head? (after: What does the Ulm Boat School teach?)",
            ],
        ),
        (
            "Where is Ulm and does it have a fair?",
            ["Where is Ulm?", "Does it have a fair? (after: Where is Ulm?)"],
        ),
    ],
)
def test_two_questions_in_one_are_two(text: str, questions: list[str]) -> None:
    found = parts(text)
    assert [part.question.standalone for part in found] == questions
    assert [part.label for part in found] == [question.split(" (")[0] for question in questions]
    assert all(part.subject is None for part in found)
    assert [part.question.context for part in found] == [(), (questions[0],)]


def test_the_place_of_a_later_question_is_the_one_named_before() -> None:
    assert asked("When was the port of Ulm built, and how large is the city?") == [
        "When was the port of Ulm built?",
        "How large is Ulm?",
    ]
    assert asked("When did Ulm join, and how old is the city of Lund?")[1] == (
        "How old is the city of Lund?"
    )


def test_each_of_two_questions_may_be_about_several() -> None:
    assert asked("When did Ulm and Lund join and who is the mayor of Reims?") == [
        "When did Ulm join?",
        "When did Lund join?",
        "Who is the mayor of Reims?",
    ]


def test_parts_have_the_kind_of_their_own_question() -> None:
    found = parts("When was the fair founded and who founded the league?")
    assert [part.question.kind for part in found] == [Kind.DATE, Kind.PERSON]


def test_there_is_an_end_to_the_parts() -> None:
    names = " and ".join(f"Ulm, Town {letter}" for letter in "ABCDEFGHIJKL")
    assert len(parts(f"Compare {names}")) == MOST


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        (
            "ulm motto and number of boats pls",
            ["What is the motto of Ulm?", "How many boats does Ulm have?"],
        ),
        (
            "Ulm: year of joining and name of the mayor",
            ["When did Ulm join?", "What is the name of the mayor of Ulm?"],
        ),
        (
            "area, motto & fees of Ulm?",
            ["What is the area of Ulm?", "What is the motto of Ulm?", "How much does Ulm cost?"],
        ),
        (
            "Where is Ulm's fair, and by when must one sign up?",
            [
                "Where is Ulm's fair?",
                "By when must one sign up for it? (after: Where is Ulm's fair?)",
            ],
        ),
        ("bread and health in Ulm", ["bread and health in Ulm"]),
        ("Ulm bread and butter is what?", ["Ulm bread and butter is what?"]),
        ("Ulm fair", ["Ulm fair"]),
    ],
)
def test_what_is_only_named_of_one_subject_is_asked_one_by_one(
    text: str, questions: list[str]
) -> None:
    assert [part.question.standalone for part in parts(text)] == questions
