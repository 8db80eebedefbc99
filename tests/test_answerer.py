"""Answering one part from the passages that were found for it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields

import pytest

from index.search import DocumentSummary, Hit
from service.answer import Answer
from service.answerer import Answerer
from service.confidence import Calibration, Features, Logistic, SentenceFeatures, SubjectFeatures
from service.question import Kind, Question
from service.reader import Reading, Sentence
from service.several.parts import Part
from service.several.subjects import Subject, Subjects
from tests.hits import make_hit, make_reading

SUBJECTS = Subjects(
    [DocumentSummary(c.lower(), c, "", "en", c, None, (), (), 0) for c in ("Ulm", "Lund")]
)
ULM = make_hit(["Ulm has a fair.", "Lund has a better one."], id="ulm", cosine=0.9)
LUND = make_hit(["Its boats are old.", "Nobody counts them."], id="lund", cosine=0.9)


@dataclass
class Sure:
    """A reader that is as sure of each sentence as it is told, and never sure of any other."""

    of: Mapping[str, float]

    def read(
        self, question: str, hits: Sequence[Hit], covered: Collection[Sentence] = ()
    ) -> list[Reading]:
        assert question
        return [
            make_reading(hit, number, span=self.of.get(hit.document.text[slice(*sentence)], -9.0))
            for hit in hits
            for number, sentence in enumerate(hit.passage.sentences)
            if (hit.document.id, sentence.start) not in covered
        ]


def only(features: type[Features], name: str, weight: float, bias: float) -> Logistic:
    """A regression over one feature."""
    weights = {field.name: weight * (field.name == name) for field in fields(features)}
    return Logistic(bias, weights)


CALIBRATION = Calibration(
    only(SentenceFeatures, "span", 1.0, 0.0), only(SubjectFeatures, "cosine", 10.0, -5.0), 0.3
)


def answer(part: Part, hits: Sequence[Hit], **sure: float) -> Answer:
    reader = Sure({sentence.replace("_", " ") + ".": span for sentence, span in sure.items()})
    return Answerer(reader, CALIBRATION, lambda _: 1.0, SUBJECTS).answer(part, hits)


def part(name: str | None, aspect: str = "") -> Part:
    question = Question("?", "What is the fair?", Kind.OTHER)
    if name is None:
        return Part(question)
    (mention,) = SUBJECTS.find(name)
    return Part(question, Subject(name, frozenset(mention.places)), name, aspect)


def quotes(composed: Answer) -> list[str]:
    return [statement.quote for statement in composed.statements]


def test_only_what_tells_of_the_subject_counts() -> None:
    sure = {"Ulm_has_a_fair": 1.0, "Lund_has_a_better_one": 3.0, "Its_boats_are_old": 2.0}
    hits = [ULM, LUND]
    assert quotes(answer(part(None), hits, **sure)) == ["Lund has a better one."]
    league = make_hit(["Ulm has a fair.", "Lund has a better one."], id="league")
    assert quotes(answer(part("Ulm"), [league, LUND], **sure)) == ["Ulm has a fair."]
    assert quotes(answer(part("Lund"), [LUND], **sure)) == ["Its boats are old."]


def test_a_silence_about_the_subject_is_one() -> None:
    assert not answer(part("Lund"), [LUND]).answered


def test_a_passage_about_the_aspect_is_an_answer() -> None:
    assert quotes(answer(part("Lund", "boats"), [LUND])) == [
        "Its boats are old.",
        "Nobody counts them.",
    ]
    assert not answer(part("Lund", "fairs"), [LUND]).answered


def test_a_sure_sentence_about_the_aspect_is_the_better_answer() -> None:
    composed = answer(part("Lund", "boats"), [LUND], Nobody_counts_them=2.0)
    assert quotes(composed) == ["Nobody counts them."]


def test_a_list_has_what_is_sure_of_each_subject() -> None:
    question = Question("?", "Which cities have a fair?", Kind.LIST)
    sure = {"Ulm has a fair.": 3.0, "Its boats are old.": 2.5, "Nobody counts them.": 1.0}
    answerer = Answerer(Sure(sure), CALIBRATION, lambda _: 1.0, SUBJECTS)
    each = [(part("Ulm"), [ULM]), (part("Lund"), [LUND])]
    composed = answerer.answer_list(Part(question), [], each)
    assert quotes(composed) == ["Ulm has a fair.", "Its boats are old."]
    one = answerer.answer_list(Part(question), [], each, 1)
    assert (quotes(one), one.more) == (["Ulm has a fair."], 1)
    assert not answerer.answer_list(Part(question), [], []).answered


@pytest.mark.parametrize(
    ("asked", "others", "answered"),
    [
        ("Which cities have a fair?", 8, False),
        ("Which cities have a fair twice?", 8, True),
        ("Which cities have a fair?", 7, True),
    ],
)
def test_a_list_of_the_rare_or_of_few_needs_less_sureness(
    asked: str, others: int, answered: bool
) -> None:
    hit = make_hit(["Ulm has a fair twice.", "It is old."], id="ulm")
    question = Question("?", asked, Kind.LIST)
    answerer = Answerer(Sure({"Ulm has a fair twice.": -0.4}), CALIBRATION, _one, SUBJECTS)
    nothing: list[tuple[Part, Sequence[Hit]]] = [(part("Lund"), [])] * others
    composed = answerer.answer_list(Part(question), [], [(part("Ulm"), [hit]), *nothing])
    assert composed.answered is answered


def _one(_: str) -> float:
    return 1.0
