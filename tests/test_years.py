import pytest

from service.conversation.discourse import Discourse
from service.conversation.years import dated
from tests.conversation import TERMS


@pytest.mark.parametrize(
    ("question", "with_year"),
    [
        ("And the year before?", "And in 2016?"),
        ("What about the year before that?", "What about 2016?"),
        ("two years later", "in 2019"),
        ("Who was mayor 3 years earlier?", "Who was mayor in 2014?"),
        ("How many came the following year?", "How many came in 2018?"),
        ("How many joined a year after that in Cork?", "How many joined in 2018 in Cork?"),
        ("Who was mayor the year before it won?", "Who was mayor the year before it won?"),
        ("How many years later?", "How many years later?"),
        ("What happens next year?", "What happens next year?"),
    ],
)
def test_a_year_is_counted_from_the_one_spoken_of(question: str, with_year: str) -> None:
    discourse = Discourse(TERMS).then("How many forums were there in 2017?", "")
    assert dated(question, discourse) == with_year


@pytest.mark.parametrize("said", ["", "It was held in 2017-2019."])
def test_without_a_single_year_nothing_is_counted(said: str) -> None:
    discourse = Discourse(TERMS).then("When was the forum?", said)
    assert dated("And the year before?", discourse) == "And the year before?"
