import pytest

from service.conversation.spelling import corrected
from service.conversation.terms import Terms

TEXT = (
    "Limerick joined the network of learning cities; Okayama did, too. The library opened in the"
    " harbour, where the Hope Festival gives each neighbourhood an award. It is written in a"
    " memorandum which Amélie signed in Medellín. Paris has our praise. The prize is our pride."
)
TERMS = Terms(texts=[TEXT], knows=lambda word: word in {"catalogue"})


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("When did Limmerick join the netwrok?", "When did Limerick join the network?"),
        ("when did okyama join", "when did Okayama join"),
        ("Where is the libary?", "Where is the library?"),
        ("Where is teh memmorandom?", "Where is the memorandum?"),
        ("Who signed in Medelin?", "Who signed in Medellín?"),
        ("wich neigbourhood has an awrd", "which neighbourhood has an award"),
        ("How mnay cities?", "How many cities?"),
        ("Festval", "Festival"),
        ("what did they prais", "what did they praise"),
        ("wen did it open", "when did it open"),
        ("hwo old is it", "how old is it"),
        ("When did it get a prise?", "When did it get a prize?"),
        ("who runs teh fair adn the league", "who runs the fair and the league"),
        ("whats the award", "what's the award"),
        ("how manny cities", "how many cities"),
        ("what libraries hav they", "what libraries have they"),
        ("Where is gelsenkirhn?", "Where is Gelsenkirchen?"),
        ("who lives in nanjng", "who lives in Nanjing"),
    ],
)
def test_a_mistyped_word_is_read_as_the_documents_write_it(typed: str, meant: str) -> None:
    assert corrected(typed, TERMS) == meant


@pytest.mark.parametrize(
    "question",
    [
        "What wines are made in York?",  # the reader knows these words
        "Is there a catalogue?",  # the index knows this one
        "Who is Lesh?",  # near to no name, and too short to guess at
        "When did NETWROK join?",
        "What does 도셔관 mean in 세종?",
        "Where are Harbuor and Hopi?",  # no names of the documents
        "Are Irelandish people in Jordanian cities?",
    ],
)
def test_other_words_stay_as_they_are(question: str) -> None:
    assert corrected(question, TERMS) == question


def test_without_documents_nothing_is_a_typing_error() -> None:
    assert corrected("When did Limmerick join the netwrok?", Terms()) == (
        "When did Limmerick join the netwrok?"
    )
