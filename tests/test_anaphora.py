"""What pronouns and descriptions stand for, and which the question itself explains."""

import pytest

from tests.conversation import TERMS
from tests.test_follow_up import understood

CORK = ("When did Cork join the network?", "Cork joined the network in 2013. [1]")
WORD = ("What does ULM stand for in Cork?", "Cork's slogan is ULM: Use, Learn, Make. [1]")
FIRST = ("first Irish city in the network", "Cork was the first Irish city in the network. [1]")
LEADER = ("Who leads the forum?", "Amélie Rousseau, the mayor of Cork, leads the forum. [1]")
WOMEN = ("Is there a project for women in Cork?", "Cork, with six colleges, has one. [1]")
CITIES = [("How big is Cork?", ""), ("How old is Limerick?", ""), ("Where is Dublin?", "")]
DATED = [("Where was the forum held in 2019?", ""), ("What was its theme?", "")]
MONTH = ("How many cities had the network in August 2016?", "")


@pytest.mark.parametrize(
    "question",
    [
        "In which city does the great network of cities have its secretariat?",
        "Which cities had their first forum in May?",
        "Which festival has its office in Ulm?",
        "Which libraries lost their director?",
    ],
)
def test_an_owner_may_be_the_subject_before_it(question: str) -> None:
    assert understood([CORK], question) == question


@pytest.mark.parametrize(
    ("turn", "question", "alone"),
    [
        (CORK, "When did the mayor open its festival?", "did the mayor open Cork's festival?"),
        (CORK, "How many people use its libraries?", "How many people use Cork's libraries?"),
        (CORK, "How many cities belonged to it?", "How many cities belonged to the network?"),
        (CORK, "How many people live in it?", "How many people live in Cork?"),
        (WORD, "How many libraries does it have?", "How many libraries does Cork have?"),
        (WORD, "Who is its mayor?", "Who is Cork's mayor?"),
        (FIRST, "and how many people live in it", "How many people live in Cork"),
        (FIRST, "How old is it?", "How old is Cork?"),
        (LEADER, "Which city is she the mayor of?", "Which city is Amélie Rousseau the mayor of?"),
        (LEADER, "What did the mayor you mentioned say?", "What did the mayor of Cork say?"),
        (WOMEN, "What does it offer them?", "offer the women?"),
        (MONTH, "what about after february 2024?", "had the network after February 2024?"),
    ],
)
def test_what_is_said_of_it_tells_what_it_is(
    turn: tuple[str, str], question: str, alone: str
) -> None:
    assert alone in understood([turn], question)


@pytest.mark.parametrize(
    ("question", "alone"),
    [
        ("OK, and the city I started with, who is its mayor?", "Who is Cork's mayor?"),
        ("Back to where we began: who is the mayor?", "Who is the mayor in Cork?"),
        ("Who is the mayor of the place we spoke of at the beginning?", "the mayor of Cork?"),
        ("How old is the initial city?", "How old is Cork?"),
        ("How old is the earlier town?", "How old is Limerick?"),
        ("How old is the first of the two?", "How old is Limerick?"),
        ("How old is the first of them?", "How old is Cork?"),
    ],
)
def test_cities_are_recalled_by_their_turn(question: str, alone: str) -> None:
    assert alone in understood(CITIES, question)


def test_another_of_the_same_sort_is_known_by_its_year() -> None:
    assert understood(DATED, "And the next one, in 2021?") == "Where was the forum held in 2021?"


def test_a_number_alone_counts_what_was_asked_of() -> None:
    turns = [("How many Irish cities won in 2024?", "")]
    assert understood(turns, "Which three won in 2025?", TERMS) == (
        "Which three of the Irish cities won in 2025?"
    )


@pytest.mark.parametrize(
    ("question", "alone"),
    [
        ("In which year did each one win it?", "did Cork and Limerick win the Open Prize?"),
        ("How much was it for each of them?", "for Cork and Limerick?"),
        ("Did they thank each other?", "each other?"),
        ("What does each city do?", "each city"),
    ],
)
def test_each_is_one_of_those_just_named(question: str, alone: str) -> None:
    asked = f"Both Cork and Limerick have won the Open Prize. {question}"
    assert alone in understood([], asked)
