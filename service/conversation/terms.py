"""The names and words of the documents, to understand a question by."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from itertools import islice
from types import MappingProxyType
from typing import Self

from corpus.documents import Span
from corpus.folding import fold
from corpus.name_list import Place
from corpus.names import Names, country, listed_places
from index.search import DocumentSummary, Searcher
from service.conversation.demonyms import is_of

SAMPLE = 500
"""How many documents, spread evenly, the words are taken from: more add rare words only."""

_WORD = re.compile(r"[^\W\d_]+")


class Terms:
    """What the documents are about, as far as names and words tell; may be shared by threads."""

    def __init__(
        self,
        documents: Iterable[DocumentSummary] = (),
        texts: Iterable[str] = (),
        knows: Callable[[str], bool] = bool,
        told: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Take in the places that `documents` name as theirs, and the words of `texts`.

        `knows` tells of a word whether any document has it; without it, all words are known. Of a
        city, `told` holds the text of the document about it.
        """
        places = [*listed_places(), *_places(documents)]
        self._known = places
        self._places = Names(places)
        countries = {place.country for place in places}
        self._countries = {fold(s) for name in countries for s in country(name).spellings}
        self._countries -= {fold(p.city) for p in places if not p.is_country}
        self._told = {fold(city): set(_WORD.findall(fold(text))) for city, text in told.items()}
        self.knows = knows
        self._written: Counter[str] = Counter()
        for text in texts:
            self._written.update(_WORD.findall(text))

    @classmethod
    def of(cls, searcher: Searcher) -> Self:
        """The terms of an index."""
        summaries = list(searcher.documents())
        step = len(summaries) // SAMPLE + 1
        sample = islice(summaries, 0, None, step)
        found = (searcher.document(summary.id) for summary in sample)
        documents = [document for document in found if document]
        told = {document.city: document.text for document in documents if document.city}
        return cls(summaries, [document.text for document in documents], searcher.knows, told)

    def places(self, text: str) -> list[Span]:
        """Where `text` names a place: of the reviewed list, or a document's city or country.

        A word that the documents also use for something else counts with a capital only.
        """
        spans = [Span(found.start, found.end) for found in self._places.find(text)]
        return [span for span in spans if not self.is_ordinary(text[span.start : span.end])]

    def is_country(self, name: str) -> bool:
        """Whether `name` is that of a country."""
        return fold(name) in self._countries

    def are_told(self, adjective: str, place: str) -> int:
        """How well `adjective` fits a place: 2 by its country, 1 by the document about it, or 0."""
        found = [known for mention in self._places.find(place) for known in mention.places]
        if any(is_of(adjective, known.country) for known in found):
            return 2
        names = {fold(known.city) for known in found} | {fold(place)}
        said = set().union(*(self._told.get(name, set()) for name in names))
        return int(any(is_of(adjective, word) or fold(adjective) == word for word in said))

    def is_ordinary(self, word: str) -> bool:
        """Whether `word` is written in small letters here and in the documents."""
        return word.islower() and self._written[word] > 0

    def is_name(self, word: str) -> bool:
        """Whether the documents write `word` with a capital and never without."""
        return self._written[word] > 0 and not self._written[word.lower()]

    def is_capitalised(self, word: str) -> bool:
        """Whether the documents write the folded `word` with a capital, at least at times."""
        written = self.words.get(word, word)
        return written[:1].isupper() or self._written[written.capitalize()] > 0

    def cities(self, text: str) -> tuple[str, ...]:
        """The places that `text` names, in any script, as the documents write them."""
        found = (mention.places[0].city for mention in self._places.find(text))
        return tuple(dict.fromkeys(found))

    @cached_property
    def place_words(self) -> Mapping[str, str]:
        """The words of the places' names in Latin letters, by their folded form."""
        found = (word for place in self._known for word in _WORD.findall(place.city))
        return {fold(word): word for word in found}

    @cached_property
    def words(self) -> Mapping[str, str]:
        """Every word of the documents, as it is mostly written, by its folded form."""
        words: dict[str, str] = {}
        for word, _ in self._written.most_common():
            words.setdefault(fold(word), word)
        return words


def _places(documents: Iterable[DocumentSummary]) -> list[Place]:
    places: dict[Place, None] = {}
    for document in documents:
        of = document.country or document.city
        if of:
            places[country(of)] = None
        if of and document.city:
            spellings = [document.city, *document.aliases]
            named = tuple(name for name in dict.fromkeys(spellings) if _WORD.search(name))
            places[Place(document.city, (), of, named)] = None
    return list(places)
