"""Scoring the service on a set of questions whose right answers are known."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.answer import Statement
from service.ask import Ask, Reply, Service
from service.finder import PASSAGES_READ
from service.question import Turn
from service.question_set import Case

BINS = 10
"""Into how many bins of equal width the confidences are put."""


@dataclass(frozen=True)
class Outcome:
    """How one question was answered; `retrieved` is None where it has no answer to retrieve."""

    case: Case
    answered: bool
    right: bool
    confidence: float
    retrieved: bool | None
    seconds: float
    answer: str


@dataclass(frozen=True)
class OperatingPoint:
    """What answering down to one confidence would do.

    `coverage` is the share of all questions that would be answered, `risk` the share of those
    answers that would be wrong.
    """

    coverage: float
    risk: float


@dataclass(frozen=True)
class Bin:
    """The questions of like confidence: above `lower`, and at most 1 / BINS more.

    `confidence` is their mean confidence and `right` the share of them that came out right.
    """

    lower: float
    confidence: float
    right: float
    count: int


def evaluate(service: Service, cases: Sequence[Case]) -> Iterator[Outcome]:
    """Ask every question; earlier turns are asked first and become its history."""
    for case in cases:
        history: list[Turn] = []
        for turn in case.turns[:-1]:
            reply = service.ask(Ask(turn, tuple(history)))
            history.append(Turn(turn, reply.answer.text))
        ask = Ask(case.turns[-1], tuple(history))
        start = time.perf_counter()
        reply = service.ask(ask)
        seconds = time.perf_counter() - start
        yield Outcome(
            case,
            reply.answer.answered,
            is_right(case, reply),
            reply.answer.confidence,
            _retrieved(service, case, ask) if case.answered else None,
            seconds,
            reply.answer.text,
        )


def is_right(case: Case, reply: Reply) -> bool:
    """Whether a reply is answered or declined as it should be, and every pattern holds."""
    if reply.answer.answered != case.answered:
        return False
    if not case.answered:
        return True
    text = reply.answer.text
    return (
        all(pattern.search(text) for pattern in case.all)
        and not any(pattern.search(text) for pattern in case.none)
        and any(_cited(case, statement) for statement in reply.answer.statements)
    )


def summarise(outcomes: Sequence[Outcome]) -> dict[str, object]:
    """The figures of a run; shares are of 1, times in milliseconds."""
    kinds = sorted({outcome.case.kind for outcome in outcomes})
    declined = [o for o in outcomes if not o.answered]
    unanswerable = [o for o in outcomes if not o.case.answered]
    rightly = sum(not o.case.answered for o in declined)
    times = np.array([outcome.seconds for outcome in outcomes]) * 1000
    return {
        "questions": len(outcomes),
        "right": _share([o.right for o in outcomes]),
        "right_by_kind": {
            kind: _share([o.right for o in outcomes if o.case.kind == kind]) for kind in kinds
        },
        "declining_precision": rightly / len(declined) if declined else None,
        "declining_recall": rightly / len(unanswerable) if unanswerable else None,
        "answerable_declined": _share([not o.answered for o in outcomes if o.case.answered]),
        "risk_coverage_area": risk_coverage_area(risk_coverage_curve(outcomes)),
        "expected_calibration_error": expected_calibration_error(reliability_bins(outcomes)),
        f"recall_at_{PASSAGES_READ}": _share(
            [o.retrieved for o in outcomes if o.retrieved is not None]
        ),
        "p50_ms": round(float(np.percentile(times, 50)), 1),
        "p95_ms": round(float(np.percentile(times, 95)), 1),
    }


def risk_coverage_curve(outcomes: Sequence[Outcome]) -> list[OperatingPoint]:
    """One point for each answered question, surest first: all that are at least as sure answered.

    El-Yaniv and Wiener 2010, "On the foundations of noise-free selective classification". A
    declined question is never covered, for its confidence is not that of an answer; so the curve
    ends at the coverage that the service chose. Equal confidences give equal points.
    """
    answered = sorted((o for o in outcomes if o.answered), key=lambda o: -o.confidence)
    doubts = [-outcome.confidence for outcome in answered]
    wrong = np.cumsum([not outcome.right for outcome in answered])
    return [
        OperatingPoint(int(covered) / len(outcomes), int(wrong[covered - 1]) / int(covered))
        for covered in np.searchsorted(doubts, doubts, side="right")
    ]


def risk_coverage_area(curve: Sequence[OperatingPoint]) -> float | None:
    """The mean risk over the coverages that a curve reaches; 0 is perfect, None an empty curve.

    Geifman, Uziel and El-Yaniv 2019, "Bias-reduced uncertainty estimation for deep neural
    classifiers". It does not see what was declined, so read it beside `answerable_declined`.
    """
    return float(np.mean([point.risk for point in curve])) if curve else None


def reliability_bins(outcomes: Sequence[Outcome]) -> list[Bin]:
    """The bins of the outcomes' confidences and whether they are right; see `bins_of`.

    An answer's confidence is the probability that it is right, a declined question's the
    probability that declining is.
    """
    confidences = np.array([outcome.confidence for outcome in outcomes])
    return bins_of(confidences, np.array([outcome.right for outcome in outcomes]))


def bins_of(confidences: NDArray[np.float64], right: NDArray[np.bool_]) -> list[Bin]:
    """The bins of a reliability diagram that are not empty, in rising order, from arrays (N,).

    Guo et al. 2017, "On calibration of modern neural networks".
    """
    numbers = np.digitize(confidences, np.arange(1, BINS) / BINS, right=True)
    return [
        Bin(
            lower=int(number) / BINS,
            confidence=float(confidences[numbers == number].mean()),
            right=float(right[numbers == number].mean()),
            count=int(np.count_nonzero(numbers == number)),
        )
        for number in np.unique(numbers)
    ]


def expected_calibration_error(bins: Sequence[Bin]) -> float | None:
    """How far confidence and share right are apart, on average over the questions of `bins`.

    Guo et al. 2017, "On calibration of modern neural networks". 0 is perfect, None no question.
    """
    questions = sum(b.count for b in bins)
    if not questions:
        return None
    return sum(b.count * abs(b.right - b.confidence) for b in bins) / questions


def _cited(case: Case, statement: Statement) -> bool:
    if case.cite is None:
        return True
    document = statement.hit.document
    names = [document.id, document.title]
    names += [name for source in document.sources for name in (source.title, source.url) if name]
    return any(case.cite.search(name) for name in names)


def _retrieved(service: Service, case: Case, ask: Ask) -> bool:
    """Whether the passages that were read say, between them, what a right answer says."""
    question = service.understand(ask)
    hits = service.searcher.search(
        question.standalone, ask.filters, PASSAGES_READ, question.context
    )
    cited = [hit for hit in hits if _cited(case, Statement(hit, hit.passage.sentences[0]))]
    text = "\n".join(hit.text for hit in cited)
    return bool(cited) and all(pattern.search(text) for pattern in case.all)


def _share(values: Sequence[bool]) -> float | None:
    return sum(values) / len(values) if values else None
