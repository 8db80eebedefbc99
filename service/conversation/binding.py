"""Pronouns that the question itself explains: "Which cities hold their festival in May?"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.conversation.discourse import Discourse
from service.conversation.mentions import mentions
from service.conversation.phrases import NAMED, Mention, Sort
from service.conversation.words import (
    NEUTER,
    PEOPLE,
    PERSONAL,
    PLURAL,
    POSSESSIVE,
    TIMES,
    TITLES,
    Word,
    is_past,
    is_verb,
    word_class,
)

_SOMEBODY = re.compile(
    r"\b(?:my|our|your) (?!(?:god|goodness|bad|mistake|fault|question|answer)\b)\w", re.IGNORECASE
)
_CLAUSE = re.compile(
    r"[,;:.!?]|\b(?:and|but|if|when|while|because|how|where|why|so|after|before|until|once)\b",
    re.IGNORECASE,
)
_HAVE = word_class("has have had")
_NO_OWNER = TITLES | PEOPLE | TIMES


def bound(question: str, tokens: Sequence[Word], at: int, discourse: Discourse) -> bool:
    """Whether the question itself names, before the pronoun at `at`, what that may stand for."""
    pronoun = tokens[at]
    lower = pronoun.lower
    latest = discourse.current[-1] if discourse.current else None
    told = f"{latest.question} " if latest and latest.aside else ""
    if lower in PERSONAL and _SOMEBODY.search(told + question[: pronoun.start]):
        return True
    before = [
        mention
        for mention in mentions(question, discourse.terms)
        if mention.end <= pronoun.start and mention.sort is not Sort.TIME
    ]
    if lower in POSSESSIVE and _of_verb(tokens, at):
        clause = [m for m in before if not _CLAUSE.search(question, m.end, pronoun.start)]
        if any(_owns(mention, lower, question) for mention in clause):
            return True
    wanted = {Sort.PERSON, Sort.NAME} if lower in PERSONAL else NAMED

    def apart(mention: Mention) -> bool:
        """Whether another clause names it: "which were members before them" has only one."""
        return bool(_CLAUSE.search(question, mention.end, tokens[at - 1].start))

    return any(
        mention.sort in wanted
        or (mention.plural and lower in PLURAL and (lower != "them" or apart(mention)))
        or (lower in NEUTER and _CLAUSE.search(question, mention.end, pronoun.start))
        for mention in before
        if not mention.asked
    )


def _of_verb(tokens: Sequence[Word], at: int) -> bool:
    """Whether the owner at `at` opens the object of a verb: "held its festival".

    The subject does so behind an auxiliary: "Which prize has its festival won?".
    """
    before = tokens[at - 1].lower if at else ""
    if before in _HAVE:
        return at > 1 and not any(is_past(word.lower) for word in tokens[at + 1 :])
    return is_verb(before)


def _owns(mention: Mention, owner: str, question: str) -> bool:
    """Whether a noun before the verb is what `owner` stands for, by its number and its sense."""
    if mention.sort is not Sort.NOUN or mention.head.split()[-1].lower() in _NO_OWNER:
        return False
    # "How many schools did the city give its name?" asks for no owner.
    object_asked = mention.asked and question[mention.end :].lstrip()[:3].lower() in {"did", "doe"}
    if object_asked or (owner == "their") is not mention.plural:
        return False
    return owner in {"their", "its"}
