"""The talk around a question."""

import time

import pytest

from service.conversation.talk import without_talk


@pytest.mark.parametrize(
    ("turn", "question"),
    [
        ("That was very kind of you. When did Cork join?", "When did Cork join?"),
        ("sorry to bother you again, who leads it?", "Who leads it?"),
        ("You are a star! And just out of curiosity, who leads it?", "Who leads it?"),
        ("My son is happy :) Who leads it?", "My son is happy. Who leads it?"),
        ("Who leads it, do you know that by any chance?", "Who leads it?"),
        ("Who leads it, if I may ask? Thanks a lot in advance!", "Who leads it?"),
        ("Who leads it in the end?", "Who leads it?"),
        ("Who leads it thanks a million", "Who leads it"),
        ("Who leads it, any idea? My son asked.", "Who leads it? My son asked."),
        ("And, sorry for asking so much, who leads it?", "And, who leads it?"),
    ],
)
def test_talk_is_dropped(turn: str, question: str) -> None:
    assert without_talk(turn) == question


@pytest.mark.parametrize(
    "turn",
    [
        "Thank you!",
        "Sorry, Limerick.",
        "Another question: who leads it?",
        "Can you tell me more?",
        "What a harbour. Can you tell me more about it?",
        "The harbour is big. Is it free?",
        "If a city joins, what must it do?",
        "In Cork, can you tell me when it opens?",
        "I live in Cork. And Nice?",
    ],
)
def test_what_asks_or_corrects_is_no_talk(turn: str) -> None:
    assert without_talk(turn) == turn


@pytest.mark.parametrize("text", ["do you know " * 80, "thanks, " * 120 + "x", ":) " * 300])
def test_long_texts_take_no_time(text: str) -> None:
    began = time.thread_time()
    without_talk(text)
    assert time.thread_time() - began < 5  # a doubling at every word would take for ever
