import pytest

from service.conversation.foreign import LANGUAGES, unread_language
from service.conversation.terms import Terms

TERMS = Terms()


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("세종의 평생학습관은 몇 개입니까?", "ko"),
        ("南京的图书馆几点开门？", "zh"),
        ("Сколько городов в сети?", "ru"),
        ("Quand Cork a-t-elle rejoint le réseau ?", "fr"),
        ("Wann ist Hamburg dem Netzwerk beigetreten?", "de"),
        ("¿Cuándo se unió Cork a la red?", "es"),
        ("Quem é o prefeito de São Paulo?", "pt"),
        ("Quando è stata fondata la biblioteca di Torino?", "it"),
        ("Wanneer is de bibliotheek van Gent geopend?", "nl"),
    ],
)
def test_another_language_is_recognised(question: str, language: str) -> None:
    assert unread_language(question, TERMS) == language
    assert language in LANGUAGES


@pytest.mark.parametrize(
    "question",
    [
        "When did 세종 join?",
        "세종?",
        "And 南京?",
        "Who is the mayor of São Paulo?",
        "What is de la Salle?",
        "Where is Villa María?",
        "Limerick?",
        "Why?",
        "2017",
        "",
        "population Cork",
        "What does 평생학습 mean?",
    ],
)
def test_english_and_bare_names_are_read(question: str) -> None:
    assert unread_language(question, TERMS) is None
