"""The verb or adjective of a question that no list of words has."""

from __future__ import annotations

from collections.abc import Sequence

from service.conversation.words import ARTICLES, AUXILIARIES, FUNCTION, TO_BE, WH, Word, is_verb

_BEFORE_VERBS = frozenset({"do", "does", "did", "can", "could", "will", "would", "should"})


def unknown_predicate(words: Sequence[Word]) -> int | None:
    """Which of the words of a question is its predicate, None where a list tells, or nothing does.

    "How did the Menominee react?": after "did" comes a verb, and no other word can be it. "Was the
    album successful?": the same of "was", which "Where is the science park?" says nothing of.
    """
    wh = words[0].lower if words and words[0].lower in WH else None
    opened = _first_auxiliary(words[: 4 if wh else 1])
    if opened is None:
        return None
    lead, *rest = words[opened:]
    needed = _BEFORE_VERBS if wh not in {None, "why"} else _BEFORE_VERBS | TO_BE
    if lead.lower not in needed or (rest and rest[0].lower == "there"):
        return None
    clause = _until_function_word(rest)
    last = opened + len(clause)
    if len(clause) < 2 or clause[-2].lower in ARTICLES or clause[-1].capital:
        return None
    known = any(is_verb(word.lower) for word in rest[1:])
    return None if known else last


def _first_auxiliary(words: Sequence[Word]) -> int | None:
    return next((at for at, word in enumerate(words) if word.lower in AUXILIARIES), None)


def _until_function_word(words: Sequence[Word]) -> Sequence[Word]:
    """The first words, up to what ends a noun phrase."""
    for at, word in enumerate(words):
        if at and (word.lower in FUNCTION - ARTICLES or word.text[0] in "'’"):
            return words[:at]
    return words
