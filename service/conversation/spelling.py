"""Typing errors: a word that nothing knows, and one of the documents' words a keystroke away."""

from __future__ import annotations

import re
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

from corpus.folding import fold
from service.conversation.terms import Terms
from service.conversation.words import FUNCTION
from service.reader import MODEL
from service.reader_input import open_tokenizer

SHORTEST = 4
"""Letters; a shorter word is near to too many others."""

_LONG = 10  # letters, from which two slips are forgiven
_COMMON = sorted(FUNCTION)
_WORD = re.compile(r"[^\W\d_]+")


def corrected(question: str, terms: Terms) -> str:
    """`question` with each mistyped word as the documents write it.

    A word is mistyped that neither the documents nor the reader knows, and that is one slip away,
    or two in a long word, from a word of the documents with the same first letter, which people
    seldom get wrong (Yannakoudakis and Fawthrop, 1983: The Rules of Spelling Errors).
    """

    def correct(match: re.Match[str]) -> str:
        word = match.group()
        folded = fold(word)
        if len(word) < SHORTEST or word.isupper() or folded in FUNCTION:
            return word
        if folded in terms.words or folded in _read() or terms.knows(word):
            return word
        name = word[0].isupper() and match.start() > 0
        best = _nearest(folded, terms, name=name)
        written = best if best is None or terms.is_ordinary(best) else terms.words.get(best, best)
        if written is None:
            return word
        return written.capitalize() if word[0].isupper() and written.islower() else written

    return _WORD.sub(correct, question)


def _nearest(folded: str, terms: Terms, *, name: bool) -> str | None:
    """The likest word that is near enough; for a `name`, of those written with a capital, too."""
    slips = 2 if len(folded) >= _LONG else 1
    words = [*terms.words, *_COMMON]
    found = process.extract_iter(folded, words, scorer=OSA.distance, score_cutoff=slips)
    near = [other for other, _, _ in found if other[0] == folded[0]]
    near = [other for other in near if len(folded) > SHORTEST or not _changed(folded, other)]
    if name:
        near = [other for other in near if terms.is_capitalised(other)]
    # Of equals the one that is written more often stands first.
    return max(near, key=lambda other: _likeness(folded, other), default=None)


def _changed(folded: str, other: str) -> bool:
    """Whether more is wrong than two letters swapped or one left out."""
    return sorted(folded) != sorted(other) and len(other) <= len(folded)


def _likeness(folded: str, other: str) -> tuple[bool, float]:
    return sorted(folded) == sorted(other), JaroWinkler.similarity(folded, other)


@cache
def _read() -> frozenset[str]:
    """The words the reader knows whole: the commonest of English and of the world's names."""
    return frozenset(open_tokenizer(MODEL).get_vocab())
