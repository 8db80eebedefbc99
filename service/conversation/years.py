"""Years that are told by one spoken of before: "the year before", "two years later"."""

from __future__ import annotations

import re

from service.conversation.discourse import Discourse
from service.conversation.words import COUNTS

YEAR = re.compile(r"\b(?:1[0-9]|20)\d\d\b")
"""The number of a year."""

_COUNT = rf"(?P<count>\d{{1,2}}|{'|'.join(COUNTS)})"
_EARLIER = "(?:before|earlier|prior)"
_LATER = "(?:after|afterwards|later|on)"
_STEP = re.compile(
    r"(?P<by>\b(?:in|by|for|of|about|during|from|since|until) )?"
    rf"\b(?:(?:the year|{_COUNT} years?) (?:(?P<back>{_EARLIER})|{_LATER})(?: that| this| then)?"
    r"|the (?:(?P<last>previous|preceding)|following|next) year)"
    # What follows would say which year itself: "the year before it won".
    r"(?=\s*(?:[?.!,;]|$|(?:in|at|for|on) ))",
    re.IGNORECASE,
)


def dated(question: str, discourse: Discourse) -> str:
    """`question` with the number of each year that it counts from the one spoken of last."""
    time = discourse.time() if _STEP.search(question) else None
    years = YEAR.findall(time.text) if time else []
    if len(years) != 1:
        return question

    def number(step: re.Match[str]) -> str:
        count = (step["count"] or "1").lower()
        distance = COUNTS.get(count) or int(count)
        year = int(years[0]) + (-distance if step["back"] or step["last"] else distance)
        return f"{step['by'] or 'in '}{year}"

    return _STEP.sub(number, question)
