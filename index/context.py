"""What a passage is known by beside its own words: what its document and sections are called."""

from __future__ import annotations

from functools import lru_cache

from corpus import names
from corpus.documents import Document
from corpus.passages import Passage
from index.tokens import tokenize


def embedded_text(document: Document, passage: Passage) -> str:
    """What a passage is embedded by: its text under the names of its document and sections."""
    text = document.text[passage.start : passage.end]
    return f"{' — '.join(_called(document, passage))}. {text}"


def context_text(document: Document, passage: Passage) -> str:
    """What else a passage is found by its words: all its document and sections are called.

    A city's or country's name brings its other spellings along, so that any of them finds the
    passage: those of Suzhou are found by "Chinese", too.
    """
    named = (document.city, document.country, *document.aliases)
    called = " | ".join([*_called(document, passage), *filter(None, named)])
    words = set(tokenize(called))
    # Of cities that share a name, the one best known to the network is taken to be meant.
    cities = [mention.places[0] for mention in names.find(called)]
    places = [*cities, *(names.country(city.country) for city in cities)]
    spellings = (name for place in places for name in (*place.spellings, *place.adjectives))
    others = (s for s in dict.fromkeys(spellings) if not words.issuperset(_words(s)))
    return " ".join([called, *others])


@lru_cache(maxsize=4096)  # spellings, of which every passage about a place has the same ones
def _words(spelling: str) -> frozenset[str]:
    return frozenset(tokenize(spelling))


def _called(document: Document, passage: Passage) -> list[str]:
    """The document's title and the headings over a passage, outermost first, each once."""
    called = (document.title, *passage.parents, passage.heading)
    return list(dict.fromkeys(name for name in called if name))
