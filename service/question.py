"""What is asked: the kind of answer wanted, and a follow-up made to stand alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from index.tokens import content_tokens


class Kind(StrEnum):
    """The kind of answer a question asks for."""

    DATE = "date"
    NUMBER = "number"
    PERSON = "person"
    PLACE = "place"
    REASON = "reason"
    MANNER = "manner"
    LIST = "list"
    DESCRIPTION = "description"
    YES_NO = "yes_no"
    OTHER = "other"


@dataclass(frozen=True)
class Turn:
    """One earlier question of the conversation, with the answer it was given."""

    question: str
    answer: str


@dataclass(frozen=True)
class Question:
    """A question as it was asked, as it reads alone, and what kind of answer it wants."""

    asked: str
    standalone: str
    kind: Kind


# The first pattern found in the question decides, so narrower kinds stand above wider ones.
_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (Kind.DESCRIPTION, r"\b(tell me|describe|explain|overview|summar\w+|says? about)\b"),
        (Kind.DATE, r"\b(when|(what|which) (year|date|month|day|time)|(until|by) what)\b"),
        (Kind.NUMBER, r"\bhow (many|much|old|large|big|long|often|far|tall|high)\b"),
        (
            Kind.NUMBER,
            r"\b(what|which) (number|percentage|share|proportion|population|amount|cost)\b",
        ),
        (Kind.PERSON, r"\b(who|whom|whose)\b"),
        (Kind.REASON, r"\b(why|what for|for what (reason|purpose))\b"),
        (Kind.LIST, r"\b(list|name) (all|the|every|some|\w+ \w+s)\b"),
        (
            Kind.LIST,
            r"\b(which|what) (other )?(cities|districts|countries|towns|members|programmes)\b",
        ),
        (Kind.PLACE, r"\b(where|(what|which) (place|city|country|district|venue|town|region))\b"),
        (Kind.MANNER, r"\b(how|in what way)\b"),
        (Kind.OTHER, r"\b(what|which)\b"),
        (Kind.YES_NO, r"^(is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)\b"),
    )
)

# A question that opens like this, or points at what it does not name, needs the one before it.
_CONTINUES = re.compile(r"^(and|or|but|also|what about|how about|so)\b", re.IGNORECASE)
_POINTS_BACK = re.compile(
    r"\b(it|its|they|them|their|he|she|his|her|him|there|this|that|these|those)\b", re.IGNORECASE
)


def kind_of(question: str) -> Kind:
    """The kind of answer `question` asks for; `Kind.OTHER` where its words do not tell."""
    for kind, pattern in _KINDS:
        if pattern.search(question):
            return kind
    return Kind.OTHER


def interpret(question: str, history: Sequence[Turn]) -> Question:
    """Make `question` stand alone, given the earlier turns (oldest first).

    A follow-up is read together with the question before it; every other question stands as it is.
    """
    standalone = question
    if history and _is_follow_up(question):
        standalone = f"{history[-1].question} {question}"
    # What is asked for may be said only in the earlier question ("And in Seoul?").
    kind = kind_of(question)
    return Question(question, standalone, kind_of(standalone) if kind is Kind.OTHER else kind)


def _is_follow_up(question: str) -> bool:
    return bool(
        _CONTINUES.search(question)
        or _POINTS_BACK.search(question)
        or len(content_tokens(question)) <= 1
    )
