import pytest

from service.conversation.correction import Correction, correction
from service.conversation.discourse import Discourse
from service.conversation.repair import (
    asked_after,
    only_corrects,
    repaired,
    without_correction,
)
from tests.conversation import TERMS

ASKED = Discourse(TERMS).then("How many libraries did Cork have in 2017?", "")


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("not Cork, I meant Limerick", "How many libraries did Limerick have in 2017?"),
        ("I didn't mean Cork, I meant Limerick", "How many libraries did Limerick have in 2017?"),
        ("no not Cork but Limerick", "How many libraries did Limerick have in 2017?"),
        ("my mistake, I meant Limerick", "How many libraries did Limerick have in 2017?"),
        ("oops wrong one, the one in Limerick please", "did Limerick have in 2017?"),
        ("oh wait, I wanted Limerick", "How many libraries did Limerick have in 2017?"),
        ("argh, 2015 I mean", "How many libraries did Cork have in 2015?"),
        ("sorry, typo, 2015", "How many libraries did Cork have in 2015?"),
        ("hold on, not Cork. Limerick!", "How many libraries did Limerick have in 2017?"),
        ("I should have said museums", "How many museums did Cork have in 2017?"),
        ("sorry I mixed that up, Limerick is what I wanted", "did Limerick have in 2017?"),
        ("Limerick not Cork", "How many libraries did Limerick have in 2017?"),
        ("it should have been Limerick", "How many libraries did Limerick have in 2017?"),
        ("my bad i meant Limerick", "How many libraries did Limerick have in 2017?"),
        ("wait, not that one - Limerick", "How many libraries did Limerick have in 2017?"),
        ("it's Limerick I was asking about", "How many libraries did Limerick have in 2017?"),
        ("Limerick not Cork, and the museums, not the libraries", "museums did Limerick have"),
        ("Limerick, not Cork, and 2019, not 2017", "libraries did Limerick have in 2019?"),
        ("public libraries, not school libraries", "How many public libraries did Cork have"),
        ("I said Cork, not Limerick", "How many libraries did Cork have in 2017?"),
        ("Limerick, sorry", "How many libraries did Limerick have in 2017?"),
    ],
)
def test_what_was_wrong_is_put_right(text: str, alone: str) -> None:
    assert alone in str(repaired(text, ASKED))


@pytest.mark.parametrize(
    "text",
    [
        "Limerick",
        "Is it not free?",
        "Who was wrong?",
        "No, when did it leave?",
        "why not",
        "sorry it is",
        "I need a library",
        "It is not free.",
        "I live in Cork, not far away, and work there",
        "I said hello to my teacher",
    ],
)
def test_other_turns_correct_nothing(text: str) -> None:
    assert repaired(text, ASKED) is None


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Actually I wanted to know how many schools", "how many schools"),
        ("that's not what I wanted. the address please", "the address"),
        ("Correction, who is the mayor", "who is the mayor"),
        ("no, I want to know who is the mayor", "who is the mayor"),
        ("What does it mean", "What does it mean"),
        ("sorry", "sorry"),
    ],
)
def test_the_words_that_only_correct_are_left_out(text: str, rest: str) -> None:
    assert without_correction(text) == rest


def test_some_texts_only_correct() -> None:
    assert only_corrects("that's not what I wanted.")
    assert only_corrects("Let me rephrase")
    assert not only_corrects("I meant Cork")
    assert not only_corrects("My town is small")


@pytest.mark.parametrize(
    ("last", "text", "alone"),
    [
        (
            "Who is mayor of Cork?",
            "not the mayor, the contact person",
            "Who is the contact person of Cork?",
        ),
        ("Where was the forum held?", "when, not where", "When was the forum held?"),
        ("Which city hosted the forum?", "the date, not the place", "When was the forum hosted?"),
        (
            "Who gave Cork the prize?",
            "sorry, the question is when",
            "When was Cork the prize given?",
        ),
        ("When was the centre opened?", "I meant by whom", "By whom was the centre opened?"),
        ("When did Cork open its libraries?", "how many", "How many libraries did Cork open?"),
        ("When was the forum?", "How many guests, not when", "How many guests did the forum have?"),
        ("In which year did Cork win?", "I meant the year", "In which year did Cork win?"),
        ("Who is mayor of Cork?", "I meant when, not who", "When? Who is mayor of Cork?"),
    ],
)
def test_what_is_asked_for_is_put_right(last: str, text: str, alone: str) -> None:
    assert repaired(f"no, {text}", Discourse(TERMS).then(last, "")) == alone


@pytest.mark.parametrize(
    ("text", "question", "last"),
    [
        ("I meant Limerick, not Cork. Has it a museum?", "Has it a museum?", "Limerick"),
        ("not the libraries, the museums. Are they free?", "Are they free?", "museums"),
        ("no, not how many. when were they opened?", "when were they opened?", "Cork"),
    ],
)
def test_a_question_behind_a_correction_is_about_what_is_right(
    text: str, question: str, last: str
) -> None:
    after = asked_after(text, ASKED)
    assert after is not None
    assert after[0] == question
    assert last in str(after[1].last)
    assert asked_after("When did it open?", ASKED) is None


def test_a_correction_is_read_clause_by_clause() -> None:
    said = "oops, wrong town: Ulm not Cork, and the fair, not the forum. Is it free?"
    wrong, right = ("Cork", "the forum"), ("Ulm", "the fair")
    assert correction(said) == Correction(wrong, right, "Is it free?")
    assert correction("I meant Cork, Ireland") == Correction((), ("Cork, Ireland",), "")


@pytest.mark.parametrize(
    "turn",
    [
        "Is it not free?",
        "Does Cork, not Limerick, have a port?",
        "What about Cork but not Limerick?",
        "Who lives there, not counting children?",
    ],
)
def test_a_question_that_says_not_corrects_nothing(turn: str) -> None:
    assert correction(turn) is None
