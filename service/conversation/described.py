"""Cities called by what they are: "the Welsh city", "the first one", "the city I started with"."""

from __future__ import annotations

import re
from typing import NamedTuple

from service.conversation.discourse import Discourse
from service.conversation.words import COUNTRIES, PLACES, is_plural

_CITY = "|".join(sorted(noun for noun in PLACES - COUNTRIES if not is_plural(noun)))
_ONE = rf"(?:{_CITY}|one)"
_SPOKE = (
    r"(?:(?:that |which )?(?:i|you|we)(?:'d|'ve| had| have)? (?:\w+ )?"
    r"(?:asked|mentioned|named|said|talked|talking|spoke|spoken|began|begun|started|opened)"
    r"(?: you)?(?: (?:about|of|with|from))?)"
)
_THEN = r"(?:(?:from )?(?:before|earlier|already|again))"
_AT_FIRST = (
    r"(?:(?:from|at|in) the (?:very )?(?:start|beginning|outset)|at first|first|to begin with"
    r"|initially|originally)"
)
_DESCRIBED = re.compile(
    rf"(?:the|that|this|my|our) (?P<how>[\w-]+)(?: {_ONE})\b(?:,? {_SPOKE})?"
    rf"(?: (?:{_THEN}|{_AT_FIRST}))?",
    re.IGNORECASE,
)
# "The city I started with", "the place we spoke of at the beginning", "where I began".
_BEGUN = re.compile(
    rf"(?:(?:the|that) (?:very )?{_ONE} (?:(?:that |which )?(?:i|we) (?:\w+ )?"
    r"(?:began|started|opened)(?: (?:with|from|on))?"
    rf"|{_SPOKE} {_AT_FIRST}|{_AT_FIRST})"
    r"|where (?:i|we) (?:\w+ )?(?:began|started)(?: (?:from|out))?)"
    r"(?!\w)",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    rf"(?:the|that) {_ONE} (?:from )?(?:before|earlier)\b(?! (?:that|it|the))", re.I
)
_OF_SEVERAL = re.compile(
    r"the (?P<how>[\w-]+)(?: one)? of (?:them|both|(?:the|these|those|my|our) "
    r"(?:(?P<two>two|pair)|three|four|cities|towns|places)(?: (?:cities|towns|places))?)\b",
    re.IGNORECASE,
)
_ALONE = re.compile(r"the (?P<how>former|latter)\b(?! \w)", re.IGNORECASE)
# What says more about it, so that it may be a new one: "the first city in Wales".
_SPECIFIED = re.compile(r"\s+(?:in|of|to|for|that|which|who|from|with|outside|on)\b", re.IGNORECASE)
_PLACE_IN_ORDER = (
    {
        word: at
        for at, said in enumerate(
            (
                "first 1st former initial original",
                "second 2nd",
                "third 3rd",
                "fourth 4th",
                "fifth 5th",
            )
        )
        for word in said.split()
    }
    | {"last": -1, "latter": -1, "latest": -1}
    | dict.fromkeys(("other", "previous", "earlier", "preceding", "prior"), -2)
)


class City(NamedTuple):
    """Where a description of a city ends, and the city's name."""

    end: int
    name: str


def with_cities_recalled(text: str, discourse: Discourse) -> str:
    """`text` with the names of the cities that it calls by when they were spoken of."""
    cities = discourse.cities()
    if cities:
        text = _BEGUN.sub(cities[0], text)
    if len(cities) > 1:
        text = _BEFORE.sub(cities[-2], text)

    def one(found: re.Match[str]) -> str:
        city = _in_order(found["how"], cities[-2:] if found["two"] else cities, found.end())
        return city.name if city else found.group()

    return _OF_SEVERAL.sub(one, text)


def city_described(question: str, start: int, discourse: Discourse) -> City | None:
    """The city spoken of that is described from `start` on; None where none or no single one is."""
    found = _ALONE.match(question, start) or _DESCRIBED.match(question, start)
    if found is None or _SPECIFIED.match(question, found.end()):
        return None
    cities = discourse.cities()
    if found["how"].lower() in _PLACE_IN_ORDER:
        return _in_order(found["how"], cities, found.end())
    return _told(found["how"].lower(), cities, found.end(), discourse)


def _in_order(how: str, cities: list[str], end: int) -> City | None:
    """The city at its place among those asked about; one alone is not counted."""
    at = _PLACE_IN_ORDER.get(how.lower(), len(cities))
    return City(end, cities[at]) if len(cities) > 1 and -len(cities) <= at < len(cities) else None


def _told(adjective: str, cities: list[str], end: int, discourse: Discourse) -> City | None:
    """The one city that an adjective fits."""
    ranks = {city: discourse.terms.are_told(adjective, city) for city in cities}
    best = max(ranks.values(), default=0)
    fitting = [city for city in cities if ranks[city] == best]
    told_apart = best and (len(fitting) == 1 or best > 1)
    return City(end, fitting[-1]) if told_apart else None
