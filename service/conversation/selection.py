"""What the verb or noun beside a pronoun lets it stand for: people live in a city, and not in a
slogan; cities belong to a network, and not to a city.

Selectional restrictions (Katz and Fodor, 1963: The Structure of a Semantic Theory), of the few
things that a conversation about places often has side by side.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from service.conversation.phrases import Sort
from service.conversation.referents import Referent
from service.conversation.words import GROUPS

_TOWNS = "(?:cities|towns|municipalities|districts|countries|members|member (?:cities|states))"
_IT = r"(?:it|this|that)\b"
# What is said of a city alone, or of a country.
_OF_PLACE = re.compile(
    rf"\b(?:live|lives|lived|living|reside|resides|born) in {_IT}"
    r"|\bits (?:\w+ )?(?:mayor|mayoress|population|inhabitants|residents|citizens|suburbs|districts"
    r"|city|town|municipal)\b"
    r"|\b(?:inhabitants|residents|citizens|population|districts|suburbs)\b.*\b(?:does|did|has|had)"
    rf" {_IT}",
    re.IGNORECASE,
)
# What is said of a group that cities belong to.
_OF_GROUP = re.compile(
    rf"\b{_TOWNS} (?:\w+ ){{0,3}}(?:in|to|of) {_IT}|\b{_TOWNS} (?:\w+ )?(?:join|joined|left) {_IT}"
    rf"|\b(?:how many|which) (?:\w+ )?{_TOWNS} (?:does|did|has|had) {_IT}"
    rf"|\bits (?:\w+ )?(?:members|membership|secretariat)\b|\bmembers? of {_IT}"
    rf"|\b(?:join|joined|joining|belong|belongs|belonged) (?:to )?{_IT}",
    re.IGNORECASE,
)
# What a city has, and so do many things; but no word, whatever it means.
_HAS = re.compile(r"\b(?:does|did|do|has|have|had|was|is|its|win|won|join|joined)\b", re.IGNORECASE)
_WORD_ASKED = re.compile(
    r"\bstands? for\b|\bwhat (?:does|do|did) (?:.+ )?(?:mean|stand)\b|\bmeaning of\b"
    r"|\b(?:slogan|motto|nickname|abbreviation|acronym)\b",
    re.IGNORECASE,
)
# What still is asked of a word itself.
_OF_WORD = re.compile(
    r"\b(?:mean|means|meant|stand|stands|translated?|pronounced?|spelt|spelled|written|called"
    r"|chosen?|choose|come from|comes from|coined|say|origin|word|about|language|in english"
    r"|used?|new|old|introduced|adopted)\b",
    re.IGNORECASE,
)


def wanted(question: str, before: str | None) -> Callable[[Referent], bool] | None:
    """Which referents fit "it" in `question`, None where all do; `before` is the last question."""
    if _OF_PLACE.search(question):
        return _is_place
    if _OF_GROUP.search(question):
        return _is_group
    word = before and _WORD_ASKED.search(before)
    if word and _HAS.search(question) and not _OF_WORD.search(question):
        return _is_place
    return None


def _is_place(referent: Referent) -> bool:
    return referent.sort is Sort.PLACE


def _is_group(referent: Referent) -> bool:
    abbreviated = referent.sort is Sort.NAME and referent.head.isupper()
    return abbreviated or referent.head.split()[-1].lower() in GROUPS
