"""A set of questions whose right answers are known, and reading it: a JSON object a line."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path


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
