"""Questions inside others."""

import time

import pytest

from service.conversation.embedded import unwrapped


@pytest.mark.parametrize(
    ("turn", "question"),
    [
        ("Do you happen to know when Cork joined?", "When Cork joined?"),
        ("Could you maybe also tell me in which year Cork joined?", "In which year Cork joined?"),
        ("I'd be grateful if you could tell me who leads Cork.", "Who leads Cork?"),
        ("Would you mind telling us how many came?", "How many came?"),
        ("Any idea why?", "Why?"),
        ("Do you know how many there are in Cork?", "How many are there in Cork?"),
        ("My boss will surely ask me who leads it", "Who leads it?"),
        ("I am in Cork and was wondering who leads it.", "I am in Cork. Who leads it?"),
        ("I live in Cork, so please let me know who leads it", "I live in Cork. Who leads it?"),
        ("In 2017, do you know who won?", "In 2017, who won?"),
        ("I'd like to know whether Cork won.", "Is it true that Cork won?"),
        ("What I want to know is who won", "Who won?"),
        ("Could you please list the winners of 2019?", "List the winners of 2019."),
        ("Can you tell me the towns that won", "Tell me the towns that won."),
        ("I am very curious about why Cork won.", "Why Cork won?"),
        (
            "It is for school so could you also give me its name",
            "It is for school. Give me its name.",
        ),
    ],
)
def test_what_is_embedded_is_the_question(turn: str, question: str) -> None:
    assert unwrapped(turn) == question


@pytest.mark.parametrize(
    "turn",
    [
        "Can you tell me about Cork?",
        "What can you tell me about Cork?",
        "Could you please tell us more about Cork?",
        "Can you swim there?",
        "Who knows where the festival is?",
        "Does the mayor know who won?",
        "Do I need to know how to swim?",
        "Where can I find out when it opens?",
        "My guide couldn't tell me when it opens.",
        "I'd like to know whether Cork or Ulm won.",
        "Let me know if I can help you.",
        "When did Cork join?",
    ],
)
def test_what_is_asked_first_hand_stays(turn: str) -> None:
    assert unwrapped(turn) == turn


@pytest.mark.parametrize("text", ["do you know if " * 66, "my a b " * 140, "i wonder " * 110])
def test_long_texts_take_no_time(text: str) -> None:
    began = time.thread_time()
    unwrapped(text)
    assert time.thread_time() - began < 5
