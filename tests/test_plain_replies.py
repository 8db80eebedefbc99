"""What is answered where nothing is quoted in answer, over a real index."""

import pytest

from index.search import Searcher
from service.ask import Ask, Service
from service.question import Turn


@pytest.mark.parametrize("courtesy", ["Hello", "Thank you!", "What can you do?", "Bye"])
def test_a_courtesy_gets_a_friendly_word_and_questions_to_ask(
    searcher: Searcher, courtesy: str
) -> None:
    service = Service(searcher)
    reply = service.ask(Ask(courtesy))
    assert not reply.answer.answered
    assert reply.answer.reason == "nothing_relevant"
    assert reply.suggestions == service.examples
    assert reply.answer.text.endswith(service.examples[0])
    assert reply.answer.related == ()


def test_a_language_that_is_not_read_is_named_and_its_names_are_looked_up(
    searcher: Searcher,
) -> None:
    reply = Service(searcher).ask(Ask("세종의 평생학습관은 몇 개입니까?"))
    assert "Korean" in reply.answer.text
    assert reply.answer.reason == "no_sentence_answers"
    assert reply.answer.related[0].hit.document.id == "cities/sejong"
    assert reply.standalone == "세종의 평생학습관은 몇 개입니까?"


def test_without_names_or_words_there_is_nothing_to_show(searcher: Searcher) -> None:
    answer = Service(searcher).ask(Ask("Où est-ce que le vin est fait?")).answer
    assert "French" in answer.text
    assert answer.reason == "nothing_relevant"
    assert answer.related == ()


def test_a_follow_up_is_answered_as_it_was_meant(searcher: Searcher) -> None:
    service = Service(searcher)
    first = service.ask(Ask("When did Marlow Bay join the network of learning cities?"))
    history = (Turn(first.ask.question, first.answer.text),)
    reply = service.ask(Ask("And Oberlinden?", history))
    assert reply.standalone == "When did Oberlinden join the network of learning cities?"
    assert "2019" in reply.answer.text


def test_a_declined_answer_leaves_nothing_to_point_to(searcher: Searcher) -> None:
    service = Service(searcher)
    declined = service.ask(Ask("What is the boiling point of tungsten?"))
    assert not declined.answer.answered
    history = (Turn("What is boiling?", declined.answer.text),)
    assert "documents" not in service.understand(Ask("Who wrote them?", history)).standalone
