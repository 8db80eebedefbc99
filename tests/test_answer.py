from collections.abc import Sequence

import pytest

from corpus.documents import Document, Section, Span
from corpus.passages import Passage
from index.search import Hit
from service.answer import ANSWER_FROM, RELEVANT_FROM, Answer, compose
from service.question import Kind, Question
from service.reader import Reading

SURE, UNSURE = (1 + ANSWER_FROM) / 2, ANSWER_FROM / 2


def hit(name: str, sentences: Sequence[str], cosine: float = RELEVANT_FROM) -> Hit:
    """A document of one passage, found."""
    text = " ".join(sentences)
    spans, start = [], 0
    for sentence in sentences:
        spans.append(Span(start, start + len(sentence)))
        start += len(sentence) + 1
    whole = Span(0, len(text))
    document = Document(
        id=name,
        title=name,
        text=text,
        sha256="",
        language="en",
        city=None,
        country=None,
        aliases=(),
        sources=(),
        sections=(Section(None, *whole),),
        blocks=(whole,),
    )
    passage = Passage(name, None, *whole, tuple(spans))
    return Hit(document, passage, score=0.5, cosine=cosine, bm25=1.0)


def answer(kind: Kind, scored: Sequence[tuple[Hit, Sequence[float]]], **how: int) -> Answer:
    """Compose from hits whose sentences were given these scores."""
    readings = [
        Reading(found, span, score, None)
        for found, scores in scored
        for span, score in zip(found.passage.sentences, scores, strict=True)
    ]
    question = Question("?", "?", kind)
    return compose(question, readings, [found for found, _ in scored], how.get("limit"))


def quotes(composed: Answer) -> list[str]:
    return [statement.quote for statement in composed.statements]


def test_a_single_fact_is_answered_by_the_best_sentence() -> None:
    ulm = hit("ulm", ["Ulm has a fair.", "Ulm has 3 ports.", "Ulm is old."])
    composed = answer(Kind.NUMBER, [(ulm, [SURE, SURE + 0.1, UNSURE])])
    assert composed.answered
    assert composed.text == "Ulm has 3 ports. [1]"
    assert composed.confidence == pytest.approx(SURE + 0.1)
    assert (composed.reason, composed.more) == (None, 0)


def test_a_description_keeps_the_order_of_the_document_and_the_best_document_first() -> None:
    ulm = hit("ulm", ["Ulm reads.", "Ulm rests.", "Ulm writes."])
    cork = hit("cork", ["Cork reads."])
    composed = answer(Kind.DESCRIPTION, [(cork, [SURE]), (ulm, [SURE + 0.1, UNSURE, SURE + 0.2])])
    assert quotes(composed) == ["Ulm reads.", "Ulm writes.", "Cork reads."]
    assert composed.text == "Ulm reads. [1] Ulm writes. [2] Cork reads. [3]"


def test_limit_keeps_the_best_and_says_how_many_it_left_out() -> None:
    ulm = hit("ulm", ["Ulm reads.", "Ulm rests.", "Ulm writes."])
    composed = answer(Kind.LIST, [(ulm, [SURE, SURE, SURE + 0.1])], limit=1)
    assert quotes(composed) == ["Ulm writes."]
    assert composed.more == 2


def test_equal_scores_are_put_in_a_fixed_order() -> None:
    first, second = hit("a", ["One is here."]), hit("b", ["Two is here."])
    for scored in ([(first, [SURE]), (second, [SURE])], [(second, [SURE]), (first, [SURE])]):
        assert quotes(answer(Kind.NUMBER, scored)) == ["One is here."]


def test_without_a_sure_sentence_it_declines_and_points_to_the_nearest_passages() -> None:
    found = [(hit(name, ["Something near."]), [UNSURE]) for name in "abcd"]
    composed = answer(Kind.NUMBER, found)
    assert not composed.answered
    assert composed.reason == "no_sentence_answers"
    assert composed.statements == ()
    assert [statement.hit.document.id for statement in composed.related] == ["a", "b", "c"]
    assert composed.confidence == pytest.approx(1 - UNSURE)


def test_far_passages_are_nothing_relevant() -> None:
    far = hit("far", ["Something else."], cosine=RELEVANT_FROM - 0.1)
    assert answer(Kind.NUMBER, [(far, [UNSURE])]).reason == "nothing_relevant"


def test_no_passage_at_all_is_nothing_relevant() -> None:
    composed = answer(Kind.NUMBER, [])
    assert composed.reason == "nothing_relevant"
    assert composed.related == ()


def test_related_passages_are_others_than_the_quoted() -> None:
    ulm, cork = hit("ulm", ["Ulm has 3 ports."]), hit("cork", ["Cork has ports."])
    composed = answer(Kind.NUMBER, [(ulm, [SURE]), (cork, [UNSURE])])
    assert [statement.quote for statement in composed.related] == ["Cork has ports."]
