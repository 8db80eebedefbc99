"""Expressions that point back ("it", "she", "there", "that programme") and what they stand for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.conversation.binding import bound
from service.conversation.definite import Found, noun_phrase
from service.conversation.discourse import Discourse
from service.conversation.ellipsis import DATED_ONE
from service.conversation.referents import Referent
from service.conversation.selection import wanted
from service.conversation.words import (
    ANY_AUXILIARY,
    ARTICLES,
    AUXILIARIES,
    COMMANDS,
    COUNTS,
    DEMONSTRATIVES,
    FUNCTION,
    NEUTER,
    ORDINAL,
    PERSONAL,
    PLURAL,
    POSSESSIVE,
    PREPOSITIONS,
    TO_BE,
    VERBS,
    Word,
    is_verb,
    words,
)

# "It" that stands for nothing: "is it true that", "how long does it take to".
_EXPLETIVE = re.compile(
    r"\bit (?:true|possible|necessary|worth (?:\w+ing|it|the|a)|important|easy|hard|difficult"
    r"|free to|take|takes|took|cost|costs|rain|rains|snow|snows)\b"
    r"|\bit(?:'s| is| was) (?:true|possible|said)\b|(?<=\bfar is )it from\b",
    re.IGNORECASE,
)
_ORDINAL_ONE = re.compile(rf"\b(?P<ordinal>{ORDINAL}) ones?\b", re.IGNORECASE)
# "Which three joined?" after "How many Irish cities won?".
_WHICH_ONES = re.compile(
    rf"\b(?P<which>which(?: (?:{'|'.join(sorted(COUNTS.keys() - {'a', 'one'}))}|ones)\b)(?: ones)?)"
    rf"(?= (?:{ANY_AUXILIARY}|{'|'.join(sorted(VERBS))}|\w+ed)\b)",
    re.IGNORECASE,
)
_DOING = frozenset({"do", "doing", "done"})
_TOWNS = frozenset({"city", "town", "district", "municipality", "country"})
_POINTING = DEMONSTRATIVES | {"the", "both"}
_SEVERAL = re.compile(r"\b(?:they|them|each)\b", re.IGNORECASE)
# "Did each win?", "for each of them", but not "each city", "each other" or "two each".
_EACH = re.compile(
    rf"(?:(?<=\bfor )|(?<=\bdid )|(?<=\bdoes )|(?<=\bhas )|(?<=\bin )|(?<=\bof ))"
    rf"each(?: one)?(?: of (?:them|these|those|the two|the three))?"
    rf"(?=\W*$| (?:{'|'.join(sorted(VERBS))})\b)",
    re.IGNORECASE,
)
_PRONOUNS = (PERSONAL, PLURAL - DEMONSTRATIVES, NEUTER)


def resolved(question: str, discourse: Discourse) -> tuple[str, bool]:
    """`question` with what each pointing expression stands for in its place.

    The second value tells whether some expression points to what was never spoken of.
    """
    noun = None if DATED_ONE.fullmatch(question.strip(" ?.!,")) else discourse.counted()
    if noun:
        question = _ORDINAL_ONE.sub(lambda match: f"{match['ordinal']} {noun}", question)
    if several := discourse.asked_of():
        question = _WHICH_ONES.sub(
            lambda match: f"{match['which'].removesuffix(' ones')} of {several.text}", question
        )
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
    if each := _EACH.match(question, word.start):
        several = discourse.pair()
        return Found(word.start, each.end(), several.text) if several else None
    if lower in _POINTING:
        found = noun_phrase(question, tokens, at, discourse)
        if found or lower not in DEMONSTRATIVES:
            return found
    return _pronoun(question, tokens, at, discourse)


def _pronoun(question: str, tokens: Sequence[Word], at: int, discourse: Discourse) -> Found | None:
    word, lower = tokens[at], tokens[at].lower
    before = tokens[at - 1] if at else None
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if lower not in PERSONAL | PLURAL | NEUTER | DEMONSTRATIVES:
        return None
    if bound(question, tokens, at, discourse) or _EXPLETIVE.match(question, word.start):
        return None
    if lower in {"this", "that"} and not _stands_for_noun(before, after):
        return None
    owns = lower in POSSESSIVE and after is not None and after.lower not in FUNCTION
    if owns and after and after.lower in _TOWNS and (city := discourse.place(after.lower)):
        return Found(word.start, after.end, city.text)
    # "When did they win it": a city wins, and something else is won.
    won = before is not None and before.lower not in AUXILIARIES and _SEVERAL.search(question)
    fits = wanted(question, discourse.last) if lower in NEUTER | DEMONSTRATIVES - PLURAL else None
    antecedent = (fits and discourse.best(fits)) or _antecedent(
        lower, before, discourse, places=not won and lower in NEUTER
    )
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
