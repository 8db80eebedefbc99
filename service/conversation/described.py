"""Cities called by what they are: "the Welsh city", "the first one", "that other town"."""

from __future__ import annotations

import re
from typing import NamedTuple

from service.conversation.discourse import Discourse
from service.conversation.words import COUNTRIES, PLACES, is_plural

_CITY = "|".join(sorted(noun for noun in PLACES - COUNTRIES if not is_plural(noun)))
_DESCRIBED = re.compile(
    rf"(?:the|that|this) (?P<how>[\w-]+)(?: (?:{_CITY}|one))\b"
    r"(?:,? (?:that |which )?(?:i|you|we) (?:\w+ )?(?:asked|mentioned|named|said|talked|spoke)"
    r"(?: you)?(?: (?:about|of))?)?(?: (?:before|earlier|already))?",
    re.IGNORECASE,
)
# What says more about it, so that it may be a new one: "the first city in Wales".
_SPECIFIED = re.compile(r"\s+(?:in|of|to|for|that|which|who|from|with|outside|on)\b", re.IGNORECASE)
_PLACE_IN_ORDER = {
    word: at
    for at, said in enumerate(
        ("first 1st former", "second 2nd", "third 3rd", "fourth 4th", "fifth 5th")
    )
    for word in said.split()
} | {"last": -1, "latter": -1, "latest": -1, "other": -2, "previous": -2}


class City(NamedTuple):
    """Where a description of a city ends, and the city's name."""

    end: int
    name: str


def city_described(question: str, start: int, discourse: Discourse) -> City | None:
    """The city spoken of that is described from `start` on; None where none or no single one is."""
    found = _DESCRIBED.match(question, start)
    if found is None or _SPECIFIED.match(question, found.end()):
        return None
    cities, how = discourse.cities(), found["how"].lower()
    if how in _PLACE_IN_ORDER:
        at = _PLACE_IN_ORDER[how]
        fits = len(cities) > 1 and -len(cities) <= at < len(cities)
        return City(found.end(), cities[at]) if fits else None
    ranks = {city: discourse.terms.are_told(how, city) for city in cities}
    best = max(ranks.values(), default=0)
    fitting = [city for city in cities if ranks[city] == best]
    told_apart = best and (len(fitting) == 1 or best > 1)
    return City(found.end(), fitting[-1]) if told_apart else None
