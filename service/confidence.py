"""How sure an answer is: a probability from what the reader and the retriever say.

Two logistic regressions over a handful of features, fitted by `scripts/calibrate.py` on questions
that are in no training set and in none of our question sets; their weights stand in
`model/calibration.json`.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Self

from corpus import names
from corpus.passages import Passage
from index.context import context_text
from index.search import Hit
from index.tokens import content_tokens, tokenize
from service.reader import MODEL, ReaderError, Reading

FILE = "calibration.json"

Rarity = Callable[[str], float]
"""How telling a token is, as `Searcher.rarity`."""

_LARGEST_GAP = 10.0
_WORD = re.compile(r"\w+(?:,\d{3})*")


@dataclass(frozen=True)
class SentenceFeatures:
    """What speaks for and against a sentence as the answer; the first five are the reader's logits.

    `gap` is how far its span stands above the best other answer of another passage, at most 10; one
    that holds the words of this one, or is held by them, is no other. `cosine` is
    the passage's, and `share` what share its score is of the nearest passage's; `covered` and
    `covered_here` are the shares of the question's words, weighed by their rarity, that the passage
    and the sentence hold with their headings; `names_missing` counts the question's names and
    numbers that the passage lacks, `names_missing_here` the sentence.
    """

    span: float
    no_span: float
    whole: float
    no_whole: float
    absent: float
    gap: float
    cosine: float
    share: float
    covered: float
    covered_here: float
    names_missing: float
    names_missing_here: float


@dataclass(frozen=True)
class SubjectFeatures:
    """What speaks for a passage being about what was asked; as in `SentenceFeatures`."""

    cosine: float
    covered: float
    names_missing: float


Features = SentenceFeatures | SubjectFeatures


@dataclass(frozen=True)
class Logistic:
    """A logistic regression over named features."""

    bias: float
    weights: Mapping[str, float]

    @classmethod
    def of(cls, data: Any, features: type[Features]) -> Self:  # noqa: ANN401 - JSON is anything
        """The regression that was written down as `data`, over exactly these features."""
        weights = {name: float(weight) for name, weight in data["weights"].items()}
        if weights.keys() != {field.name for field in fields(features)}:
            raise ValueError(f"weights of {sorted(weights)}")
        return cls(float(data["bias"]), weights)

    def probability(self, features: Features) -> float:
        """The probability, 0 to 1; rounded, as the last bits differ from machine to machine."""
        values = vars(features)
        score = self.bias + sum(weight * values[name] for name, weight in self.weights.items())
        return round(1.0 / (1.0 + math.exp(-score)), 6)


@dataclass(frozen=True)
class Calibration:
    """`sentence` gives the probability that a sentence answers, `subject` that a passage is about
    the subject; from `answer_from` on an answer beats silence.
    """

    sentence: Logistic
    subject: Logistic
    answer_from: float

    @classmethod
    def read(cls, folder: Path = MODEL) -> Calibration:
        """The calibration of the reader in `folder`.

        :raise ReaderError: it is missing or damaged
        """
        path = folder / FILE
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            return cls(
                Logistic.of(data["sentence"], SentenceFeatures),
                Logistic.of(data["subject"], SubjectFeatures),
                float(data["answer_from"]),
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise ReaderError(
                f"{path} cannot be used ({error!r}); restore it, or fit it again with "
                "scripts/calibrate.py."
            ) from error

    def write(self, folder: Path) -> None:
        """Write it down beside the reader."""
        text = json.dumps(asdict(self), indent=2)
        (folder / FILE).write_text(text + "\n", encoding="utf-8")


@dataclass(frozen=True)
class Candidate:
    """A sentence that was read, with the probability that it answers the question."""

    reading: Reading
    probability: float


@dataclass(frozen=True)
class Judgement:
    """How sure each sentence is as the answer, and each hit as being about the subject."""

    candidates: tuple[Candidate, ...]
    subjects: tuple[float, ...]


def judge(
    evidence: Evidence,
    hits: Sequence[Hit],
    readings: Sequence[Reading],
    calibration: Calibration,
    *,
    several: bool = False,
) -> Judgement:
    """Weigh every reading and every hit, in their order; see `Evidence.sentences` for `several`."""
    sentences = zip(readings, evidence.sentences(readings, several=several), strict=True)
    return Judgement(
        tuple(
            Candidate(reading, calibration.sentence.probability(features))
            for reading, features in sentences
        ),
        tuple(calibration.subject.probability(features) for features in evidence.subjects(hits)),
    )


class Evidence:
    """What the passages that were found hold of a question's words, names and numbers."""

    def __init__(self, question: str, rarity: Rarity) -> None:
        words = content_tokens(question) or tokenize(question)
        self._words = {word: rarity(word) for word in words}
        self._names = set(content_tokens(" ".join(_names_in(question))))
        # What a passage and its document are called, and what it holds with that, by passage.
        self._called: dict[Passage, set[str]] = {}
        self._passages: dict[Passage, tuple[float, float]] = {}

    def subjects(self, hits: Sequence[Hit]) -> list[SubjectFeatures]:
        """The features of each passage."""
        return [SubjectFeatures(hit.cosine, *self._passage(hit)) for hit in hits]

    def sentences(
        self, readings: Sequence[Reading], *, several: bool = False
    ) -> list[SentenceFeatures]:
        """The features of each sentence, in the light of all others.

        Where `several` answers are looked for, none is held against another: no gap is below 0, and
        no passage further than the nearest.
        """
        nearest = max((reading.hit.score for reading in readings), default=0.0)
        answers = [frozenset(content_tokens(reading.answer)) for reading in readings]
        features = []
        for reading, answer in zip(readings, answers, strict=True):
            hit = reading.hit
            others = (
                other.span
                for other, told in zip(readings, answers, strict=True)
                if other.hit.passage != hit.passage and not _say_the_same(answer, told)
            )
            gap = min(reading.span - max(others, default=-math.inf), _LARGEST_GAP)
            gap = max(gap, 0.0) if several else gap
            covered, missing = self._passage(hit)
            covered_here, missing_here = self._held(hit, reading.text)
            features.append(
                SentenceFeatures(
                    span=reading.span,
                    no_span=reading.no_span,
                    whole=reading.whole,
                    no_whole=reading.no_whole,
                    absent=reading.absent,
                    gap=gap,
                    cosine=hit.cosine,
                    share=1.0 if several or not nearest else hit.score / nearest,
                    covered=covered,
                    covered_here=covered_here,
                    names_missing=missing,
                    names_missing_here=missing_here,
                )
            )
        return features

    def _passage(self, hit: Hit) -> tuple[float, float]:
        if hit.passage not in self._passages:
            self._passages[hit.passage] = self._held(hit, hit.text)
        return self._passages[hit.passage]

    def _held(self, hit: Hit, text: str) -> tuple[float, float]:
        """The share of the question's words in a text and its headings, and the names it lacks."""
        held = self._names_of(hit).union(tokenize(text))
        known = sum(rarity for word, rarity in self._words.items() if word in held)
        return known / (sum(self._words.values()) or 1.0), float(len(self._names - held))

    def _names_of(self, hit: Hit) -> set[str]:
        if hit.passage not in self._called:
            self._called[hit.passage] = set(tokenize(context_text(hit.document, hit.passage)))
        return self._called[hit.passage]


def _say_the_same(answer: frozenset[str], other: frozenset[str]) -> bool:
    """Whether one of two short answers has all words of the other."""
    return bool(answer and other) and (answer <= other or other <= answer)


def _names_in(question: str) -> Iterator[str]:
    """The cities that are known, the words with a digit, and those after the first that do not
    begin with a small letter.
    """
    for mention in names.find(question):
        yield question[mention.start : mention.end]
    for place, word in enumerate(_WORD.findall(question)):
        capital = place > 0 and len(word) > 1 and not word[0].islower()
        if capital or any(map(str.isdigit, word)):
            yield word
