"""What a question names by what it belongs to: "Cork's museum", "the school in Derry"."""

from __future__ import annotations

from collections.abc import Iterable

from corpus.documents import Span
from corpus.names import Mention
from service.conversation.words import ARTICLES, COMMANDS, FUNCTION, PLACES, Word, words
from service.several.degrees import is_degree

_OF = frozenset({"in", "of", "at", "from"})
_NO_NOUN = FUNCTION | COMMANDS | {"one", "ones"}
_OWNING = frozenset({"'s", "'"})


def around(text: str, mention: Mention) -> Span | None:
    """Where the thing is named that a mention tells the owner or the place of, if it does."""
    tokens = words(text)
    before = [word for word in tokens if word.end <= mention.start]
    after = [word for word in tokens if word.start >= mention.end]
    if after and after[0].lower in _OWNING:
        nouns = list(_nouns(text, after[0].end, after[1:]))
        return Span(mention.start, nouns[-1].end) if nouns else None
    if before and before[-1].lower in ARTICLES:
        before.pop()
    if not before or before[-1].lower not in _OF:
        return None
    nouns = list(_nouns(text, before[-1].start, reversed(before[:-1])))
    if not nouns or {word.lower for word in nouns} <= PLACES:
        return None
    start = nouns[-1].start
    article = next((w for w in before if w.end == start - 1 and w.lower in ARTICLES), None)
    return Span(article.start if article else start, mention.end)


def _nouns(text: str, at: int, tokens: Iterable[Word]) -> Iterable[Word]:
    """The words from `at` on, forwards or backwards, that one noun phrase may hold.

    "Of" goes on with it; nothing but spaces stands between them.
    """
    for word in tokens:
        between = text[at : word.start] if word.start >= at else text[word.end : at]
        if between.strip(" ") or word.lower in _NO_NOUN or is_degree(word.lower):
            return
        yield word
        at = word.end if word.start >= at else word.start
