"""Score an exported reader on a SQuAD file, with the rule of when to answer."""

from __future__ import annotations

import random
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np

from scripts.reader_training.onnx_reader import OnnxReader, Reading
from scripts.reader_training.squad import Question, best_scores, load_squad

_WEIGHTS = (0.0, 1.0, 2.0, 3.0, 4.0)
_T = TypeVar("_T")


def evaluate(
    reader: OnnxReader, path: Path, sample: int | None = None, tuned_on: int | None = None
) -> dict[str, float]:
    """Score a SQuAD file, or a fixed random sample of so many of its questions.

    A question is answered where `margin - weight * no_answer > threshold`. Both numbers are the
    best for F1 on `tuned_on` random questions (None: on all those scored) and are then used on all
    that are scored.
    """
    questions = _sample(load_squad(path), sample, seed=13)
    began = time.perf_counter()
    readings = reader.read([(q.text, q.title, q.passage) for q in questions])
    speed = len(questions) / (time.perf_counter() - began)
    read = list(zip(questions, readings, strict=True))
    weight, threshold = _best_rule(_sample(read, tuned_on, seed=17))
    return {**report(read, weight, threshold), "sequences_per_second": speed}


def report(
    read: Sequence[tuple[Question, Reading]], weight: float, threshold: float
) -> dict[str, float]:
    """Official EM and F1, in percent, at a given rule, and what they are made of."""
    scores = [reading.margin - weight * reading.no_answer for _, reading in read]
    answers = [
        reading.text if score > threshold else ""
        for (_, reading), score in zip(read, scores, strict=True)
    ]
    final = [best_scores(q.answers, a) for (q, _), a in zip(read, answers, strict=True)]
    forced = [best_scores(question.answers, reading.text) for question, reading in read]
    known = [i for i, (question, _) in enumerate(read) if question.answers]
    unknown = [i for i, (question, _) in enumerate(read) if not question.answers]
    return {
        "questions": len(read),
        "em": _percent(exact for exact, _ in final),
        "f1": _percent(f1 for _, f1 in final),
        "answerable_f1": _percent(final[i][1] for i in known),
        "answerable_em_forced": _percent(forced[i][0] for i in known),
        "answerable_f1_forced": _percent(forced[i][1] for i in known),
        "answerable_answered": _percent(bool(answers[i]) for i in known),
        "unanswerable_declined": _percent(not answers[i] for i in unknown),
        "auroc": auroc([scores[i] for i in known], [scores[i] for i in unknown]),
        "weight": weight,
        "threshold": threshold,
    }


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """Probability that a positive scores above a negative; NaN where there are none of either."""
    if not positive or not negative:
        return float("nan")
    values = np.concatenate([np.asarray(positive), np.asarray(negative)])
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    ranks = np.cumsum(counts) - (counts - 1) / 2  # ties share their mean rank
    above = ranks[inverse][: len(positive)].sum() - len(positive) * (len(positive) + 1) / 2
    return float(above / (len(positive) * len(negative)))


def best_threshold(
    scores: Sequence[float], gains: Sequence[float], losses: Sequence[float]
) -> float:
    """The threshold that gives the greatest total.

    `gains[i]` is what question i brings where it is answered, `losses[i]` where it is declined.
    """
    order = np.argsort(scores)[::-1]
    ranked = np.asarray(scores, dtype=np.float64)[order]
    change = np.cumsum(np.asarray(gains)[order] - np.asarray(losses)[order])
    best = int(change.argmax())
    if change[best] <= 0:
        return float(ranked[0] + 1)
    if best + 1 == len(ranked):
        return float(ranked[best] - 1)
    return float((ranked[best] + ranked[best + 1]) / 2)


def _best_rule(read: Sequence[tuple[Question, Reading]]) -> tuple[float, float]:
    """The weight of the no-answer logit and the threshold with the best F1 on these questions."""
    gains = [best_scores(question.answers, reading.text)[1] for question, reading in read]
    losses = [float(not question.answers) for question, _ in read]
    rules = []
    for weight in _WEIGHTS:
        scores = [reading.margin - weight * reading.no_answer for _, reading in read]
        rules.append((weight, best_threshold(scores, gains, losses)))
    return max(rules, key=lambda rule: report(read, *rule)["f1"])


def _sample(values: Sequence[_T], count: int | None, seed: int) -> Sequence[_T]:
    """A fixed random sample in the old order; all values where `count` is None or too great."""
    if count is None or count >= len(values):
        return values
    return [values[i] for i in sorted(random.Random(seed).sample(range(len(values)), count))]


def _percent(values: Iterable[float]) -> float:
    """Mean in percent; 0 for nothing."""
    listed = list(values)
    return 100.0 * sum(listed) / len(listed) if listed else 0.0
