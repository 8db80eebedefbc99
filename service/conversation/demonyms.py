"""Which country an adjective is of: "Canadian", "Welsh"."""

from __future__ import annotations

from itertools import takewhile

from corpus.folding import fold

# Those that do not begin as their country's name does.
_IRREGULAR = {
    "british": "kingdom",
    "danish": "denmark",
    "dutch": "netherlands",
    "english": "england",
    "filipino": "philippines",
    "finnish": "finland",
    "french": "france",
    "irish": "ireland",
    "polish": "poland",
    "scottish": "scotland",
    "spanish": "spain",
    "swiss": "switzerland",
    "thai": "thailand",
    "welsh": "wales",
}
_SHARED = 4  # letters, at least, of the beginning
_ENDING = 3  # letters, at most, of the country's name that the adjective has not


def is_of(adjective: str, country: str) -> bool:
    """Whether `adjective` is made of the name of `country`: "Mexican" of "Mexico"."""
    word = fold(adjective)
    names = [*fold(country).split(), fold(country).replace(" ", "")]
    if word in _IRREGULAR:
        return _IRREGULAR[word] in names
    return any(_shared(word, name) >= max(_SHARED, len(name) - _ENDING) for name in names)


def _shared(one: str, other: str) -> int:
    """How many letters two words have the same from the beginning."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
