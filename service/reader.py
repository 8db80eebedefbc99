"""Reading: how well each sentence of the retrieved passages answers the question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.documents import Span
from index.embedding import Encoder
from index.search import Hit
from index.tokens import content_tokens
from service.question import Kind, Question
from service.short_answer import TYPED, short_answer


@dataclass(frozen=True)
class Reading:
    """One sentence of a hit, read against the question.

    `sentence` counts in the document's text, `highlight` (the short answer) inside the sentence;
    `score` is the probability, 0 to 1, that the sentence answers the question.
    """

    hit: Hit
    sentence: Span
    score: float
    highlight: Span | None


class Reader(Protocol):
    """Whatever can read passages for an answer."""

    def read(self, question: Question, hits: Sequence[Hit]) -> list[Reading]:
        """One reading for every sentence of `hits`, in their order."""
        ...


# Logistic regression over the columns of `_features`, fitted on 1,750 training questions of SQuAD
# 2.0, Natural Questions and TyDi QA and every sentence of the six passages nearest to each; two in
# five questions had no answer there.
_WEIGHTS = np.array([4.058, 3.139, 3.010, 1.313, 0.718, -0.420])
_BIAS = -8.954


class SimilarityReader:
    """Scores a sentence by meaning, by words, and by holding the kind of answer asked for."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        # Nearly all of a question's time goes into these vectors, and the same sentences come up
        # in question after question. 20,000 of them take 30 MB.
        self._vector = lru_cache(maxsize=20_000)(self._encode)

    def read(self, question: Question, hits: Sequence[Hit]) -> list[Reading]:
        """One reading for every sentence of `hits`, in their order."""
        sentences = [(hit, span) for hit in hits for span in hit.passage.sentences]
        if not sentences:
            return []
        texts = [hit.document.text[span.start : span.end] for hit, span in sentences]
        highlights = [short_answer(question.kind, question.standalone, text) for text in texts]
        features = self._features(question, [hit for hit, _ in sentences], texts, highlights)
        scores = 1.0 / (1.0 + np.exp(-(features @ _WEIGHTS + _BIAS)))
        return [
            Reading(hit, span, round(float(score), 6), highlight)
            for (hit, span), score, highlight in zip(sentences, scores, highlights, strict=True)
        ]

    def _features(
        self,
        question: Question,
        hits: Sequence[Hit],
        texts: Sequence[str],
        highlights: Sequence[Span | None],
    ) -> NDArray[np.float64]:
        """What is known of each sentence, shape (sentences, 6)."""
        asked = set(content_tokens(question.standalone))
        read = texts
        if question.kind is Kind.DESCRIPTION:
            # What is told about a subject seldom names it again: read it under its heading.
            read = [f"{_heading(hit)} {text}" for hit, text in zip(hits, texts, strict=True)]
        asked_vector = self._encoder.encode_questions([question.standalone])[0]
        cosines = [float(self._vector(text) @ asked_vector) for text in read]
        # What a passage holds is the same for each of its sentences.
        passages = {hit.passage: hit for hit in hits}
        held = {
            passage: _share(asked, f"{_heading(hit)} {hit.text}")
            for passage, hit in passages.items()
        }
        rows = [
            (
                cosine,
                hit.cosine,
                _share(asked, text),
                held[hit.passage],
                question.kind in TYPED and highlight is not None,
                question.kind in TYPED and highlight is None,
            )
            for cosine, hit, text, highlight in zip(cosines, hits, read, highlights, strict=True)
        ]
        return np.array(rows, dtype=np.float64)

    def _encode(self, sentence: str) -> NDArray[np.float32]:
        (vector,) = self._encoder.encode_passages([sentence])
        return np.asarray(vector)


def _heading(hit: Hit) -> str:
    return f"{hit.document.title}. {hit.passage.heading or ''}."


def _share(asked: set[str], text: str) -> float:
    """The share of the question's words that `text` holds."""
    return len(asked.intersection(content_tokens(text))) / max(len(asked), 1)
