"""Reading the passages that were found for one part of a question, and answering it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from index.search import Hit
from index.tokens import content_tokens, tokenize
from service.answer import Answer, compose
from service.choose import Choice, Means, choose, choose_list, likely_listed, surest_first
from service.confidence import Calibration, Candidate, Evidence, Judgement, Rarity, judge
from service.question import Kind, Question
from service.reader import Reader, Reading, Sentence, place_of
from service.several.figures import asks_for_total, exactly_as_asked, is_exact
from service.several.gather import (
    beside,
    confirmed,
    found_singly,
    in_its_words,
    unrefuted,
    whole_lists,
)
from service.several.parts import Part
from service.several.subjects import Subjects

_LIKELY = 0.5  # from this probability, what one of many things is said to do belongs in a list
_FEW = 8  # subjects
_OF_EACH_SUBJECT = 3  # statements
_SURE_OF_ASPECT = 0.5  # under this probability, a passage about an aspect is the better answer


@dataclass(frozen=True)
class Answerer:
    """Answers from found passages; may be shared by threads."""

    reader: Reader
    calibration: Calibration
    rarity: Rarity
    subjects: Subjects

    def answer(self, part: Part, hits: Sequence[Hit], limit: int | None = None) -> Answer:
        """Answer or decline one part; where it has a subject, only what tells of that counts."""
        readings = self._read(part, hits)
        asked, choice = part, self._choose(part, hits, readings)
        if part.aspect and choice.confidence < _SURE_OF_ASPECT:
            described = replace(part, question=replace(part.question, kind=Kind.DESCRIPTION))
            about = [hit for hit in hits if _holds(hit, part.aspect)]
            description = self._choose(described, about, [r for r in readings if r.hit in about])
            if description.readings:
                asked, choice = described, description
        return compose(asked.question, choice, hits, _OF_EACH_SUBJECT if part.subject else limit)

    def answer_list(
        self,
        part: Part,
        hits: Sequence[Hit],
        of_each: Sequence[tuple[Part, Sequence[Hit]]],
        limit: int | None = None,
    ) -> Answer:
        """Answer a question for a list by what it asks `of_each` thing that may belong in it."""
        question, answer_from = part.question, self.calibration.answer_from
        whole = self._judge(question, hits, self._read(part, hits))
        single = [
            in_its_words(one, self._judge(one.question, near, self._read(one, near)))
            for one, near in of_each
        ]
        # Few sentences say how often or in which place, and of few subjects most belong: one that
        # does need not be as sure.
        lenient = is_exact(question.standalone) or len(of_each) <= _FEW
        further = confirmed(whole, single, answer_from if lenient else _LIKELY)
        ranked = _exact(question, whole.candidates)
        found = found_singly((one for one, _ in of_each), single, further)
        if lists := whole_lists(ranked, found, self.subjects):
            choice = choose_list(question, lists, lists, self.subjects)
            return compose(question, choice, hits, limit)
        own = beside(likely_listed(ranked, answer_from), further)
        if further:
            asked = [one.subject for one, _ in of_each if one.subject]
            own = unrefuted(own, asked, self.subjects)
        likely = _exact(question, [*further, *own])
        return compose(question, choose_list(question, ranked, likely, self.subjects), hits, limit)

    def _read(
        self, part: Part, hits: Sequence[Hit], covered: Collection[Sentence] = ()
    ) -> list[Reading]:
        asked = part.question.standalone
        readings = self.reader.read(asked, hits, covered)
        if part.subject:
            return [r for r in readings if self.subjects.tells_of(part.subject, r)]
        if asks_for_total(asked) and not self.subjects.names_any(asked):
            return [r for r in readings if not self.subjects.counts_a_share(r)]
        return readings

    def _judge(
        self, question: Question, hits: Sequence[Hit], readings: Sequence[Reading]
    ) -> Judgement:
        evidence = Evidence(question.standalone, self.rarity)
        several = question.kind is Kind.LIST
        return judge(evidence, hits, readings, self.calibration, several=several)

    def _choose(self, part: Part, hits: Sequence[Hit], readings: Sequence[Reading]) -> Choice:
        def again(covered: Collection[Sentence]) -> Sequence[Candidate]:
            changed = [hit for hit in hits if _has_any(hit, covered)]
            kept = [reading for reading in readings if reading.hit not in changed]
            read = [*kept, *self._read(part, changed, covered)]
            return self._judge(part.question, hits, read).candidates

        judgement = self._judge(part.question, hits, readings)
        means = Means(self.subjects, self.calibration.answer_from, again)
        return choose(part.question, judgement, hits, means)


def _exact(question: Question, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Those that are as exact as the question, surest first."""
    return exactly_as_asked(question.standalone, sorted(candidates, key=surest_first))


def _has_any(hit: Hit, sentences: Collection[Sentence]) -> bool:
    """Whether one of the sentences stands in a passage."""
    return any(place_of(hit, span) in sentences for span in hit.passage.sentences)


def _holds(hit: Hit, aspect: str) -> bool:
    """Whether a passage, or its heading, has a word of what is to be compared."""
    return not set(content_tokens(aspect)).isdisjoint(tokenize(f"{hit.passage.heading} {hit.text}"))
