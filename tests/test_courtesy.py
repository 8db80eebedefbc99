import time

import pytest

from service.conversation.courtesy import Courtesy, courtesy_of, reply_to, without_courtesy


@pytest.mark.parametrize(
    ("text", "courtesy"),
    [
        ("Hello", Courtesy.GREETING),
        ("hi there!", Courtesy.GREETING),
        ("Good morning, how are you?", Courtesy.GREETING),
        ("안녕하세요", Courtesy.GREETING),
        ("Thanks!", Courtesy.THANKS),
        ("Thank you very much, that was helpful.", Courtesy.THANKS),
        ("ok, great", Courtesy.THANKS),
        ("Ok, thanks for the help 🙏", Courtesy.THANKS),
        ("Thanks, bye!", Courtesy.FAREWELL),
        ("What can you do?", Courtesy.HELP),
        ("Hello! What can I ask?", Courtesy.HELP),
    ],
)
def test_courtesies_are_recognised(text: str, courtesy: Courtesy) -> None:
    assert courtesy_of(text) is courtesy


@pytest.mark.parametrize(
    "text",
    ["Why?", "Cork", "Hi, when did Cork join?", "What is good?", "Is it free?", "Thanksgiving", ""],
)
def test_questions_are_no_courtesies(text: str) -> None:
    assert courtesy_of(text) is None


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("Hi, when did Cork join?", "When did Cork join?"),
        ("Hello there! How are you? Who is the mayor?", "Who is the mayor?"),
        ("Thanks. And Limerick?", "And Limerick?"),
        ("Great, thank you! and in 2017?", "And in 2017?"),
        ("High schools in Cork?", "High schools in Cork?"),
    ],
)
def test_a_question_is_read_without_the_courtesy_before_it(text: str, question: str) -> None:
    assert without_courtesy(text) == question


@pytest.mark.parametrize("courtesy", list(Courtesy))
def test_every_courtesy_is_returned_with_an_example(courtesy: Courtesy) -> None:
    assert reply_to(courtesy, "Who learns?").endswith("For example: Who learns?")
    assert "example" not in reply_to(courtesy, None)


@pytest.mark.parametrize("text", ["ok " * 333 + "x", "thanks so much " * 66 + "?x", "great " * 160])
def test_long_texts_take_no_time(text: str) -> None:
    began = time.thread_time()
    courtesy_of(text)
    without_courtesy(text)
    assert time.thread_time() - began < 5
