"""What a question for a list asks of each thing that may belong in it."""

import pytest

from service.several.which import frame_of_list


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Which towns won the prize twice?", "Did Ulm win the prize twice?"),
        ("Which towns offer free courses?", "Does Ulm offer free courses?"),
        ("which other towns joined in 2016", "Did Ulm join in 2016?"),
        ("What towns have a fair?", "Does Ulm have a fair?"),
        ("Which towns have won the prize?", "Has Ulm won the prize?"),
        ("Which towns are in the league?", "Is Ulm in the league?"),
        ("Which Swabian towns were founded late?", "Was the Swabian Ulm founded late?"),
        ("Which towns did the mayor visit?", "Did the mayor visit Ulm?"),
        ("In which towns are there fairs?", "Are there fairs in Ulm?"),
        ("List the towns that have a fair.", "Does Ulm have a fair?"),
        ("List all the winners of the prize", "Is Ulm one of the winners of the prize?"),
        ("Name all Swabian towns in the league", "Is Ulm one of the Swabian towns in the league?"),
    ],
)
def test_a_list_is_asked_of_one_thing(question: str, asked: str) -> None:
    frame = frame_of_list(question)
    assert frame is not None
    assert frame.about("Ulm") == asked


@pytest.mark.parametrize(
    "question",
    ["Which town won?", "What is the fair?", "When did the towns join?", "Which towns?", "towns"],
)
def test_what_asks_for_no_list_is_asked_of_nothing(question: str) -> None:
    assert frame_of_list(question) is None
