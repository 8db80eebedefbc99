"""The list of documents, filtered by country, by name in any spelling, and by part of the map."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from corpus.folding import fold
from corpus.lists import Position, listed_positions
from corpus.names import find
from index.search import DocumentSummary
from service.world import Area, Located


@dataclass(frozen=True)
class Wanted:
    """Which documents to list: what is empty filters nothing."""

    q: str = ""
    country: str = ""
    area: Area | None = None


@dataclass(frozen=True)
class Entry:
    """A document, what it can be found by (folded), and where its city lies, if that is known."""

    document: DocumentSummary
    names: str
    position: Position | None


class Catalogue:
    """The documents of one index; may be shared by threads.

    `countries` are those that documents say they are about, each with how many there are.
    """

    def __init__(self, documents: Iterable[DocumentSummary]) -> None:
        positions = listed_positions()
        self.entries = tuple(
            Entry(each, fold("\n".join(_names(each))), positions.of(each.city, each.country))
            for each in documents
        )
        counted = Counter(e.document.country for e in self.entries if e.document.country)
        self.countries = sorted(counted.items())

    def find(self, wanted: Wanted) -> list[Entry]:
        """The documents wanted, by id.

        A document has a word of `q` where the word stands anywhere in its names: whoever types
        finds it from the first letters on.
        """
        words, country = fold(wanted.q).split(), fold(wanted.country)
        return [
            entry
            for entry in self.entries
            if all(word in entry.names for word in words)
            and (not country or country == fold(entry.document.country or ""))
            and (not wanted.area or (entry.position and wanted.area.holds(entry.position)))
        ]


def located(entries: Iterable[Entry]) -> list[Located]:
    """Those of which it is known where they lie."""
    return [Located(each.document, each.position) for each in entries if each.position]


def _names(document: DocumentSummary) -> Iterator[str]:
    """All that a document may be looked for by."""
    own = [document.title, document.city, document.country, *document.aliases]
    yield from filter(None, own)
    for mention in find("\n".join(filter(None, own))):
        for place in mention.places:
            if document.country in (None, place.country):
                yield from place.spellings
