"""Which country or nation an adjective is of: "Canadian", "Welsh"."""

from __future__ import annotations

from itertools import takewhile

from corpus.folding import fold
from corpus.names import country

# Of what the list of countries has not, those that do not begin as the name does.
_IRREGULAR = {
    "english": "england",
    "scottish": "scotland",
    "swiss": "switzerland",
    "welsh": "wales",
}
_SHARED = 4  # letters, at least, of the beginning
_ENDING = 3  # letters, at most, of the country's name that the adjective has not


def is_of(adjective: str, place: str) -> bool:
    """Whether `adjective` is made of the name of `place`: "Mexican" of "Mexico"."""
    word = fold(adjective)
    if listed := country(place).adjectives:
        return word in map(fold, listed)
    names = [*fold(place).split(), fold(place).replace(" ", "")]
    if word in _IRREGULAR:
        return _IRREGULAR[word] in names
    return any(_shared(word, name) >= max(_SHARED, len(name) - _ENDING) for name in names)


def _shared(one: str, other: str) -> int:
    """How many letters two words have the same from the beginning."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
