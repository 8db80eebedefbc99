"""Answers to the parts of a question, put together."""

from __future__ import annotations

from corpus.documents import Span
from index.search import Hit
from service.answer import Answer, Reason, Statement, as_text
from service.question import Kind, Question
from service.several.parts import Part
from service.several.subjects import Subject
from service.several.together import together
from tests.hits import make_hit

ULM = make_hit(["Ulm has a fair.", "It is old.", "It is loud."], id="ulm")
LUND = make_hit(["Lund has a fair."], id="lund")
BOTH = make_hit(["Ulm and Lund trade."], id="both")


def part(label: str, *, subject: bool = True) -> Part:
    question = Question("?", "?", Kind.OTHER)
    return Part(question, Subject(label) if subject else None, label)


def statement(hit: Hit, number: int = 0, *, differs: bool = False) -> Statement:
    return Statement(hit, hit.passage.sentences[number], differs=differs)


def answer(*statements: Statement, confidence: float = 0.8, more: int = 0) -> Answer:
    return Answer(True, as_text(statements), confidence, None, statements, (), more)


def silence(reason: Reason = "nothing_relevant", *related: Statement) -> Answer:
    return Answer(False, "", 0.9, reason, (), related, 0)


def test_the_answers_stand_in_the_order_asked_and_say_for_what() -> None:
    answers = [answer(statement(LUND)), answer(statement(ULM), statement(ULM, 1), more=2)]
    joined = together([part("Lund"), part("Ulm")], answers, None)
    assert joined.answered
    assert joined.text == "Lund has a fair. [1] Ulm has a fair. [2] It is old. [3]"
    assert [s.about for s in joined.statements] == [("Lund",), ("Ulm",), ("Ulm",)]
    assert (joined.more, joined.notes, joined.reason) == (2, (), None)


def test_the_confidence_is_the_mean_of_the_parts() -> None:
    answers = [answer(statement(ULM), confidence=0.8), silence()]
    assert together([part("Ulm"), part("Lund")], answers, None).confidence == 0.85


def test_a_silence_is_said_in_a_sentence() -> None:
    parts = [part("Ulm"), part("Lund"), part("Who is he?", subject=False)]
    joined = together(parts, [answer(statement(ULM)), silence(), silence()], None)
    assert joined.notes == (
        "The documents do not say this of Lund.",
        "The documents do not answer “Who is he?”",
    )
    assert joined.text == " ".join(["Ulm has a fair. [1]", *joined.notes])


def test_nothing_but_silences_is_one() -> None:
    near, far = statement(ULM), statement(LUND)
    answers = [silence("nothing_relevant", far), silence("no_sentence_answers", near, far)]
    joined = together([part("Ulm"), part("Lund")], answers, None)
    assert not joined.answered
    assert (joined.reason, joined.statements, joined.notes) == ("no_sentence_answers", (), ())
    assert joined.text.startswith("The documents do not say")
    assert joined.related == (far, near)
    assert joined.confidence == 0.9


def test_a_sentence_that_answers_for_several_is_quoted_once() -> None:
    answers = [answer(statement(BOTH)), answer(statement(BOTH))]
    (quote,) = together([part("Ulm"), part("Lund")], answers, None).statements
    assert quote.about == ("Ulm", "Lund")


def test_a_limit_is_shared_between_the_parts() -> None:
    long = answer(statement(ULM), statement(ULM, 1), statement(ULM, 2))
    joined = together([part("Ulm"), part("Lund")], [long, answer(statement(LUND))], 2)
    assert [s.quote for s in joined.statements] == ["Ulm has a fair.", "Lund has a fair."]
    assert joined.more == 2


def test_differing_figures_are_announced_for_each_part() -> None:
    ulm = [statement(ULM, number, differs=True) for number in (0, 1)]
    answers = [answer(*ulm), answer(statement(LUND, differs=True))]
    joined = together([part("Ulm"), part("Lund")], answers, None)
    assert joined.text.count("more than one figure") == 2
    assert joined.text.index("It is old. [2]") < joined.text.rindex("more than one figure")


def test_what_is_near_is_not_quoted_from() -> None:
    near = Statement(ULM, Span(ULM.passage.start, ULM.passage.end))
    joined = together(
        [part("Ulm"), part("Lund")],
        [answer(statement(ULM)), silence("nothing_relevant", near)],
        None,
    )
    assert joined.related == ()
