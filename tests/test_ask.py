"""The whole pipeline over a real index with the real encoder."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from corpus.documents import Span
from index.search import Filters, Hit, Searcher
from service.ask import Ask, Service, UnprovenQuoteError
from service.question import Question, Turn
from service.reader import Reading


def test_every_statement_is_a_quote_of_its_document(searcher: Searcher) -> None:
    service = Service(searcher)
    for summary in searcher.documents():
        reply = service.ask(Ask(f"Tell me about {summary.title}"))
        for statement in (*reply.answer.statements, *reply.answer.related):
            document = searcher.document(statement.hit.document.id)
            assert document is not None
            assert document.text[statement.span.start : statement.span.end] == statement.quote
            assert statement.quote.strip() == statement.quote != ""


def test_an_unrelated_question_is_declined(searcher: Searcher) -> None:
    reply = Service(searcher).ask(Ask("What is the boiling point of tungsten?"))
    assert not reply.answer.answered
    assert reply.answer.reason == "nothing_relevant"


def test_the_same_question_gets_the_same_reply(searcher: Searcher) -> None:
    ask = Ask("What can people learn?", history=(Turn("Hello", "Hello."),))
    assert Service(searcher).ask(ask) == Service(searcher).ask(ask)


def test_filters_keep_other_documents_out(searcher: Searcher) -> None:
    first, *_ = searcher.documents()
    ask = Ask("What can people learn?", filters=Filters(documents=(first.id,)))
    answer = Service(searcher).ask(ask).answer
    found = {s.hit.document.id for s in (*answer.statements, *answer.related)}
    assert found == {first.id}


class Misquoting:
    """A reader that finds its sentence in a text which is not the document's."""

    def read(self, question: Question, hits: Sequence[Hit]) -> list[Reading]:
        document = replace(hits[0].document, text="What no document says.")
        return [Reading(replace(hits[0], document=document), Span(0, 22), 1.0, None)]


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
