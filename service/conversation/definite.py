"""Nouns that point back: "that programme", "the city", "the same year"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from service.conversation.described import city_described
from service.conversation.discourse import Discourse
from service.conversation.mentions import mentions
from service.conversation.phrases import NAMED, Mention
from service.conversation.referents import Referent
from service.conversation.words import (
    DEMONSTRATIVES,
    FUNCTION,
    PEOPLE,
    PLACES,
    PREPOSITIONS,
    PROJECTS,
    TIMES,
    TITLES,
    Word,
    is_past,
    is_plural,
    is_verb,
    words,
)
from service.conversation.years import YEAR

_DESCRIBES = frozenset({"the", "this", "that"})
_PAIRED = frozenset({"two", "both"})
_TOLD_APART = frozenset({"same", "two", "three", "four", "other", "said"})
_DAY = re.compile(r"\d{1,2} |[A-Za-z]+ \d{1,2}\b")
_LEADS = ("", "the ", "this ", "that ", "these ", "those ")
# "Which town is he the mayor of?": the question itself says of what.
_STRANDED = re.compile(
    rf" (?:{'|'.join(sorted(PREPOSITIONS))})(?=\s*(?:[?.!,;]|$|(?:now|today|then)\b))",
    re.IGNORECASE,
)
# "The mayor you mentioned": somebody or something said before.
_SAID = re.compile(
    r",? (?:(?:that|which|who|whom) )?(?:(?:you|i|we)(?:'ve|['’]d| have| had)? (?:just |already )?"
    r"(?:mentioned|named|said|spoke|spoken|talked|told|cited|listed|asked|gave|given)"
    r"(?: me| us| you)?(?: (?:about|of))?|(?:just )?mentioned)"
    r"(?: (?:before|earlier|above|just now|already|first))?(?!\w)",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r" (?:that|which|who)\b", re.IGNORECASE)


class Found(NamedTuple):
    """An expression that points back, and what to say for it: None where that was never named."""

    start: int
    end: int
    text: str | None


def noun_phrase(
    question: str, tokens: Sequence[Word], at: int, discourse: Discourse
) -> Found | None:
    """What the phrase stands for that an article or demonstrative begins; None where it is new."""
    first = tokens[at]
    if city := first.lower in _DESCRIBES and city_described(question, first.start, discourse):
        return Found(first.start, city.end, city.name)
    if at + 1 == len(tokens) or _joins(tokens, at):
        return None
    return _called(question, tokens, at, discourse)


def _called(question: str, tokens: Sequence[Word], at: int, discourse: Discourse) -> Found | None:
    """ "That programme", "the city", "both cities", "the same year".

    What follows "the" alone may as well be new, so it stands for what was called by that very noun.
    """
    demonstrative = tokens[at].lower in DEMONSTRATIVES
    starts = {tokens[at].start}
    if not demonstrative:
        starts.add(tokens[at + 1].start)
    if tokens[at + 1].lower in _TOLD_APART and at + 2 < len(tokens):
        starts.add(tokens[at + 2].start)
    noun = next(
        (n for start in sorted(starts) if (n := _noun_at(question, start, discourse))), None
    )
    nouns = words(noun.head) if noun and noun.sort not in NAMED else []
    if noun is None or not nouns:
        return None
    said = _SAID.match(question, noun.end)
    points = (
        bool(said)
        or tokens[at].lower != "the"
        or any(word.lower in _TOLD_APART for word in (tokens[at + 1], nouns[0]))
    )
    specified = noun.text.lower() not in {f"{lead}{noun.head}".lower() for lead in _LEADS}
    specified = specified or any(p.match(question, noun.end) for p in (_RELATIVE, _STRANDED))
    if not points and (specified or len(nouns) > 1):
        return None
    alone = demonstrative and len(nouns) == 1
    referent = _meant(nouns[-1].lower, points, alone, discourse)
    if referent is None and not alone:
        return None
    text = None if referent is None else referent.text
    if text and nouns[-1].lower == "year" and (year := YEAR.search(text)):
        text = year.group()
    start, end = tokens[at].start, said.end() if said else noun.end
    before = tokens[at - 1] if at else None
    if nouns[-1].lower in TIMES and before:
        ends = demonstrative and not question[end:].strip(" ?.!")
        if before.lower == "at":
            start = before.start
        if before.lower == "at" or (ends and before.lower not in PREPOSITIONS):
            text = text and f"{_on(text)} {text}"
    return Found(start, end, text)


def _on(date: str) -> str:
    return "on" if _DAY.match(date) else "in"


def _noun_at(question: str, start: int, discourse: Discourse) -> Mention | None:
    """The noun phrase that begins at `start`, in code points of the whole question."""
    terms = discourse.terms
    found = next((m for m in mentions(question[start:], terms) if m.start == 0), None)
    if found is None:
        return None
    ends = [m.end for m in mentions(question, terms) if m.start <= start < m.end]
    end = min([*ends, start + found.end])
    text = question[start:end]
    at = found.text.index(found.head)
    return replace(found, text=text, start=start, end=end, head=text[at : at + len(found.head)])


def _meant(head: str, points: bool, alone: bool, discourse: Discourse) -> Referent | None:
    """What a noun stands for that `points` back; `alone`, for whatever is most salient."""
    if head in _PAIRED or (points and head in PLACES and is_plural(head)):
        return discourse.pair()
    if head in PLACES:
        return None if is_plural(head) else discourse.place(head)
    if head in TIMES | PEOPLE:
        of_sort = discourse.time() if head in TIMES else discourse.person()
        return of_sort if points else None
    called = discourse.called(head, specific=True)
    if called is None and points and head in TITLES:
        called = discourse.person()
    if called is None and head in PROJECTS:
        called = discourse.latest.project()
    if called or not alone:
        return called
    # What was spoken of in one city stays behind when another one is.
    near = discourse.latest if discourse.latest.place() else discourse
    other = near.several() if is_plural(head) else near.thing(places=False)
    return discourse.called(head, specific=False) or other


def _joins(tokens: Sequence[Word], at: int) -> bool:
    """Whether no noun follows: "the city that won", "say that Cork won", "was that held"."""
    before, after = tokens[at - 1] if at else None, tokens[at + 1]
    noun = before and before.lower not in FUNCTION and not is_verb(before.lower)
    if noun and tokens[at].lower == "that":
        return True
    verb = is_verb(after.lower) and at + 2 < len(tokens)
    return is_past(after.lower) or (tokens[at].lower == "that" and (verb or after.capital))
