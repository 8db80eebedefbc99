"""The whole pipeline over a real index with the real encoder."""

from collections.abc import Collection, Sequence
from dataclasses import replace

import pytest

from index.search import Filters, Hit, Searcher
from service.ask import Ask, Service, UnprovenQuoteError
from service.question import Turn
from service.reader import Reading, Sentence
from tests.hits import make_reading


def test_every_statement_is_a_quote_of_its_document(searcher: Searcher) -> None:
    service = Service(searcher)
    for summary in searcher.documents():
        reply = service.ask(Ask(f"Tell me about {summary.title}"))
        for statement in (*reply.answer.statements, *reply.answer.related):
            document = searcher.document(statement.hit.document.id)
            assert document is not None
            assert document.text[statement.span.start : statement.span.end] == statement.quote
            assert statement.quote.strip() == statement.quote != ""


@pytest.mark.parametrize(
    ("question", "words", "document"),
    [
        ("When did Marlow Bay join the network of learning cities?", "2016", "cities/marlow-bay"),
        ("Who signed a charter in 2022?", "Amélie Rousseau", "cities/evreux-les-pins"),
        ("How many books does the reading bus carry?", "2,300 books", "notes"),
    ],
)
def test_a_question_in_a_sentences_own_words_is_answered_by_it(
    searcher: Searcher, question: str, words: str, document: str
) -> None:
    answer = Service(searcher).ask(Ask(question)).answer
    (statement,) = answer.statements
    assert words in statement.quote
    assert statement.hit.document.id == document


@pytest.mark.parametrize(
    "question",
    [
        "What is the boiling point of tungsten?",
        "Who won the chess championship in Reykjavik in 1972?",
        "Tell me about the volcanoes of Iceland",
    ],
)
def test_an_unrelated_question_is_declined(searcher: Searcher, question: str) -> None:
    answer = Service(searcher).ask(Ask(question)).answer
    assert not answer.answered
    assert answer.reason == "nothing_relevant"
    assert answer.statements == ()
    assert len(answer.related) == 3


def test_a_description_is_of_the_document_that_was_named(searcher: Searcher) -> None:
    answer = Service(searcher).ask(Ask("Tell me about Oberlinden")).answer
    assert {s.hit.document.id for s in answer.statements} == {"cities/oberlinden"}


def test_the_same_question_gets_the_same_reply(searcher: Searcher) -> None:
    ask = Ask("What can people learn?", history=(Turn("Hello", "Hello."),))
    assert repr(Service(searcher).ask(ask)) == repr(Service(searcher).ask(ask))


def test_a_follow_up_that_finds_nothing_is_asked_of_the_city_spoken_of_last(
    searcher: Searcher,
) -> None:
    before = Turn("What is TIDE in Marlow Bay?", "TIDE stands for Think, Invent, Do, Enjoy. [1]")
    service = Service(searcher)
    reply = service.ask(Ask("How many events does it offer?", history=(before,)))
    assert reply.standalone == "How many events does it offer (Marlow Bay)?"
    assert "more than 600 free events" in reply.answer.statements[0].quote
    unknown = service.ask(Ask("How many tigers does it have?", history=(before,)))
    assert unknown.standalone == "How many tigers does TIDE have?"
    assert not unknown.answer.answered


def test_filters_keep_other_documents_out(searcher: Searcher) -> None:
    first, *_ = searcher.documents()
    ask = Ask("What can people learn?", filters=Filters(documents=(first.id,)))
    answer = Service(searcher).ask(ask).answer
    found = {s.hit.document.id for s in (*answer.statements, *answer.related)}
    assert found == {first.id}


def test_a_comparison_is_answered_subject_by_subject(searcher: Searcher) -> None:
    asked = "Which joined the network first, Oberlinden or Marlow Bay?"
    answer = Service(searcher).ask(Ask(asked)).answer
    assert [(s.about, s.hit.document.id) for s in answer.statements] == [
        (("Oberlinden",), "cities/oberlinden"),
        (("Marlow Bay",), "cities/marlow-bay"),
    ]
    first, second = (statement.quote for statement in answer.statements)
    assert "2019" in first
    assert "2016" in second


def test_a_list_has_a_statement_of_each_city(searcher: Searcher) -> None:
    answer = Service(searcher).ask(Ask("Which towns joined the network?")).answer
    documents = [statement.hit.document.id for statement in answer.statements]
    assert sorted(documents) == ["cities/marlow-bay", "cities/oberlinden"]


def test_two_questions_in_one_are_both_answered(searcher: Searcher) -> None:
    joined = "When did Marlow Bay join the network of learning cities"
    both = f"{joined} and how many inhabitants does it have?"
    answer = Service(searcher).ask(Ask(both)).answer
    assert [s.about for s in answer.statements] == [
        (f"{joined}?",),
        ("How many inhabitants does it have?",),
    ]
    assert "2016" in answer.statements[0].quote
    assert "84,000" in answer.statements[1].quote
    one = Service(searcher).ask(Ask(both, limit=1)).answer
    assert (one.statements, one.more) == (answer.statements[:1], 1)


def test_a_figure_without_a_year_comes_with_its_sources_date(searcher: Searcher) -> None:
    asked = "How many inhabitants does Marlow Bay have?"
    (statement,) = Service(searcher).ask(Ask(asked)).answer.statements
    assert "84,000 inhabitants" in statement.quote
    assert statement.dated == (None if "2016" in statement.quote else "2021-03")


class Misquoting:
    """A reader that is quite sure of a sentence in a text which is not the document's."""

    def read(
        self, question: str, hits: Sequence[Hit], covered: Collection[Sentence] = ()
    ) -> list[Reading]:
        assert question
        assert not covered
        document = replace(hits[0].document, text="What no document says. " * 100)
        return [make_reading(replace(hits[0], document=document), 0, span=1000.0)]


def test_a_quote_that_does_not_stand_in_its_document_is_never_sent(searcher: Searcher) -> None:
    with pytest.raises(UnprovenQuoteError, match="What no document says"):
        Service(searcher, Misquoting()).ask(Ask("What can people learn?"))


def test_suggestions_and_examples_are_questions_about_the_documents(searcher: Searcher) -> None:
    subjects = {summary.city or summary.title for summary in searcher.documents()}
    offered = [
        *Service(searcher).examples,
        *Service(searcher).ask(Ask("What is learnt?")).suggestions,
    ]
    assert offered
    for question in offered:
        assert any(subject in question for subject in subjects)
