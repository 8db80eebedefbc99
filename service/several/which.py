"""What a question for a list asks of each thing that may belong in it.

"Which cities won the award twice?" asks of each city whether it won the award twice: a reader that
looks for one answer finds what one city did much more surely than a list that nobody wrote down.
"""

from __future__ import annotations

import re

from service.conversation.words import is_plural, is_verb
from service.several.comparison import SLOT, Frame, base_form

_WHICH = re.compile(
    r"(?:(?P<by>in|at|for|from|to|by|of|with|on) )?(?:which|what) (?P<rest>.+)", re.IGNORECASE
)
_LIST = re.compile(
    r"(?:list|name|give|show)(?: me)?(?: all| every| some)?(?: (?:of )?the)? (?P<rest>.+)",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"(?P<noun>.+?) (?:that|which|who) (?P<rest>.+)", re.IGNORECASE)
_BE = re.compile(r"(?:are|is|were|was)\b", re.IGNORECASE)
_HAVE = re.compile(r"(?:have|has|had)\b", re.IGNORECASE)
_DO = re.compile(r"(?:do|does|did|can|could|will|would|should|must)\b", re.IGNORECASE)
_ADVERB = re.compile(r"(?:also|already|ever|currently|now|still|all|each)\s", re.IGNORECASE)
_ONE = {"are": "is", "were": "was", "have": "has", "do": "does"}
_LONGEST_NOUN = 4  # words


def frame_of_list(question: str) -> Frame | None:
    """The question with a `SLOT` that asks it of one thing; None where it asks for no list."""
    text = re.sub(r"\s+", " ", question.strip().rstrip("?!. "))
    if match := _WHICH.fullmatch(text):
        split = _noun_and_rest(match["rest"].split())
        return Frame(_whether(*split, match["by"] or "")) if split else None
    if match := _LIST.fullmatch(text):
        if relative := _RELATIVE.fullmatch(match["rest"]):
            return Frame(_whether("", relative["rest"], ""))
        return Frame(f"Is {SLOT} one of the {match['rest']}")
    return None


def _noun_and_rest(words: list[str]) -> tuple[str, str] | None:
    """The plural noun that a list is asked of, without its adjectives, and what is said of it."""
    for end in range(1, min(_LONGEST_NOUN, len(words) - 1) + 1):
        following = words[end].lower()
        ends = _BE.match(following) or _HAVE.match(following) or _DO.match(following)
        verb = ends or is_verb(following) or base_form(following) != following
        if verb and is_plural(words[end - 1]):
            return " ".join(words[: end - 1]), " ".join(words[end:])
    return None


def _whether(adjectives: str, rest: str, by: str) -> str:
    """Ask whether what `rest` says is so of the slot; `by` stood before "which"."""
    rest = _ADVERB.sub("", rest)
    verb, _, more = rest.partition(" ")
    more = _ADVERB.sub("", more)
    slot = f"the {adjectives} {SLOT}" if adjectives and adjectives.lower() != "other" else SLOT
    one = _ONE.get(verb.lower(), verb.lower())
    if by:
        return f"{verb.capitalize()} {more} {by.lower()} {slot}"
    if _BE.match(verb):
        return f"{one.capitalize()} {slot} {more}"
    if _HAVE.match(verb):
        first = more.partition(" ")[0].lower()
        done = is_verb(first) and not is_plural(first)
        return f"{one.capitalize()} {slot} {more}" if done else f"Does {slot} have {more}"
    if _DO.match(verb):
        return f"{verb.capitalize()} {more} {slot}"
    base = base_form(verb)
    return f"{'Does' if base == verb else 'Did'} {slot} {base} {more}".rstrip()
