"""What a text speaks of: its noun phrases, names, places and times, where they stand."""

from __future__ import annotations

import re
from functools import lru_cache

from corpus.documents import Span
from service.conversation.phrases import Mention, Phrases, Sort
from service.conversation.terms import Terms

# In small letters, too, but "may" and "march" are words of their own.
_MONTHS = (
    "(?i:January|February|April|June|July|August|September|October|November|December)|March|May"
    r"|(?:march|may)(?= (?:1[0-9]|20)\d\d\b)"
)
_YEAR = r"(?:1[0-9]|20)\d\d(?:[-–/]\d{2,4}|s\b)?"
_TIME = re.compile(
    rf"\b(?:(?:\d{{1,2}} )?(?:{_MONTHS})(?: \d{{1,2}},?)?(?: {_YEAR})?|{_YEAR})(?!\w)"
)


# A conversation comes whole with every new question, so the same texts are parsed again and again.
@lru_cache(maxsize=2048)
def mentions(text: str, terms: Terms) -> tuple[Mention, ...]:
    """All that `text` speaks of, by where it begins; of what begins together, the longest first.

    Places and times are found inside longer phrases, too: "Cork" in "Cork's mayor".
    """
    times = [Span(*match.span()) for match in _TIME.finditer(text)]
    places = terms.places(text)
    found = [_mention(text, span, Sort.TIME) for span in times]
    found += [_mention(text, span, Sort.PLACE) for span in places]
    for phrase in Phrases(text, terms, places, times).all():
        if (phrase.start, phrase.end) not in {*times, *places}:
            found.append(phrase)
    return tuple(sorted(found, key=lambda mention: (mention.start, -mention.end)))


def _mention(text: str, span: Span, sort: Sort) -> Mention:
    name = text[span.start : span.end]
    return Mention(name, span.start, span.end, sort, name)
