import pytest

from service.conversation.courtesy import Courtesy
from service.conversation.terms import Terms
from service.question import Kind, Turn, interpret, kind_of
from tests.conversation import TERMS


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("When did the harbour open?", Kind.DATE),
        ("what year was it founded", Kind.DATE),
        ("Until what day can I apply?", Kind.DATE),
        ("How many libraries are there?", Kind.NUMBER),
        ("What share of adults take part?", Kind.NUMBER),
        ("Who runs the college?", Kind.PERSON),
        ("Where are the classes held?", Kind.PLACE),
        ("Which cities won the prize twice?", Kind.LIST),
        ("In which other harbour towns is it?", Kind.LIST),
        ("Which prize did the cities win?", Kind.OTHER),
        ("List all the members.", Kind.LIST),
        ("Tell me the ten towns that won.", Kind.LIST),
        ("Irish towns that won the prize", Kind.LIST),
        ("Name Ireland's old harbour towns.", Kind.LIST),
        ("Who were the first Irish towns to join?", Kind.LIST),
        ("What are the members as of 2022?", Kind.LIST),
        ("2017 prize winners please", Kind.LIST),
        ("What are the reasons for the towns?", Kind.OTHER),
        ("On which days was the fair?", Kind.DATE),
        ("Why was the school opened?", Kind.REASON),
        ("How does the city reach night workers?", Kind.MANNER),
        ("Tell me about the reading movement", Kind.DESCRIPTION),
        ("Could you tell me a bit more about the college?", Kind.DESCRIPTION),
        ("Can you tell me when the college opened?", Kind.DATE),
        ("Explain why the school was opened", Kind.REASON),
        ("Does the town have a museum?", Kind.YES_NO),
        ("What is the motto of the festival?", Kind.OTHER),
        ("harbour museum", Kind.OTHER),
    ],
)
def test_the_kind_of_answer_is_read_from_the_question(question: str, kind: Kind) -> None:
    assert kind_of(question) is kind


def test_a_question_without_history_stands_as_it_is() -> None:
    question = interpret("And what about it?", [])
    assert question.standalone == question.asked == "And what about it?"


def test_a_follow_up_is_understood_from_the_turns_before() -> None:
    history = [Turn("When did Cork join?", "In 2013."), Turn("And Limerick?", "In 2016.")]
    question = interpret("What about Dublin?", history)
    assert question.standalone == "When did Dublin join?"
    assert question.kind is Kind.DATE
    assert question.context == (
        "What about Dublin?",
        "When did Limerick join?",
        "When did Cork join?",
    )


def test_what_is_asked_for_carries_over_to_a_bare_follow_up() -> None:
    assert interpret("And Limerick?", [Turn("When did Cork join?", "In 2013.")]).kind is Kind.DATE


def test_what_is_asked_for_counts_before_what_was_asked_for() -> None:
    assert interpret("Why?", [Turn("Who founded Cork?", "The monks.")]).kind is Kind.REASON


def test_a_new_subject_starts_afresh() -> None:
    asked = "How many students does the Harbour College of Ulm have?"
    question = interpret(asked, [Turn("When did Cork join?", "In 2013.")])
    assert question.standalone == asked
    assert question.context == ()


def test_courtesies_between_questions_change_nothing() -> None:
    history = [Turn("When did Cork join?", "In 2013."), Turn("Thanks!", "You are welcome!")]
    question = interpret("Ok thanks, and Limerick?", history)
    assert question.standalone == "When did Limerick join?"
    assert question.context == ("And Limerick?", "When did Cork join?")


def test_a_courtesy_asks_nothing() -> None:
    question = interpret("Hello!", [Turn("When did Cork join?", "In 2013.")])
    assert question.courtesy is Courtesy.GREETING
    assert question.standalone == "Hello!"


def test_a_language_that_is_not_read_is_told() -> None:
    assert interpret("Wann ist Cork beigetreten und warum?", []).unread == "de"
    assert interpret("When did Cork join?", []).unread is None


def test_typing_errors_are_put_right_in_every_turn() -> None:
    terms = Terms(texts=["The network of Okayama"], knows=lambda word: word.islower())
    history = [Turn("When did Okyama join the network?", "In 2016.")]
    assert interpret("Why?", history, terms).standalone == "Why did Okayama join the network?"


def test_a_change_of_subject_has_no_context() -> None:
    history = (Turn("When did Cork join?", "In 2013. [1]"),)
    question = interpret("Different topic: which cities won?", history)
    assert question.standalone == "Which cities won?"
    assert question.context == ()


def test_what_is_told_before_a_question_is_no_part_of_it() -> None:
    history = (Turn("When did Cork join?", "In 2013. [1]"),)
    question = interpret("My aunt is from Limerick. Who is the mayor there?", history)
    assert question.standalone == "Who is the mayor in Limerick?"
    assert question.context == ("Who is the mayor there?", "When did Cork join?")


SLOGAN = Turn("What does TIDE stand for in Cork?", "TIDE stands for Think, Invent, Do, Enjoy. [1]")


def test_a_follow_up_may_also_be_asked_of_the_city_spoken_of_last() -> None:
    question = interpret("and how old is it?", [SLOGAN], TERMS)
    assert question.standalone == "How old is TIDE?"
    assert question.alternative == "How old is it (Cork)?"


@pytest.mark.parametrize(
    ("question", "history"),
    [
        ("How old is it?", []),
        ("How old is Limerick?", [SLOGAN]),
        ("How many libraries are there?", [SLOGAN]),
        ("How old is she?", [Turn("Who is Deirdre Quinlan?", "A teacher. [1]")]),
    ],
)
def test_a_question_that_is_about_a_city_anyway_or_of_none_has_one_meaning(
    question: str, history: list[Turn]
) -> None:
    assert interpret(question, history, TERMS).alternative is None


def test_talk_around_a_question_is_no_part_of_it() -> None:
    history = (Turn("When did Cork join?", "In 2013. [1]"),)
    asked = "Great, that helps! My boss asks me how many libraries there are, do you know that?"
    question = interpret(asked, history)
    assert question.standalone == "How many libraries are there in Cork?"
    assert question.kind is Kind.NUMBER


def test_she_may_be_somebody_of_ours() -> None:
    history = (Turn("Who is the mayor of Cork?", "Mary Shields is. [1]"),)
    question = interpret("My mother is so happy. What may she learn there?", history)
    assert question.standalone == "What may she learn in Cork?"


def test_my_god_is_nobody() -> None:
    said = "Oh my god, I am a big fan of Mary Shields. How was she introduced in Cork?"
    history = (Turn("When did Cork join?", "In 2013. [1]"),)
    assert interpret(said, history).standalone == "How was Mary Shields introduced in Cork?"
