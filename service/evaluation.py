"""Scoring the service on a set of questions whose right answers are known."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from service.answer import Statement
from service.ask import PASSAGES_READ, Ask, Reply, Service
from service.question import Turn, interpret


class QuestionSetError(ValueError):
    """A question set cannot be used; the message names the file, the line and the remedy."""


@dataclass(frozen=True)
class Case:
    """One question of a set, with what a right answer must and must not say."""

    id: str
    kind: str
    turns: tuple[str, ...]
    all: tuple[re.Pattern[str], ...]
    none: tuple[re.Pattern[str], ...]
    cite: re.Pattern[str] | None
    answered: bool


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


def read_cases(path: Path) -> list[Case]:
    """Read a question set, one JSON object a line.

    :raise QuestionSetError: the file is missing or empty, or a line is not a question
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise QuestionSetError(f"{path} cannot be read: {error.strerror}.") from error
    cases = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            cases.append(_case(json.loads(line)))
        except (ValueError, KeyError, TypeError, re.error) as error:
            raise QuestionSetError(f"{path}, line {number}: {error!r}; correct it.") from error
    if not cases:
        raise QuestionSetError(f"{path} holds no question.")
    return cases


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
        "risk_coverage_area": risk_coverage_area(
            [o.confidence for o in outcomes], [o.right for o in outcomes]
        ),
        f"recall_at_{PASSAGES_READ}": _share(
            [o.retrieved for o in outcomes if o.retrieved is not None]
        ),
        "p50_ms": round(float(np.percentile(times, 50)), 1),
        "p95_ms": round(float(np.percentile(times, 95)), 1),
    }


def risk_coverage_area(confidences: Sequence[float], right: Sequence[bool]) -> float:
    """The area under the risk-coverage curve: the mean share of wrong answers over all coverages.

    Geifman and El-Yaniv 2017, "Selective classification for deep neural networks". 0 is perfect.
    """
    order = sorted(range(len(right)), key=lambda i: (-confidences[i], i))
    wrong = np.cumsum([not right[i] for i in order])
    return float(np.mean(wrong / np.arange(1, len(order) + 1)))


def _case(line: dict[str, object]) -> Case:
    def patterns(key: str) -> tuple[re.Pattern[str], ...]:
        values = line[key]
        if not isinstance(values, list):
            raise TypeError(f"{key} should be a list")
        return tuple(re.compile(value, re.IGNORECASE) for value in values)

    turns = line["turns"]
    if not isinstance(turns, list) or not turns:
        raise TypeError("turns should be a list of at least one question")
    cite = line["cite"]
    return Case(
        id=str(line["id"]),
        kind=str(line["kind"]),
        turns=tuple(str(turn) for turn in turns),
        all=patterns("all"),
        none=patterns("none"),
        cite=None if cite is None else re.compile(str(cite), re.IGNORECASE),
        answered=bool(line["answered"]),
    )


def _cited(case: Case, statement: Statement) -> bool:
    if case.cite is None:
        return True
    document = statement.hit.document
    names = [document.id, document.title]
    names += [name for source in document.sources for name in (source.title, source.url) if name]
    return any(case.cite.search(name) for name in names)


def _retrieved(service: Service, case: Case, ask: Ask) -> bool:
    """Whether the passages that were read say, between them, what a right answer says."""
    query = interpret(ask.question, ask.history).standalone
    hits = service.searcher.search(query, ask.filters, PASSAGES_READ)
    cited = [hit for hit in hits if _cited(case, Statement(hit, hit.passage.sentences[0]))]
    text = "\n".join(hit.text for hit in cited)
    return bool(cited) and all(pattern.search(text) for pattern in case.all)


def _share(values: Sequence[bool]) -> float | None:
    return sum(values) / len(values) if values else None
