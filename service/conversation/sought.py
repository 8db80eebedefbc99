"""What a question is after, and which mention of its answer gives it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.conversation.phrases import Mention, Sort
from service.conversation.words import ANY_AUXILIARY, FUNCTION, ORDINAL, OTHERS, PLACES

_PLACE = f"(?:{'|'.join(sorted(PLACES))})"
_HOW = rf"(?:(?!(?:{'|'.join(sorted(FUNCTION - OTHERS))})\b)[\w-]+ )"
_RANK = rf"(?:{ORDINAL}|only|capital|most|least|\w{{2,}}est)"
_WHICH_PLACE = re.compile(
    rf"\b(?:which|what) {_HOW}{{0,3}}{_PLACE}\b"
    # "Which is the smallest city in Wales?", but not "What is the city known for?"
    rf"|\b(?:which|what)(?:'s| is| was) the (?:name of the )?{_HOW}{{0,2}}{_RANK} {_HOW}{{0,3}}"
    rf"{_PLACE}\b"
    # "First Irish city in the network": no verb, and a place is all that it names.
    rf"|^(?:(?:name|and) )?(?:the )?{_HOW}{{1,4}}{_PLACE}"
    r"(?: (?:in|of|to|with|on|near|that|which)\b.*)?\W*$",
    re.IGNORECASE,
)
# Where something happened; "Where is Cork?" is still about Cork.
_WHERE = re.compile(r"\bwhere (?:was|were|did|will)\b", re.IGNORECASE)
WHO = re.compile(r"\b(?:who|whom|whose)\b", re.IGNORECASE)
_SOUGHT: tuple[tuple[re.Pattern[str], tuple[Sort, ...]], ...] = (
    (WHO, (Sort.PERSON, Sort.NAME)),
    (re.compile(r"\b(?:when|year|date)\b", re.IGNORECASE), (Sort.TIME,)),
    (_WHICH_PLACE, (Sort.PLACE,)),
    (re.compile(rf"\b(?:which|what) (?!{ANY_AUXILIARY}\b)", re.I), (Sort.NAME, Sort.PERSON)),
)
_KIND_OF = re.compile(r"\bwhat (?:kind|sort|type)s? of\b", re.IGNORECASE)
IN = re.compile(r"\b(?:in|near|where is) $", re.IGNORECASE)
"""What stands before a place."""

_ARTICLE = re.compile(r"(?:an?|the) ", re.IGNORECASE)


def asks_for_place(question: str) -> bool:
    """Whether a question is after a place: "Which city won?"."""
    return _WHICH_PLACE.search(question) is not None


def sought(
    question: str, answer: str, asked: Sequence[Mention], new: Sequence[Mention]
) -> Mention | None:
    """The mention in an answer that is what its question was after, if it is one."""
    first = next(iter(new), None)
    if first and first.sort is Sort.PLACE and not first.start and WHO.search(question):
        return first  # "Who won?", "Cork won"
    if _WHERE.search(question):
        return next((m for m in new if m.sort is Sort.PLACE and IN.search(answer[: m.start])), None)
    sorts = next((sorts for asks, sorts in _SOUGHT if asks.search(question)), ())
    for sort in sorts if not _KIND_OF.search(question) else ():
        of_sort = [mention for mention in new if mention.sort is sort]
        if sort is Sort.NAME and WHO.search(question):
            of_sort = [m for m in of_sort if not _ARTICLE.match(m.text)]
        if of_sort:
            several = len(of_sort) > 1 and any(m.asked and m.plural for m in asked)
            return None if several else of_sort[0]
    return None
