"""What the documents are about, by name: cities, countries, titles; and the listed cities."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.folding import fold
from corpus.name_list import Place
from corpus.names import Mention, Names, country, listed_places
from index.search import DocumentSummary, Hit
from service.conversation.demonyms import is_of
from service.reader import Reading

LIST_FROM = 3
"""From how many things on a sentence is a list of them, whatever its document is about."""

_DATED = re.compile(r"^(?:In|By|Since|At|On|After) [^,]*, ")
_OPENING = 3  # words of a sentence, which its subject begins in
_BESIDE = 8  # words from a number on, in which it may be said whose it is

# What follows a title's name in it: "Cork, Ireland", "Postgres - the database", "Awards (2024)".
_ARTICLE = re.compile(r"^(?:the|an?)\s", re.IGNORECASE)
_WHERE = re.compile(r",? in |\s*[,(]")  # "Cork, Ireland", "Cairo (Egypt)", "Bursa, in Türkiye"
_AFTER_NAME = re.compile(r"[,:;|(–—]|\s-\s")


@dataclass(frozen=True)
class Subject:
    """What a question asks about: its `name` there, and which `places` of that name it may be.

    Without places, neither a document nor the list of cities has the name.
    """

    name: str
    places: frozenset[Place] = frozenset()


class Subjects:
    """The subjects of one index; may be shared by threads.

    Where documents say of which city they are, their subjects are these cities; in a corpus without
    cities, each document's subject is what it is titled.
    """

    def __init__(self, documents: Iterable[DocumentSummary]) -> None:
        summaries = tuple(documents)
        self._of = {summary.id: _place(summary) for summary in summaries}
        cities = {self._of[summary.id] for summary in summaries if summary.city}
        listed = listed_places()
        named = {place.country for place in listed} | {d.country for d in summaries if d.country}
        self._countries = tuple(sorted(named))
        self.are_places = bool(cities)
        countries = [country(name) for name in self._countries]
        self._countable = frozenset((*listed, *countries, *(cities or self._of.values())))
        self._names = Names([*listed, *countries, *dict.fromkeys(self._of.values())])

    def find(self, text: str) -> tuple[Mention, ...]:
        """The subjects that `text` names, in order."""
        return self._names.find(text)

    def countries_in(self, text: str) -> frozenset[str]:
        """The countries that `text` names or has the adjective of: "Kenya", "Kenyan"."""
        named = {p.country for m in self.find(text) for p in m.places if p.is_country}
        for word in text.split():
            named.update(name for name in self._countries if is_of(word, name))
        return frozenset(named)

    def names_any(self, text: str) -> bool:
        """Whether `text` names a subject that is counted, or has a country's adjective."""
        return bool(self.counted_in(text) or self.countries_in(text))

    def counts_a_share(self, reading: Reading) -> bool:
        """Whether the number in a sentence is a country's: "Chile had 15 members"."""
        text, start = reading.text, reading.highlight.start
        opening = " ".join(_DATED.sub("", text).split()[:_OPENING])
        beside = f"{' '.join(text[:start].split()[-1:])} {' '.join(text[start:].split()[:_BESIDE])}"
        return any(self.countries_in(said) for said in (opening, beside))

    def is_told_of(self, subject: Subject, hit: Hit) -> bool:
        """Whether a passage is about `subject`, or names it."""
        return self._is_about(subject, hit) or self.is_named(subject, hit.text)

    def tells_of(self, subject: Subject, reading: Reading) -> bool:
        """Whether a sentence names `subject`, or stands where that is what all is about."""
        return self._is_about(subject, reading.hit) or self.is_named(subject, reading.text)

    def _is_about(self, subject: Subject, hit: Hit) -> bool:
        """Whether the document or a heading above the passage is about `subject`."""
        if self._of.get(hit.document.id) in subject.places:
            return True
        headings = [hit.passage.heading, *hit.passage.parents]
        return any(self.is_named(subject, heading) for heading in headings if heading)

    def is_named(self, subject: Subject, text: str) -> bool:
        """Whether `text` names `subject`."""
        if subject.places:
            return any(not subject.places.isdisjoint(m.places) for m in self.find(text))
        return re.search(rf"\b{re.escape(fold(subject.name))}\b", fold(text)) is not None

    def of(self, reading: Reading) -> tuple[frozenset[Place], ...]:
        """Which subjects a sentence tells of, of the kind that is counted one by one.

        They are those that it lists; else what its document or its heading is about; else those
        that it names. Each is all the places that it may be.
        """
        hit = reading.hit
        named = tuple(dict.fromkeys(self.counted_in(reading.text)))
        if len(_smallest(named)) >= LIST_FROM:
            return named
        own = self._of.get(hit.document.id)
        if own and own in self._countable:
            return (frozenset((own,)),)
        return self.counted_in(hit.passage.heading or "") or named

    def told_of(self, hit: Hit) -> list[Subject]:
        """What a passage's document or heading is about, of what is counted; no country."""
        own = self._of.get(hit.document.id)
        if own and own in self._countable:
            return [Subject(own.city, frozenset((own,)))]
        return self._named(hit.passage.heading or "")

    def mentioned_in(self, hit: Hit) -> list[Subject]:
        """What a passage names, where its document is about nothing that is counted; no country."""
        return [] if self._of.get(hit.document.id) in self._countable else self._named(hit.text)

    def _named(self, text: str) -> list[Subject]:
        told = [
            Subject(
                _WHERE.split(text[mention.start : mention.end], maxsplit=1)[0],
                frozenset(mention.places),
            )
            for mention in self.find(text)
            if self._countable.intersection(mention.places)
        ]
        return [s for s in told if not any(place.is_country for place in s.places)]

    def same(self, one: Reading, other: Reading) -> bool:
        """Whether two sentences tell of the same subjects, or neither of one; a list is its own."""
        ours, theirs = _smallest(self.of(one)), _smallest(self.of(other))
        if max(len(ours), len(theirs)) >= LIST_FROM:
            return ours == theirs
        return ours == theirs or any(not a.isdisjoint(b) for a in ours for b in theirs)

    def same_asked(self, question: str, one: Reading, other: Reading) -> bool:
        """Whether two sentences tell of the same subjects, or both of all that `question` names."""
        named = [Subject("", places) for places in _smallest(self.counted_in(question))]
        told = (self.tells_of(subject, r) for subject in named for r in (one, other))
        return self.same(one, other) or (bool(named) and all(told))

    def counted_in(self, text: str) -> tuple[frozenset[Place], ...]:
        """What `text` names of the kind that is counted one by one, in order."""
        found = (self._countable.intersection(mention.places) for mention in self.find(text))
        return tuple(places for places in found if places)


def _smallest(named: Sequence[frozenset[Place]]) -> list[frozenset[Place]]:
    """What is named without the countries in which something else of it lies."""
    around = {p.country for places in named for p in places if not p.is_country}
    return [places for places in named if not any(p.city in around for p in places)]


def _place(document: DocumentSummary) -> Place:
    """A document as what it is about, with all its names."""
    titled = _AFTER_NAME.split(_ARTICLE.sub("", document.title), maxsplit=1)[0].strip()
    name = document.city or titled or document.title
    spellings = tuple(dict.fromkeys(filter(None, (name, titled, *document.aliases))))
    return Place(name, (), document.country or "", spellings)
