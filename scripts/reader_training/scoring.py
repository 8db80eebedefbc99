"""Score a reader alone on a SQuAD file, with the rule of when to answer."""

from __future__ import annotations

import json
import os
import random
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np

from scripts.reader_training.squad import Question, best_scores, load_squad
from service.reader import TrainedReader, best_span

RULE = "squad_rule.json"
"""Where the rule of an exported reader stands, in its folder."""

_WEIGHTS = (0.0, 1.0, 2.0, 3.0, 4.0)
_T = TypeVar("_T")


@dataclass(frozen=True)
class Rule:
    """When to answer: where a guess's `margin - weight * absent` is greater than `threshold`."""

    weight: float
    threshold: float

    @classmethod
    def read(cls, folder: Path) -> Rule:
        """The rule that was written down with an exported reader."""
        return cls(**json.loads((folder / RULE).read_text("utf-8")))

    def write(self, folder: Path) -> None:
        """Write the rule down beside the exported reader."""
        (folder / RULE).write_text(json.dumps(asdict(self), indent=2) + "\n", "utf-8")


@dataclass(frozen=True)
class Guess:
    """The best short answer of a passage, whether or not it should be given.

    `margin` is how far its logit stands above that of "no answer", `absent` the passage's own
    logit for "no answer here".
    """

    text: str
    margin: float
    absent: float


def guess(reader: TrainedReader, question: Question) -> Guess:
    """Read a question's passage."""
    encoded, logits = reader.logits(question.text, question.title, question.passage)
    inside = slice(encoded.offset, encoded.offset + len(encoded.chars))
    first, last, score = best_span(logits.start[inside], logits.end[inside])
    text = question.passage[encoded.chars[first][0] : encoded.chars[last][1]]
    return Guess(text, score - float(logits.start[0] + logits.end[0]), logits.no_answer)


def guess_all(reader: TrainedReader, questions: Sequence[Question]) -> list[Guess]:
    """Read the passages of all questions, several side by side."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(lambda question: guess(reader, question), questions))


def evaluate(
    reader: TrainedReader, path: Path, *, sample: int | None = None, rule: Rule | None = None
) -> dict[str, float]:
    """Score a SQuAD file, or a fixed random sample of so many of its questions.

    Without a rule the best one for F1 on the questions that are scored is taken.
    """
    questions = _sample(load_squad(path), sample, seed=13)
    began = time.perf_counter()
    guesses = guess_all(reader, questions)
    speed = len(questions) / (time.perf_counter() - began)
    rule = rule or best_rule(questions, guesses)
    return {**report(questions, guesses, rule), "sequences_per_second": speed}


def tuned_rule(reader: TrainedReader, path: Path, sample: int) -> Rule:
    """The best rule for F1 on a fixed random sample of the questions of a SQuAD file."""
    questions = _sample(load_squad(path), sample, seed=17)
    return best_rule(questions, guess_all(reader, questions))


def report(questions: Sequence[Question], guesses: Sequence[Guess], rule: Rule) -> dict[str, float]:
    """Official EM and F1, in percent, at a given rule, and what they are made of."""
    scores = [guess.margin - rule.weight * guess.absent for guess in guesses]
    answers = [
        guess.text if score > rule.threshold else ""
        for guess, score in zip(guesses, scores, strict=True)
    ]
    final = [best_scores(q.answers, a) for q, a in zip(questions, answers, strict=True)]
    forced = [best_scores(q.answers, g.text) for q, g in zip(questions, guesses, strict=True)]
    known = [i for i, question in enumerate(questions) if question.answers]
    unknown = [i for i, question in enumerate(questions) if not question.answers]
    return {
        "questions": len(questions),
        "em": _percent(exact for exact, _ in final),
        "f1": _percent(f1 for _, f1 in final),
        "answerable_f1": _percent(final[i][1] for i in known),
        "answerable_em_forced": _percent(forced[i][0] for i in known),
        "answerable_f1_forced": _percent(forced[i][1] for i in known),
        "answerable_answered": _percent(bool(answers[i]) for i in known),
        "unanswerable_declined": _percent(not answers[i] for i in unknown),
        "auroc": auroc([scores[i] for i in known], [scores[i] for i in unknown]),
        **asdict(rule),
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


def best_rule(questions: Sequence[Question], guesses: Sequence[Guess]) -> Rule:
    """The rule with the best F1 on these questions."""
    gains = [best_scores(q.answers, g.text)[1] for q, g in zip(questions, guesses, strict=True)]
    losses = [float(not question.answers) for question in questions]
    rules = []
    for weight in _WEIGHTS:
        scores = [guess.margin - weight * guess.absent for guess in guesses]
        rules.append(Rule(weight, best_threshold(scores, gains, losses)))
    return max(rules, key=lambda rule: report(questions, guesses, rule)["f1"])


def _sample(values: Sequence[_T], count: int | None, seed: int) -> Sequence[_T]:
    """A fixed random sample in the old order; all values where `count` is None or too great."""
    if count is None or count >= len(values):
        return values
    return [values[i] for i in sorted(random.Random(seed).sample(range(len(values)), count))]


def _percent(values: Iterable[float]) -> float:
    """Mean in percent; 0 for nothing."""
    listed = list(values)
    return 100.0 * sum(listed) / len(listed) if listed else 0.0
