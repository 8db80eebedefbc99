"""The noun phrases of a text, and what sort of thing each stands for.

A shallow parse (Abney, 1991: Parsing by Chunks): a noun phrase is a run of words that are neither
function words nor verbs, with its article or owner before it, and "of ..." and the like behind it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from corpus.documents import Span
from service.conversation.predicate import unknown_predicate
from service.conversation.reading import Reading
from service.conversation.terms import Terms
from service.conversation.words import (
    ARTICLES,
    COMMANDS,
    DEMONSTRATIVES,
    FUNCTION,
    ORDINAL,
    TITLES,
    Word,
    is_plural,
    is_verb,
)


class Sort(StrEnum):
    """What sort of thing is spoken of."""

    PLACE = "place"
    PERSON = "person"
    NAME = "name"
    TIME = "time"
    NOUN = "noun"


NAMED = frozenset({Sort.PLACE, Sort.PERSON, Sort.NAME})
"""The sorts that a name stands for."""


@dataclass(frozen=True)
class Mention:
    """What is spoken of at `start` to `end` of a text, in code points.

    `head` is its noun or name alone, without article, owner and what follows. `asked` is set for
    what a question asks after ("how many libraries", "which college").
    """

    text: str
    start: int
    end: int
    sort: Sort
    head: str
    asked: bool = False

    @property
    def plural(self) -> bool:
        """Whether it is several things."""
        return self.sort is Sort.NOUN and is_plural(self.head)

    @property
    def definite(self) -> bool:
        """Whether it is spoken of as known: "the festival", "Cork's festival"."""
        return self.text.lower().startswith("the ") or "'s " in self.text or "’s " in self.text


_SINGULAR = frozenset({"that", "this"})
_OWNS = frozenset({"'s", "’s", "'", "’"})
_JOINED_BY = frozenset({"of", "for"})
_JOINED_TO_NAMES = frozenset({"in", "at", "from", "on", "by"})
_INSIDE_NAMES = frozenset({"on", "to"})
_ORDINAL = re.compile(ORDINAL, re.IGNORECASE)
_LONGEST_PERSON = 4


class Phrases(Reading):
    """The noun phrases of one text, in which `places` and `times` are found already."""

    def __init__(
        self, text: str, terms: Terms, places: Sequence[Span], times: Sequence[Span]
    ) -> None:
        super().__init__(text, terms, places, times)
        self._predicate = unknown_predicate(self._words)

    def all(self) -> list[Mention]:
        """Every phrase, and the names inside it."""
        found: list[Mention] = []
        at = 0
        while at < len(self._words):
            end = self._phrase(at)
            if end is None:
                at += 1
                continue
            found.append(self._mention(at, end))
            found += self._names_inside(at, end)
            at = end
        return found

    def _names_inside(self, at: int, end: int) -> list[Mention]:
        """The names in a phrase: the owner, and what stands behind "of" or the like."""
        parts: list[list[Word]] = [[]]
        for word in self._words[at:end]:
            if word.text in _OWNS or word.lower in _JOINED_BY | _JOINED_TO_NAMES:
                parts.append([])
            else:
                parts[-1].append(word)
        parts = [part for part in parts if part]
        owned = any(word.text in _OWNS for word in self._words[at:end])
        if len(parts) < 2 or (parts[0][0].capital and not owned):
            return []  # "Centers for Disease Control" is one name
        inside = [self._part(part) for part in parts]
        return [mention for mention in inside if mention.sort in NAMED]

    def _part(self, part: Sequence[Word]) -> Mention:
        nouns = part[1:] if part[0].lower in ARTICLES and len(part) > 1 else part
        start, end = part[0].start, part[-1].end
        name = self._text[nouns[0].start : end]
        return Mention(self._text[start:end], start, end, self._sort(nouns), name)

    def _phrase(self, at: int) -> int | None:
        """Where the phrase that begins with this word ends, None where none begins."""
        if self._is(at, _SINGULAR) and self._is_plural_verb(at + 1):
            return None
        core = at + 1 if self._is(at, ARTICLES | DEMONSTRATIVES) else at
        end = self._core(core, opened=core > at or self._asked(at))
        if end is None:
            return None
        while self._is(end, _OWNS) and (longer := self._core(end + 1, opened=True)) is not None:
            end = longer
        common = not self._words[core].capital or self._in_place(self._words[end - 1])
        while (longer := self._attached(end, common=common)) is not None:
            end = longer
        return end

    def _core(self, at: int, *, opened: bool) -> int | None:
        """Where the nouns from this word on end; behind an article, a first verb is a noun."""
        end = at
        while end < len(self._words) and self._is_noun(end, first=opened and end == at):
            if end > at and not self._touches(end):
                break
            if end > at and end == self._predicate:
                break
            # "Was Zappa successful": what follows a name is a phrase of its own.
            if end > at and not opened and self._named(end - 1) and not self._named(end):
                break
            end += 1
        return end if end > at else None

    def _attached(self, at: int, *, common: bool) -> int | None:
        """Where "of the city", or after a `common` noun "in Cork", from this word on, ends."""
        joining = _JOINED_BY | (_JOINED_TO_NAMES if common else _INSIDE_NAMES)
        if not self._is(at, joining) or not self._touches(at):
            return None
        core = at + 2 if self._is(at + 1, ARTICLES) else at + 1
        named = core < len(self._words) and (
            self._words[core].capital or self._in_place(self._words[core])
        )
        if not (named or self._is(at, _JOINED_BY)):
            return None
        end = self._core(core, opened=core > at + 1)
        while end and self._is(end, _OWNS) and (longer := self._core(end + 1, opened=True)):
            end = longer
        return end

    def _is_noun(self, at: int, *, first: bool) -> bool:
        word = self._words[at]
        number = not first and word.text.isdigit() and not self._amid_capitals(at)
        if word.text[0] in "'’" or self._in_time(word) or number:
            return False
        if self._in_place(word):
            return True
        if word.capital and not self._begins_sentence(word):
            return word.lower not in FUNCTION or (word.text.isupper() and len(word.text) > 1)
        if word.lower in FUNCTION or (word.lower.endswith("ly") and len(word.text) > 6):
            return False
        if word.lower in COMMANDS and self._begins_sentence(word):
            return False
        return first or not is_verb(word.lower)

    def _mention(self, at: int, end: int) -> Mention:
        inside = self._words[at:end]
        start, stop = inside[0].start, inside[-1].end
        owners = [i for i, word in enumerate(inside) if word.text in _OWNS and i + 1 < len(inside)]
        joins = [
            i
            for i, word in enumerate(inside)
            if word.lower in _JOINED_BY | _JOINED_TO_NAMES and not (owners and i < owners[-1])
        ]
        head = inside[owners[-1] + 1 if owners else 0 : joins[0] if joins else len(inside)]
        head = head or inside
        if head[0].lower in ARTICLES | DEMONSTRATIVES and len(head) > 1:
            head = head[1:]
        name = self._text[head[0].start : head[-1].end]
        sort = self._sort(head)
        if sort is Sort.PERSON and inside[0].lower in ARTICLES:
            sort = Sort.NAME  # "the Grand Award"
        if sort is Sort.PERSON and not owners:
            stop = head[-1].end  # "Ann Lee of UIL" is Ann Lee
        return Mention(self._text[start:stop], start, stop, sort, name, self._asked(at))

    def _sort(self, head: Sequence[Word]) -> Sort:
        span = (head[0].start, head[-1].end)
        if any(place.start <= span[0] and span[1] <= place.end for place in self._places):
            return Sort.PLACE
        counted = len(head) > 1 and _ORDINAL.fullmatch(head[0].text) is not None
        head = head[1:] if counted else head
        if not head[0].capital or not all(w.capital or w.text.isdigit() for w in head):
            return Sort.NOUN
        while len(head) > 2 and head[0].lower in TITLES:
            head = head[1:]
        first = head[0]
        if len(head) == 2 and first.lower in TITLES and self._is_family_name(head[1]):
            return Sort.PERSON
        if len(head) == 1 and self._begins_sentence(first) and not self._alone(first):
            return Sort.NAME if self._terms.is_name(first.text) else Sort.NOUN
        ordinary = any(self._terms.is_ordinary(word.lower) for word in head)
        plain = not any(word.text.isupper() and len(word.text) > 2 for word in head)
        if plain and not ordinary and 2 <= len(head) <= _LONGEST_PERSON:
            return Sort.PERSON
        return Sort.NAME

    def _is_family_name(self, word: Word) -> bool:
        """Whether a word behind a title names somebody: "Mayor Lee", but not "Deputy Mayor"."""
        return word.lower not in TITLES and not self._terms.is_ordinary(word.lower)
