"""The same question again: answered once, for one index, and not for ever."""

from __future__ import annotations

import pytest

from index.search import Filters, Searcher
from service import repeated
from service.ask import Ask, Reply, Service
from service.question import Turn
from service.routes import parts_of
from tests.web import make_app

QUESTION = "When did Marlow Bay join the network of learning cities?"


class CountingService(Service):
    """Keeps the questions that it had to answer."""

    def __init__(self, searcher: Searcher) -> None:
        super().__init__(searcher)
        self.answered: list[Ask] = []

    def ask(self, ask: Ask) -> Reply:
        """Answer."""
        self.answered.append(ask)
        return super().ask(ask)


def test_a_question_is_answered_once_and_always_in_the_same_bytes(searcher: Searcher) -> None:
    service = CountingService(searcher)
    client = make_app(service).test_client()
    answers = [client.post("/ask", json={"question": QUESTION}).data for _ in range(3)]
    page = client.get("/", query_string={"q": QUESTION}).text
    assert answers[0] == answers[1] == answers[2]
    assert "2016" in page
    assert service.answered == [Ask(QUESTION)]
    fresh = make_app(Service(searcher)).test_client()
    assert answers[0] == fresh.post("/ask", json={"question": QUESTION}).data
    counted = client.get("/metrics").text
    assert "cite_ask_seconds_count 4.0" in counted
    assert 'cite_answers_total{outcome="answered"} 4.0' in counted


def test_whatever_else_is_sent_makes_it_another_question(searcher: Searcher) -> None:
    service = CountingService(searcher)
    answer = repeated.answering(service)
    asked = [
        Ask(QUESTION),
        Ask(QUESTION, history=(Turn("Where is Oberlinden?", "In Germany."),)),
        Ask(QUESTION, history=(Turn("Where is Oberlinden?", "On the Linde."),)),
        Ask(QUESTION, filters=Filters(countries=("Germany",))),
        Ask(QUESTION, limit=1),
        Ask(QUESTION.lower()),
    ]
    for each in (*asked, *asked):
        answer(each)
    assert service.answered == asked


def test_another_index_is_asked_anew_and_the_one_before_forgotten(searcher: Searcher) -> None:
    first, second = CountingService(searcher), CountingService(searcher)
    parts = parts_of(make_app(first))
    for service in (first, first, second, second, first):
        parts.answering(service)(Ask(QUESTION))
    assert second.answered == [Ask(QUESTION)]
    assert first.answered == [Ask(QUESTION)] * 2


def test_what_was_asked_long_ago_is_forgotten(
    searcher: Searcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(repeated, "KEPT", 2)
    service = CountingService(searcher)
    answer = repeated.answering(service)
    one, two, three = (Ask(f"How many books are there in bus {n}?") for n in range(3))
    for each in (one, two, three, three, two, one):
        answer(each)
    assert service.answered == [one, two, three, one]


class FailingOnce(CountingService):
    """Fails at its first question."""

    def ask(self, ask: Ask) -> Reply:
        """Raise, the first time."""
        if not self.answered:
            self.answered.append(ask)
            raise RuntimeError("not yet")
        return super().ask(ask)


def test_a_failure_is_not_kept(searcher: Searcher) -> None:
    answer = repeated.answering(FailingOnce(searcher))
    with pytest.raises(RuntimeError, match="not yet"):
        answer(Ask(QUESTION))
    assert answer(Ask(QUESTION)).answered
