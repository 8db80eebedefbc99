"""Cities called by what they are."""

import pytest

from service.conversation.demonyms import is_of
from service.conversation.described import city_described
from service.conversation.discourse import Discourse
from service.conversation.terms import Terms

TERMS = Terms(told={"Swansea": "A city in South Wales.", "Goyang": "It has a lake park."})


def described(text: str, *questions: str) -> str | None:
    discourse = Discourse(TERMS)
    for question in questions:
        discourse = discourse.then(question, "")
    found = city_described(text, 0, discourse)
    return found.name if found else None


ASKED = ("Where is Swansea?", "And Cork?", "When did Goyang join, in the Republic of Korea?")


@pytest.mark.parametrize(
    ("text", "city"),
    [
        ("the Welsh city", "Swansea"),
        ("that Irish one", "Cork"),
        ("the Korean one I asked about", "Goyang"),
        ("the first city", "Swansea"),
        ("the second one again", "Cork"),
        ("the last one", "Goyang"),
        ("the other town", "Cork"),
        ("the first city in Wales", None),
        ("the first city that joined", None),
        ("the Greek city", None),
        ("the fourth one", None),
        ("the mayor", None),
    ],
)
def test_a_city_is_known_by_its_country_its_document_or_its_turn(
    text: str, city: str | None
) -> None:
    assert described(text, *ASKED) == city


def test_one_city_alone_is_not_counted() -> None:
    assert described("the first city", "Where is Cork?") is None


@pytest.mark.parametrize(
    ("adjective", "country", "of"),
    [
        ("Mexican", "Mexico", True),
        ("canadian", "Canada", True),
        ("Greek", "Greece", True),
        ("Korean", "Republic of Korea", True),
        ("Vietnamese", "Viet Nam", True),
        ("Irish", "Ireland", True),
        ("British", "United Kingdom", True),
        ("Austrian", "Australia", False),
        ("big", "Bigland", False),
        ("Danish", "Finland", False),
    ],
)
def test_adjectives_belong_to_countries(adjective: str, country: str, of: bool) -> None:
    assert is_of(adjective, country) is of
