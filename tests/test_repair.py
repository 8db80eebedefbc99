import pytest

from service.conversation.discourse import Discourse
from service.conversation.repair import only_corrects, repaired, without_correction
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
