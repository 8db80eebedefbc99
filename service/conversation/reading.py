"""One text as its words, with what their places in it tell: capitals, sentences, neighbours."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.documents import Span
from service.conversation.terms import Terms
from service.conversation.words import Word, is_plural, is_verb, words

_ASKS_FOR = frozenset({"what", "which", "whose", "many", "much"})
_ABBREVIATED = re.compile(r"[A-Z]|Mrs?|Ms|Dr|Prof|St|Jr|Sr")


class Reading:
    """The words of one text, in which `places` and `times` are found already."""

    def __init__(
        self, text: str, terms: Terms, places: Sequence[Span], times: Sequence[Span]
    ) -> None:
        self._text = text
        self._terms = terms
        self._places = places
        self._times = times
        self._words = words(text)

    def _is_plural_verb(self, at: int) -> bool:
        """Whether this word is a verb and could else only be several things: "that sounds"."""
        word = self._words[at].lower if at < len(self._words) else ""
        return is_plural(word) and is_verb(word)

    def _amid_capitals(self, at: int) -> bool:
        """Whether names stand before and behind this word: "the Centre 50 Plus"."""
        around = self._words[at - 1 : at] + self._words[at + 1 : at + 2]
        return len(around) == 2 and all(word.capital for word in around)

    def _is(self, at: int, members: frozenset[str]) -> bool:
        return at < len(self._words) and self._words[at].lower in members

    def _asked(self, at: int) -> bool:
        return at > 0 and self._words[at - 1].lower in _ASKS_FOR

    def _touches(self, at: int) -> bool:
        """Whether nothing but a space stands between this word and the one before it."""
        before = self._words[at - 1]
        between = self._text[before.end : self._words[at].start]
        initial = between == ". " and _ABBREVIATED.fullmatch(before.text) is not None
        return between in {"", " "} or initial

    def _begins_sentence(self, word: Word) -> bool:
        before = self._text[: word.start].rstrip(" \"'“‘(*")
        if before.endswith(".") and _ABBREVIATED.fullmatch(before[:-1].rpartition(" ")[2]):
            return False
        return not before or before[-1] in ".!?:\n]"

    def _alone(self, word: Word) -> bool:
        """Whether the text is little more than this word, as a short answer is."""
        bare = len(self._words) <= 3 and len(word.text) == len(self._text.strip(" .?!\"'"))
        return bare and not self._terms.is_ordinary(word.lower)

    def _named(self, at: int) -> bool:
        word = self._words[at]
        capital = word.capital and (
            not self._begins_sentence(word) or self._terms.is_name(word.text)
        )
        return capital or word.text.isdigit() or self._in_place(word)

    def _in_place(self, word: Word) -> bool:
        return any(start <= word.start and word.end <= end for start, end in self._places)

    def _in_time(self, word: Word) -> bool:
        return any(start <= word.start and word.end <= end for start, end in self._times)
