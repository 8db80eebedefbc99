"""Questions that are put one after the other in one."""

import pytest

from service.several.clauses import clauses_of


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        (
            "When was the fair founded, and who founded the league?",
            ["When was the fair founded?", "Who founded the league?"],
        ),
        (
            "How many boats does Ulm have, and how many does Lund have?",
            ["How many boats does Ulm have?", "How many boats does Lund have?"],
        ),
        (
            "Who leads the fair in Ulm, and who does it in Lund?",
            ["Who leads the fair in Ulm?", "Who leads the fair in Lund?"],
        ),
        (
            "How far must people walk in Ulm, and how far in Lund?",
            ["How far must people walk in Ulm?", "How far must people walk in Lund?"],
        ),
        (
            "How far is Ulm from Lund, and how far Cork from Bonn?",
            ["How far is Ulm from Lund?", "How far is Cork from Bonn?"],
        ),
        (
            "mayor of Ulm 2025? and mayor of Lund 2019?",
            ["Mayor of Ulm 2025?", "Mayor of Lund 2019?"],
        ),
        (
            "When and where was the fair held?",
            ["When was the fair held?", "Where was the fair held?"],
        ),
        (
            "Who founded the fair and why?",
            ["Who founded the fair?", "Why founded the fair?"],
        ),
        (
            "How many boats and how many ferries are there?",
            ["How many boats are there?", "How many ferries are there?"],
        ),
        (
            "Which ports joined in 2016 and which in 2017?",
            ["Which ports joined in 2016?", "Which ports joined in 2017?"],
        ),
        (
            "What is the fair? And also, how old is it? Who runs it?",
            ["What is the fair?", "How old is it?", "Who runs it?"],
        ),
        (
            "Tell me about the fair and how people join",
            ["Tell me about the fair?", "How people join?"],
        ),
        (
            "What is the port's address and can I phone them?",
            ["What is the port's address?", "Can I phone them?"],
        ),
        (
            "What's the port's motto, and who was its mayor in 2017?",
            ["What's the port's motto?", "Who was its mayor in 2017?"],
        ),
        (
            "Where is the port and under which number can I ring it?",
            ["Where is the port?", "Under which number can I ring it?"],
        ),
        ("Is the fair old and does it pay?", ["Is the fair old?", "Does it pay?"]),
    ],
)
def test_each_question_is_one(text: str, clauses: list[str]) -> None:
    assert clauses_of(text) == clauses


@pytest.mark.parametrize(
    "text",
    [
        "What is research and development?",
        "Who built the harbour and paid for it?",
        "Which port has docks and is planning more?",
        "What is that, of which there are many?",
        "I have a boat. Where can I land?",
        "Ulm? The old town",
        "Ulm? And its fair?",
        "Tell me about bread and butter.",
        "?",
        "",
    ],
)
def test_one_question_stays_as_it_is(text: str) -> None:
    assert clauses_of(text) == [text]
