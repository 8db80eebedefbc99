import pytest

from service.question import Kind, Turn, interpret, kind_of


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
        ("List all the members.", Kind.LIST),
        ("Why was the school opened?", Kind.REASON),
        ("How does the city reach night workers?", Kind.MANNER),
        ("Tell me about the reading movement", Kind.DESCRIPTION),
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


@pytest.mark.parametrize("follow_up", ["And Limerick?", "Who runs it?", "Why?", "Limerick?"])
def test_a_follow_up_is_read_with_the_question_before_it(follow_up: str) -> None:
    history = [Turn("Where is Ulm?", "In Germany."), Turn("When did Cork join?", "In 2013.")]
    assert interpret(follow_up, history).standalone == f"When did Cork join? {follow_up}"


def test_what_is_asked_for_carries_over_to_a_bare_follow_up() -> None:
    assert interpret("And Limerick?", [Turn("When did Cork join?", "In 2013.")]).kind is Kind.DATE


def test_a_new_subject_starts_afresh() -> None:
    question = "How many students does the Harbour College of Ulm have?"
    assert interpret(question, [Turn("When did Cork join?", "In 2013.")]).standalone == question
