"""What a question for a list asks of each thing that may belong in it."""

import pytest

from service.several.which import listing_of


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Which towns won the prize twice?", "Did Ulm win the prize twice?"),
        ("Which towns offer free courses?", "Does Ulm offer free courses?"),
        ("which other towns joined in 2016", "Did Ulm join in 2016?"),
        ("What towns have a fair?", "Does Ulm have a fair?"),
        ("Which towns have won the prize?", "Has Ulm won the prize?"),
        ("Which towns are in the league?", "Is Ulm in the league?"),
        ("Which towns are members of the league?", "Is Ulm one of the members of the league?"),
        ("Which towns became members in 2016?", "Did Ulm become one of the members in 2016?"),
        ("Which Swabian towns were founded late?", "Was the Swabian Ulm founded late?"),
        ("Which trading towns have a fair?", "Does Ulm have a fair?"),
        ("Which towns in Swabia have a fair?", "Does Ulm have a fair?"),
        ("Which of the towns of Upper Swabia trade?", "Does Ulm trade?"),
        ("Which towns did the mayor visit?", "Did the mayor visit Ulm?"),
        ("In which towns are there fairs?", "Are there fairs in Ulm?"),
        ("I like fairs. Which towns have one?", "Does Ulm have one?"),
        ("Which districts of Ulm have a fair?", "Does Ulm have a fair?"),
        ("Swabian towns that won the prize", "Did the Swabian Ulm win the prize?"),
        ("List the towns that have a fair.", "Does Ulm have a fair?"),
        ("List the towns that teamed up with Lund", "Has Ulm teamed up with Lund?"),
        ("Name the Swabian towns that joined late", "Did the Swabian Ulm join late?"),
        ("List all the winners of the prize", "Is Ulm one of the winners of the prize?"),
        ("Name all Swabian towns in the league", "Is Ulm one of the Swabian towns in the league?"),
        ("Name Swabia's trading towns.", "Is Ulm one of Swabia's trading towns?"),
        ("What are the Swabian towns?", "Is Ulm one of the Swabian towns?"),
        ("Who were the first towns to join?", "Was Ulm one of the first towns to join?"),
        ("2017 prize winners please", "Is Ulm one of the 2017 prize winners?"),
    ],
)
def test_a_list_is_asked_of_one_thing(question: str, asked: str) -> None:
    listing = listing_of(question)
    assert listing is not None
    assert listing.frame.about("Ulm") == asked


@pytest.mark.parametrize(
    "question",
    ["Which town won?", "What is the fair?", "When did the towns join?", "Which towns?", "", "?"],
)
def test_what_asks_for_no_list_is_asked_of_nothing(question: str) -> None:
    assert listing_of(question) is None


@pytest.mark.parametrize(
    ("question", "noun", "adjectives", "where", "of_places"),
    [
        ("Which small towns in Swabia trade?", "towns", "small", "in Swabia", True),
        ("Who are the members from Swabia?", "members", "", "from Swabia", True),
        ("Which countries trade?", "countries", "", "", False),
        ("List the schools of Ulm", "schools", "", "of Ulm", False),
    ],
)
def test_what_is_listed_and_where(
    question: str, noun: str, adjectives: str, where: str, of_places: bool
) -> None:
    listing = listing_of(question)
    assert listing is not None
    found = (listing.noun, listing.adjectives, listing.where, listing.of_places)
    assert found == (noun, adjectives, where, of_places)
