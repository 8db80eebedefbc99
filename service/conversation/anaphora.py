"""Expressions that point back ("it", "she", "there", "that programme") and what they stand for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from service.conversation.discourse import Discourse
from service.conversation.mentions import NAMED, Mention, Sort, mentions
from service.conversation.referents import Referent
from service.conversation.words import (
    ARTICLES,
    AUXILIARIES,
    COMMANDS,
    DEMONSTRATIVES,
    FUNCTION,
    NEUTER,
    ORDINAL,
    PEOPLE,
    PERSONAL,
    PLACES,
    PLURAL,
    POSSESSIVE,
    PREPOSITIONS,
    TIMES,
    TO_BE,
    Word,
    is_past,
    is_plural,
    is_verb,
    words,
)

# "It" that stands for nothing: "is it true that", "how long does it take to".
_EXPLETIVE = re.compile(
    r"\bit (?:true|possible|necessary|worth|important|easy|hard|difficult|free to|take|takes|took"
    r"|rain|rains|snow|snows)\b|\bit(?:'s| is| was) (?:true|possible|said)\b",
    re.IGNORECASE,
)
_ORDINAL_ONE = re.compile(rf"\b(?P<ordinal>{ORDINAL}) ones?\b", re.IGNORECASE)
_DOING = frozenset({"do", "doing", "done"})
_PAIRED = frozenset({"two", "both"})
_TOLD_APART = frozenset({"same", "two", "three", "four", "other", "said"})
_LEADS = ("", "the ", "this ", "that ", "these ", "those ")
_CLAUSE = re.compile(
    r"[,;:.!?]|\b(?:and|but|if|when|while|because|how|where|why|so|after|before|until|once)\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r" (?:that|which|who)\b", re.IGNORECASE)
_POINTING = DEMONSTRATIVES | {"the", "both"}
_PRONOUNS = (PERSONAL, PLURAL - DEMONSTRATIVES, NEUTER)


class _Found(NamedTuple):
    """An expression that points back, and what to say for it: None where that was never named."""

    start: int
    end: int
    text: str | None


def resolved(question: str, discourse: Discourse) -> tuple[str, bool]:
    """`question` with what each pointing expression stands for in its place.

    The second value tells whether some expression points to what was never spoken of.
    """
    if noun := discourse.counted():
        question = _ORDINAL_ONE.sub(lambda match: f"{match['ordinal']} {noun}", question)
    tokens = words(question)
    parts: list[str] = []
    end, open_ends = 0, False
    classes: set[frozenset[str]] = set()
    for at, word in enumerate(tokens):
        of_class = next((c for c in _PRONOUNS if word.lower in c), None)
        # Once put in, a name is what the pronouns behind it stand for, too.
        if word.start < end or of_class in classes:
            continue
        found = _reference(question, tokens, at, discourse)
        if found is None:
            continue
        if found.text is None:
            open_ends = True
        else:
            classes |= {of_class} if of_class else set()
            parts += [question[end : found.start], found.text]
            end = found.end
    return "".join([*parts, question[end:]]), open_ends


def _reference(
    question: str, tokens: Sequence[Word], at: int, discourse: Discourse
) -> _Found | None:
    """Where an expression that points back stands and what for; None where none begins here."""
    word = tokens[at]
    lower = word.lower
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    before = tokens[at - 1] if at else None
    if lower in {"there", "then"} and before is not None:
        return _adverb(word, before, after, discourse)
    if lower in _POINTING and after and not _joins(tokens, at):
        found = _noun_phrase(question, tokens, at, discourse)
        if found or lower not in DEMONSTRATIVES:
            return found
    return _pronoun(question, word, before, after, discourse)


def _pronoun(
    question: str, word: Word, before: Word | None, after: Word | None, discourse: Discourse
) -> _Found | None:
    lower = word.lower
    if lower not in PERSONAL | PLURAL | NEUTER | DEMONSTRATIVES:
        return None
    if _bound(question, word, discourse) or _EXPLETIVE.match(question, word.start):
        return None
    if lower in {"this", "that"} and not _stands_for_noun(before, after):
        return None
    owns = lower in POSSESSIVE and after is not None and after.lower not in FUNCTION
    return _found(word, word, _antecedent(lower, before, discourse), owns=owns)


def _antecedent(pronoun: str, before: Word | None, discourse: Discourse) -> Referent | None:
    if pronoun in PERSONAL:
        return discourse.person(pronoun)
    if pronoun not in PLURAL:
        return discourse.thing(places=pronoun in NEUTER)
    # "Did they join?", "their mayor": but "where are they", "which of them".
    acts = before is not None and before.lower in AUXILIARIES - TO_BE
    return discourse.several(acting=acts or pronoun in POSSESSIVE)


def _adverb(word: Word, before: Word, after: Word | None, discourse: Discourse) -> _Found | None:
    """ "There" as a place, not in "is there a museum"; "then" as a time, at the end."""
    prefix = "" if before.lower in PREPOSITIONS else "in "
    if word.lower == "then":
        return None if after else _found(word, word, discourse.time(), prefix=prefix)
    if before.lower in AUXILIARIES | {"there"}:
        return None
    return _found(word, word, discourse.place(), prefix=prefix)


def _noun_phrase(
    question: str, tokens: Sequence[Word], at: int, discourse: Discourse
) -> _Found | None:
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
    points = tokens[at].lower != "the" or any(
        word.lower in _TOLD_APART for word in (tokens[at + 1], nouns[0])
    )
    specified = noun.text.lower() not in {f"{lead}{noun.head}".lower() for lead in _LEADS}
    specified = specified or _RELATIVE.match(question, noun.end) is not None
    if not points and (specified or len(nouns) > 1):
        return None
    alone = demonstrative and len(nouns) == 1
    referent = _meant(nouns[-1].lower, points, alone, discourse)
    if referent is None and not alone:
        return None
    text = None if referent is None else referent.text
    start = tokens[at].start
    if nouns[-1].lower in TIMES and at and tokens[at - 1].lower == "at":
        start, text = tokens[at - 1].start, text and f"in {text}"
    return _Found(start, noun.end, text)


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
        return None if is_plural(head) else discourse.place()
    if head in TIMES | PEOPLE:
        of_sort = discourse.time() if head in TIMES else discourse.person()
        return of_sort if points else None
    called = discourse.called(head, specific=True)
    if called or not alone:
        return called
    other = discourse.several() if is_plural(head) else discourse.thing(places=False)
    return discourse.called(head, specific=False) or other


def _found(
    first: Word, last: Word, referent: Referent | None, *, prefix: str = "", owns: bool = False
) -> _Found:
    if referent is None:
        return _Found(first.start, last.end, None)
    owner = ("'" if referent.text.endswith("s") and referent.plural else "'s") if owns else ""
    return _Found(first.start, last.end, f"{prefix}{referent.text}{owner}")


def _joins(tokens: Sequence[Word], at: int) -> bool:
    """Whether no noun follows: "the city that won", "say that Cork won", "was that held"."""
    before, after = tokens[at - 1] if at else None, tokens[at + 1]
    noun = before and before.lower not in FUNCTION and not is_verb(before.lower)
    if noun and tokens[at].lower == "that":
        return True
    verb = is_verb(after.lower) and at + 2 < len(tokens)
    return is_past(after.lower) or (tokens[at].lower == "that" and (verb or after.capital))


def _bound(question: str, pronoun: Word, discourse: Discourse) -> bool:
    """Whether the question itself names, before the pronoun, what this may stand for."""
    lower = pronoun.lower
    wanted = {Sort.PERSON, Sort.NAME} if lower in PERSONAL else NAMED
    return any(
        mention.sort in wanted
        or (mention.plural and lower in PLURAL)
        or (lower in NEUTER and _CLAUSE.search(question, mention.end, pronoun.start))
        for mention in mentions(question, discourse.terms)
        if not mention.asked and mention.end <= pronoun.start
        if mention.sort is not Sort.TIME
    )


def _stands_for_noun(before: Word | None, after: Word | None) -> bool:
    """Whether "this" or "that" stands alone for a thing and does not join two clauses."""
    if before is None:
        return False
    if before.lower not in AUXILIARIES | COMMANDS | {"about", "of"}:
        return after is None and is_verb(before.lower) and before.lower not in _DOING
    return (
        after is None
        or after.lower in AUXILIARIES | PREPOSITIONS | ARTICLES
        or is_verb(after.lower)
    )
