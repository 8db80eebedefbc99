"""What a turn says before it asks."""

import pytest

from service.conversation.asides import changes_subject, goes_back, parted, topic_of
from tests.conversation import TERMS


@pytest.mark.parametrize(
    ("turn", "asides", "question"),
    [
        ("When did Cork join?", (), "When did Cork join?"),
        ("My son moved to Cork. What is there?", ("My son moved to Cork.",), "What is there?"),
        ("Back to Cork: who leads it?", ("Back to Cork",), "Who leads it?"),
        ("And Cork, when did it join?", ("Cork",), "When did it join?"),
        ("the harbour, who runs it?", ("the harbour",), "Who runs it?"),
        ("cork, when did it join?", ("cork",), "When did it join?"),
        ("It won a prize, what for?", ("It won a prize",), "What for?"),
        ("New topic. In which year was it?", ("New topic.",), "In which year was it?"),
        ("What about Cork, when did it join?", ("about Cork",), "When did it join?"),
        ("Who is it? I forgot.", ("I forgot.",), "Who is it?"),
        ("Is Cork big? And where is it?", (), "Is Cork big? And where is it?"),
        ("Really? How far is it?", ("Really?",), "How far is it?"),
        ("Oh, that is far! Why?", ("that is far!",), "Why?"),
        ("Dr. Li met Mrs. Ray. Why?", ("Dr. Li met Mrs. Ray.",), "Why?"),
    ],
)
def test_a_turn_is_parted_into_asides_and_a_question(
    turn: str, asides: tuple[str, ...], question: str
) -> None:
    assert parted(turn, TERMS) == (asides, question)


@pytest.mark.parametrize(
    "turn",
    [
        "If a city joins, what must it do?",
        "When Cork joined, who was mayor?",
        "In 2017, who won the award?",
        "According to the report, how many joined?",
        "Tell me about Cork: The festival",
        "When did Cork join, and who is the mayor?",
        "Cork and its harbour",
        "pumps, which one is the best?",
        "Cork and Limerick: what did each of them want?",
        "Cork vs. Limerick - whose festival is older?",
        "Limerick or Cork, which is bigger?",
    ],
)
def test_what_belongs_to_the_question_is_no_aside(turn: str) -> None:
    assert parted(turn, TERMS) == ((), turn)


@pytest.mark.parametrize(
    ("aside", "topic"),
    [
        ("Coming back to the festival", "the festival"),
        ("Let's talk about Cork instead", "Cork"),
        ("As for its harbour", "its harbour"),
        ("I asked about the Irish city earlier", "the Irish city"),
        ("One more thing", ""),
        ("My son moved to Cork", None),
        ("in 2017", None),
    ],
)
def test_an_aside_may_name_a_topic(aside: str, topic: str | None) -> None:
    assert topic_of(aside) == topic


@pytest.mark.parametrize(
    ("aside", "changes"),
    [
        ("Totally different question.", True),
        ("Moving on", True),
        ("Forget that.", True),
        ("Something else", True),
        ("Next topic please", True),
        ("Let's leave that", True),
        ("One more thing", False),
        ("Back to Cork", False),
        ("A different festival was in Cork", False),
    ],
)
def test_an_aside_may_change_the_subject(aside: str, changes: bool) -> None:
    assert changes_subject(aside) is changes


def test_going_back_needs_a_topic_to_go_back_to() -> None:
    assert goes_back("Let's go back to Cork")
    assert not goes_back("Let's go back")
    assert not goes_back("Cork")
