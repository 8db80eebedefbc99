"""Expressions that point back ("it", "she", "there", "that programme") and what they stand for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.conversation.definite import Found, noun_phrase
from service.conversation.discourse import Discourse
from service.conversation.mentions import mentions
from service.conversation.phrases import NAMED, Sort
from service.conversation.referents import Referent
from service.conversation.words import (
    ARTICLES,
    AUXILIARIES,
    COMMANDS,
    DEMONSTRATIVES,
    FUNCTION,
    NEUTER,
    ORDINAL,
    PERSONAL,
    PLURAL,
    POSSESSIVE,
    PREPOSITIONS,
    TO_BE,
    Word,
    is_verb,
    words,
)

# "It" that stands for nothing: "is it true that", "how long does it take to".
_EXPLETIVE = re.compile(
    r"\bit (?:true|possible|necessary|worth|important|easy|hard|difficult|free to|take|takes|took"
    r"|cost|costs|rain|rains|snow|snows)\b|\bit(?:'s| is| was) (?:true|possible|said)\b"
    r"|(?<=\bfar is )it from\b",
    re.IGNORECASE,
)
_SOMEBODY = re.compile(r"\b(?:my|our|your) \w", re.IGNORECASE)
_ORDINAL_ONE = re.compile(rf"\b(?P<ordinal>{ORDINAL}) ones?\b", re.IGNORECASE)
_DOING = frozenset({"do", "doing", "done"})
_CLAUSE = re.compile(
    r"[,;:.!?]|\b(?:and|but|if|when|while|because|how|where|why|so|after|before|until|once)\b",
    re.IGNORECASE,
)
_TOWNS = frozenset({"city", "town", "district", "municipality", "country"})
_POINTING = DEMONSTRATIVES | {"the", "both"}
_PLURAL = re.compile(r"\b(?:they|them)\b", re.IGNORECASE)
_PRONOUNS = (PERSONAL, PLURAL - DEMONSTRATIVES, NEUTER)


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
) -> Found | None:
    """Where an expression that points back stands and what for; None where none begins here."""
    word = tokens[at]
    lower = word.lower
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    before = tokens[at - 1] if at else None
    if lower in {"there", "then"} and before is not None:
        return _adverb(word, before, after, discourse)
    if lower in _POINTING:
        found = noun_phrase(question, tokens, at, discourse)
        if found or lower not in DEMONSTRATIVES:
            return found
    return _pronoun(question, word, before, after, discourse)


def _pronoun(
    question: str, word: Word, before: Word | None, after: Word | None, discourse: Discourse
) -> Found | None:
    lower = word.lower
    if lower not in PERSONAL | PLURAL | NEUTER | DEMONSTRATIVES:
        return None
    if _bound(question, word, discourse) or _EXPLETIVE.match(question, word.start):
        return None
    if lower in {"this", "that"} and not _stands_for_noun(before, after):
        return None
    owns = lower in POSSESSIVE and after is not None and after.lower not in FUNCTION
    if owns and after and after.lower in _TOWNS and (city := discourse.place(after.lower)):
        return Found(word.start, after.end, city.text)
    # "When did they win it": a city wins, and something else is won.
    won = before is not None and before.lower not in AUXILIARIES and _PLURAL.search(question)
    antecedent = _antecedent(lower, before, discourse, places=not won and lower in NEUTER)
    return _found(word, word, antecedent, owns=owns)


def _antecedent(
    pronoun: str, before: Word | None, discourse: Discourse, *, places: bool
) -> Referent | None:
    if pronoun in PERSONAL:
        return discourse.person(pronoun)
    if pronoun not in PLURAL:
        return discourse.thing(places=places)
    # "Did they join?", "their mayor": but "where are they", "which of them".
    acts = before is not None and before.lower in AUXILIARIES - TO_BE
    return discourse.several(acting=acts or pronoun in POSSESSIVE)


def _adverb(word: Word, before: Word, after: Word | None, discourse: Discourse) -> Found | None:
    """ "There" as a place, not in "is there a museum"; "then" as a time, at the end."""
    prefix = "" if before.lower in PREPOSITIONS else "in "
    if word.lower == "then":
        return None if after else _found(word, word, discourse.time(), prefix=prefix)
    if before.lower in AUXILIARIES | {"there"}:
        return None
    return _found(word, word, discourse.place(), prefix=prefix)


def _found(
    first: Word, last: Word, referent: Referent | None, *, prefix: str = "", owns: bool = False
) -> Found:
    if referent is None:
        return Found(first.start, last.end, None)
    owner = ("'" if referent.text.endswith("s") and referent.plural else "'s") if owns else ""
    return Found(first.start, last.end, f"{prefix}{referent.text}{owner}")


def _bound(question: str, pronoun: Word, discourse: Discourse) -> bool:
    """Whether the question itself names, before the pronoun, what this may stand for."""
    lower = pronoun.lower
    aside = discourse.current[-1] if discourse.current and discourse.current[-1].aside else None
    told = f"{aside.question} " if aside else ""
    if lower in PERSONAL and _SOMEBODY.search(told + question[: pronoun.start]):
        return True
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
