import pytest

from service.conversation.mentions import mentions
from service.conversation.phrases import Mention, Sort
from tests.conversation import TERMS


def found(text: str) -> list[tuple[str, Sort]]:
    return [(mention.text, mention.sort) for mention in mentions(text, TERMS)]


def only(text: str, phrase: str) -> Mention:
    (mention,) = [mention for mention in mentions(text, TERMS) if mention.text == phrase]
    return mention


def test_places_are_found_inside_longer_phrases() -> None:
    assert found("Who is the mayor of Cork?") == [
        ("the mayor of Cork", Sort.NOUN),
        ("Cork", Sort.PLACE),
    ]


def test_names_are_told_from_the_words_that_begin_a_sentence() -> None:
    assert found("Teachers met Deirdre Quinlan.") == [
        ("Teachers", Sort.NOUN),
        ("Deirdre Quinlan", Sort.PERSON),
    ]


@pytest.mark.parametrize(
    ("text", "name", "sort"),
    [
        ("What is the Harbour College of Ulm?", "the Harbour College of Ulm", Sort.NAME),
        (
            "Where is Cork's Lifelong Learning Festival?",
            "Cork's Lifelong Learning Festival",
            "name",
        ),
        ("The director is Dr. Amélie Rousseau.", "Amélie Rousseau", Sort.PERSON),
        ("When did cork join?", "cork", Sort.PLACE),
        ("It took place on 2 October 2019.", "2 October 2019", Sort.TIME),
        ("What happened in 2017?", "2017", Sort.TIME),
        ("Tell me about the reading bus", "the reading bus", Sort.NOUN),
        ("How did the Menominee react?", "the Menominee", Sort.NAME),
        ("Was the album successful?", "the album", Sort.NOUN),
    ],
)
def test_phrases_end_where_they_end(text: str, name: str, sort: Sort) -> None:
    assert only(text, name).sort == sort


def test_one_thing_is_not_several() -> None:
    assert found("that sounds good") == [("good", Sort.NOUN)]
    assert found("that sound of Cork")[0] == ("that sound of Cork", Sort.NOUN)


def test_what_is_asked_for_is_marked() -> None:
    libraries = only("How many libraries does Cork have?", "libraries")
    assert libraries.asked
    assert libraries.plural
    assert not only("How many libraries does Cork have?", "Cork").asked


def test_the_head_of_a_phrase_is_its_noun() -> None:
    assert only("Who is the mayor of Cork?", "the mayor of Cork").head == "mayor"
    assert only("Where is Cork's festival?", "Cork's festival").head == "festival"


def test_offsets_are_those_of_the_text() -> None:
    text = "Where did Amélie Rousseau meet the mayor of São Paulo on 3 May 2021?"
    assert mentions(text, TERMS)
    for mention in mentions(text, TERMS):
        assert text[mention.start : mention.end] == mention.text
        assert mention.head in mention.text


@pytest.mark.parametrize("text", ["", "?", "Why?", "   ", "…", "'s", "the", "of the", "2017"])
def test_text_without_phrases_has_none(text: str) -> None:
    assert [m for m in mentions(text, TERMS) if m.sort is not Sort.TIME] == []
