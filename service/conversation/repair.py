"""Corrections: "no, the one in Busan", "I meant 2017", "not Cork, Limerick"."""

from __future__ import annotations

import re

from service.conversation.discourse import Discourse
from service.conversation.ellipsis import THE_ONE, completed, is_fragment
from service.conversation.mentions import Sort, mentions
from service.conversation.words import words

_CORRECTS = re.compile(
    r"(?:(?:h+m+|oh|ah|oops|well|no+|nope|sorry|actually|wait|rather|not that|wrong)\b[,.! ]*)*"
    r"(?:(?:i|we) (?:mean|meant|(?:was|were|am) asking about|want(?:ed)? to (?:ask|know) about)"
    r"\b[,: ]*)?",
    re.IGNORECASE,
)
_SAYS_SO = re.compile(
    r"(?:h+m+|oh|ah|oops|well|[,.! ])*(?:(?:no+|nope|sorry|actually|wait|rather|not that|wrong)\b"
    r"|(?:i|we) (?:mean|meant|(?:was|were|am) asking about|want(?:ed)? to (?:ask|know) about))",
    re.IGNORECASE,
)
_NOT_THIS = re.compile(
    r"(?:^|,?\s+(?:and )?)not\s+(?P<wrong>[^,?.!;]+?)(?:\s+but\s+|[,?.!;]+\s*|$)", re.IGNORECASE
)


def without_correction(text: str) -> str:
    """`text` without the words that only say that it corrects something."""
    opening = _CORRECTS.match(text)
    rest = text[opening.end() :] if opening else text
    return rest if words(rest) else text


def repaired(text: str, discourse: Discourse) -> str | None:
    """The last question with what it had wrong put right; None where `text` corrects nothing."""
    last, said = discourse.last or "", without_correction(text)
    wrong = _NOT_THIS.search(said)
    if (not _SAYS_SO.match(text) and not wrong) or not is_fragment(said):
        return None
    right = _NOT_THIS.sub(" ", said).strip(" ,?.!")
    if one := THE_ONE.match(right):
        right = right[one.end() :]
        if narrowed := _narrowed(last, right, discourse):
            return narrowed
    if not right:
        return last
    named = wrong["wrong"].strip() if wrong else ""
    at = last.lower().find(named.lower()) if named else -1
    if at >= 0:
        return last[:at] + right + last[at + len(named) :]
    return completed(right, discourse)


def _narrowed(last: str, where: str, discourse: Discourse) -> str | None:
    """The last question with a place whose name several have told apart: "Seo-gu in Busan"."""
    for place in mentions(last, discourse.terms):
        told = f"{place.text} {where}"
        if place.sort is Sort.PLACE and (0, len(told)) in discourse.terms.places(told):
            return last[: place.start] + told + last[place.end :]
    return None
