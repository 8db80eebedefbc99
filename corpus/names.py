"""The cities and countries that a text names, in any spelling and script: `find(text)`."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

from corpus.folding import UNSPACED, WORD, fold, fold_with_offsets
from corpus.name_list import Place, read_countries, read_places


@dataclass(frozen=True)
class Mention:
    """Where a text names a place: `text[start:end]`, in Unicode code points, and which place.

    All `places` of that name where the text does not tell which of them it means, in the order of
    the list: the best known first.
    """

    start: int
    end: int
    places: tuple[Place, ...]


class _Word(NamedTuple):
    """A word of a folded text, or one character of a script without spaces.

    `tied` where nothing stands before it but what may stand between two words of one name.
    """

    text: str
    start: int
    end: int
    tied: bool


@dataclass(frozen=True)
class _Name:
    """A name in a folded text: the places that have it, and those that lie `inside` what has it."""

    start: int
    end: int
    places: tuple[Place, ...]
    inside: frozenset[Place]


_WORDS = re.compile(rf"(?P<unspaced>[{UNSPACED}])|{WORD}")
_WITHIN_NAME = re.compile(r"\s*|[-‐‑–'’ʼ`´.]\s?")
_WITHIN_UNSPACED = re.compile("[-·・]?")
_HANGUL = re.compile("[가-힣]")
# What is attached to Korean names. A name of two syllables may as well begin another word (공주,
# 공주님), so one of these must follow: the first also without a space after it, as people type.
_PARTICLE = "에|의|은|는|을|를|와|과|시"
_LAST_PARTICLE = (
    "이|가|도|만|나|로|으로|까지|부터|보다|처럼|마다|하고|랑|이랑|이나|란|이란|라는|이라는"
)
_AFTER_NAME = re.compile(f"(?:{_PARTICLE})|(?:{_LAST_PARTICLE})*(?![가-힣])")
_BETWEEN_NAMES = re.compile(f"(?:{_PARTICLE}|{_LAST_PARTICLE})?")
# Between a place and the larger one it is in ("Seo-gu (Gwangju)", "Seo-gu in Busan"), and the
# other way round ("Busan's Seo-gu", "광주 서구").
_THEN_LARGER = re.compile(r"\)?\s*[,(]?\s*(?:(?:in|of)\s+)?")
_THEN_SMALLER = re.compile(r"\s*(?:['’]s\s+|의\s*|的)?")
# What follows its name in a title that names a place.
_AFTER_TITLED = re.compile(r"\s*(?:[,:;|(–—]|-\s|$)")


class Names:
    """A list of places, to find them in texts; may be shared by threads."""

    def __init__(self, places: Sequence[Place]) -> None:
        """Take in `places`.

        A larger place that is in the list itself is known by all its spellings there; it is the
        first of its name in the country.
        """
        cities: defaultdict[tuple[str, ...], dict[Place, None]] = defaultdict(dict)
        inside: defaultdict[tuple[str, ...], set[Place]] = defaultdict(set)
        first = {(place.city, place.country): place for place in reversed(places)}
        for place in places:
            for spelling in place.spellings:
                cities[_key(spelling)][place] = None
            for larger in (*place.of, place.country):
                listed = first.get((larger, place.country))
                for spelling in listed.spellings if listed else (larger,):
                    inside[_key(spelling)].add(place)
        self._names = {
            key: (tuple(cities.get(key, ())), frozenset(inside.get(key, ())))
            for key in {**cities, **inside}
            if key  # a title may have no word in it, and a document no country
        }
        self._longest: defaultdict[str, int] = defaultdict(int)
        for key in self._names:
            self._longest[key[0]] = max(len(key), self._longest[key[0]])

    def find(self, text: str) -> tuple[Mention, ...]:
        """The places that `text` names, in order; where names overlap, the longest.

        A name that several share is narrowed to those in a larger place that `text` names, too.
        Where a city stands right beside a larger place that it is in, as in "Seo-gu (Gwangju)",
        the two are one mention, of the city.
        """
        folded, offsets = fold_with_offsets(text)
        names = self._found(folded)
        larger = {name.inside for name in names}
        return tuple(
            Mention(offsets[name.start], offsets[name.end], _narrowed(name, larger))
            for name in _joined(names, folded)
            if name.places
        )

    def _found(self, folded: str) -> list[_Name]:
        words = _words(folded)
        found: list[_Name] = []
        at = 0
        while at < len(words):
            end = self._end(folded, words, at, found[-1].end if found else None)
            if end is None:
                at += 1
            else:
                named = self._names[_key_of(words[at:end])]
                found.append(_Name(words[at].start, words[end - 1].end, *named))
                at = end
        return found

    def _end(self, folded: str, words: list[_Word], at: int, after: int | None) -> int | None:
        """The end of the longest name that begins with `words[at]`, None where none does.

        `after` is where in `folded` the name before it ended.
        """
        for end in self._ends(words, at):
            if end - at != 2 or self._stands_alone(folded, words, at, after):
                return end
        return None

    def _ends(self, words: list[_Word], at: int) -> Iterator[int]:
        """Where what reads like a name from `words[at]` on may end, the longest first."""
        if at < len(words):
            longest = self._longest.get(words[at].text, 0)
            for end in range(min(at + longest, len(words)), at, -1):
                parts = words[at:end]
                if _key_of(parts) in self._names and all(word.tied for word in parts[1:]):
                    yield end

    def _stands_alone(self, folded: str, words: list[_Word], at: int, after: int | None) -> bool:
        """Whether two words, if syllables of Hangul, are a name and no piece of another word.

        Longer names are taken wherever they stand: Korean is often typed without its spaces.
        """
        start, end = words[at].start, words[at + 1].end
        if not _HANGUL.match(words[at].text):
            return True
        begins = start == 0 or not _HANGUL.match(folded, start - 1)
        if not begins and (after is None or not _BETWEEN_NAMES.fullmatch(folded, after, start)):
            return False
        return bool(_AFTER_NAME.match(folded, end)) or any(self._ends(words, at + 2))


def find(text: str) -> tuple[Mention, ...]:
    """The listed cities and countries that `text` names, in order; see `Names.find`."""
    return _ours().find(text)


def titled(title: str) -> Place | None:
    """The listed place that a title is the name of, as in "Cork, Ireland" or "Cork: city profile".

    None where it says more than a name, or leaves open which of several places it means.
    """
    mention = next(iter(find(title)), None)
    if not mention or mention.start or len(mention.places) > 1:
        return None
    return mention.places[0] if _AFTER_TITLED.match(title, mention.end) else None


@cache
def listed_places() -> tuple[Place, ...]:
    """The cities of `names.csv`, in its order."""
    return read_places(Path(__file__).with_name("names.csv"))


@cache
def listed_countries() -> tuple[Place, ...]:
    """The countries of `countries.csv`, in its order."""
    return read_countries(Path(__file__).with_name("countries.csv"))


def country(name: str) -> Place:
    """The country `name` with all its names, or with that alone where it is not listed."""
    return _countries().get(name) or Place.nation(name)


@cache
def _countries() -> dict[str, Place]:
    return {place.city: place for place in listed_countries()}


@cache
def _ours() -> Names:
    return Names([*listed_places(), *listed_countries()])


def _words(folded: str) -> list[_Word]:
    words: list[_Word] = []
    end, unspaced = 0, False
    for match in _WORDS.finditer(folded):
        between = _WITHIN_UNSPACED if unspaced and match["unspaced"] else _WITHIN_NAME
        tied = between.fullmatch(folded, end, match.start()) is not None
        words.append(_Word(match.group(), match.start(), match.end(), tied))
        end, unspaced = match.end(), match["unspaced"] is not None
    return words


def _key_of(words: Sequence[_Word]) -> tuple[str, ...]:
    return tuple(word.text for word in words)


def _key(spelling: str) -> tuple[str, ...]:
    return _key_of(_words(fold(spelling)))


def _joined(names: list[_Name], folded: str) -> list[_Name]:
    """`names` with each city and the larger place right beside it made one, of that place only."""
    joined: list[_Name] = []
    for name in names:
        last = joined[-1] if joined else None
        if last and _THEN_LARGER.fullmatch(folded, last.end, name.start) and _of(last, name):
            closed = "(" in folded[last.end : name.start] and folded[name.end :][:1] == ")"
            joined[-1] = replace(last, end=name.end + closed, places=_of(last, name))
        elif last and _THEN_SMALLER.fullmatch(folded, last.end, name.start) and _of(name, last):
            joined[-1] = replace(name, start=last.start, places=_of(name, last))
        else:
            joined.append(name)
    return joined


def _of(name: _Name, larger: _Name) -> tuple[Place, ...]:
    return tuple(place for place in name.places if place in larger.inside)


def _narrowed(name: _Name, larger: set[frozenset[Place]]) -> tuple[Place, ...]:
    """The places of `name` that lie in most of the larger places named: all, if none does."""
    counts = Counter(place for place in name.places for inside in larger if place in inside)
    most = max(counts.values(), default=0)
    return tuple(place for place in name.places if counts[place] == most)
