"""Typing errors: a word that nothing knows, and one of the documents' words a keystroke away."""

from __future__ import annotations

import re
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

from corpus.folding import fold
from service.conversation.terms import Terms
from service.conversation.words import FUNCTION, WH
from service.reader import MODEL
from service.reader_input import open_tokenizer

SHORTEST = 4
"""Letters; a shorter word is near to too many others."""

_LONG = 10  # letters, from which two slips are forgiven
_NAME = 6  # letters, from which they are in the name of a place
_MOST = 2  # slips
_BEGINNING = 3  # letters of it, which must be right then
_COMMON = sorted(FUNCTION)
_ASKING = sorted(WH)
_SOUNDS = str.maketrans("zy", "si")  # letters that sound like others
_HELPING = ["did", "does", "has", "have", "was", "were"]
_AFTER_HOW = ["many", "much"]
_WORD = re.compile(r"[^\W\d_]+")
_HOW = re.compile(r"\bhow $", re.IGNORECASE)


def corrected(question: str, terms: Terms) -> str:
    """`question` with each mistyped word as the documents write it.

    A word is mistyped that neither the documents nor the reader knows, and that is one slip away,
    or two in a long word or the name of a place, from a word of the documents with the same first
    letter, which people seldom get wrong (Yannakoudakis and Fawthrop, 1983: The Rules of Spelling
    Errors). What asks is so common in questions that the documents alone are to know the word.
    """

    def correct(match: re.Match[str]) -> str:
        word = match.group()
        folded = fold(word)
        if not terms.words or word.isupper() or folded in FUNCTION or folded in terms.words:
            return word
        written = _asking(folded, question[: match.start()]) or _place(folded, terms)
        if written is None and len(word) >= SHORTEST:
            if folded in _read() or terms.knows(word):
                return word
            name = word[0].isupper() and match.start() > 0
            best = _nearest(folded, terms, name=name)
            ordinary = best is None or terms.is_ordinary(best)
            written = best if best is None or ordinary else terms.words.get(best, best)
        if written is None:
            return word
        return written.capitalize() if word[0].isupper() and written.islower() else written

    return _WORD.sub(correct, question)


def _asking(folded: str, before: str) -> str | None:
    """The word that asks or joins and lacks a letter or has two swapped: "wen", "hav", "teh"."""
    if folded[:-1] in WH and folded.endswith("s"):
        return f"{folded[:-1]}'s"
    for other in _ASKING if len(folded) < SHORTEST - 1 else [*_ASKING, *_HELPING]:
        if other[0] == folded[0] and not _changed(folded, other) and _slips(folded, other) == 1:
            return other
    # "Teh" and "adn": what is so short is near to others unless it has the same letters.
    swapped = (w for w in _COMMON if sorted(w) == sorted(folded) and w[0] == folded[0])
    if len(folded) == SHORTEST - 1 and (word := next(swapped, None)):
        return word
    counts = _AFTER_HOW if _HOW.search(before) else ()
    return next((count for count in counts if _slips(folded, count) == 1), None)


def _place(folded: str, terms: Terms) -> str | None:
    """The word of a place's name that is meant, where its beginning is right."""
    if len(folded) < _NAME or folded in _read():
        return None
    near = {
        name: _slips(folded, name)
        for name in terms.place_words
        if name[:_BEGINNING] == folded[:_BEGINNING] and not _derived(folded, name)
    }
    best = min(near, key=lambda name: (near[name], name), default=None)
    return terms.place_words[best] if best and near[best] <= _MOST else None


def _derived(folded: str, name: str) -> bool:
    """Whether one is the other with an ending, as "Jordanian" is."""
    longer, shorter = max(folded, name, key=len), min(folded, name, key=len)
    return longer.startswith(shorter) and len(longer) > len(shorter) + 1


def _slips(one: str, other: str) -> int:
    return int(OSA.distance(one, other))


def _nearest(folded: str, terms: Terms, *, name: bool) -> str | None:
    """The likest word that is near enough; for a `name`, of those written with a capital, too."""
    slips = _MOST if len(folded) >= _LONG else 1
    words = [*terms.words, *_COMMON]
    found = process.extract_iter(folded, words, scorer=OSA.distance, score_cutoff=slips)
    near = [other for other, _, _ in found if other[0] == folded[0]]
    near = [other for other in near if len(folded) > SHORTEST or not _changed(folded, other)]
    if name:
        near = [other for other in near if terms.is_capitalised(other)]
    # Of equals the one that is written more often stands first.
    return max(
        near,
        key=lambda other: (
            other.translate(_SOUNDS) == folded.translate(_SOUNDS),
            name or terms.words.get(other, other).islower(),
            *_likeness(folded, other),
        ),
        default=None,
    )


def _changed(folded: str, other: str) -> bool:
    """Whether more is wrong than two letters swapped or one left out."""
    return sorted(folded) != sorted(other) and len(other) <= len(folded)


def _likeness(folded: str, other: str) -> tuple[bool, float]:
    return sorted(folded) == sorted(other), JaroWinkler.similarity(folded, other)


@cache
def _read() -> frozenset[str]:
    """The words the reader knows whole: the commonest of English and of the world's names."""
    return frozenset(open_tokenizer(MODEL).get_vocab())
