"""Lines that were broken to fit a width, joined to the paragraphs they were."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from corpus.layout import Line
from corpus.shape import columns, ends_sentence

_WIDEST = 100
"""Columns. Lines that a program or a person has wrapped are no wider, and those that they filled
are not narrower than `_NARROWEST`."""
_NARROWEST = 45

_HYPHENATED = re.compile(r"(?<=\w-)\n(?=[^\W\d_])")


def unwrapped(group: Sequence[Line]) -> Iterator[Line]:
    """Join the wrapped lines of `group`, lines without a blank line between them.

    A line was wrapped where the next goes on in lower case; or where the next word would have made
    it wider than the widest of the group, if that makes sentences.
    """
    widest = max((columns(line.text[: _WIDEST + 1]) for line in group), default=0)
    filled = _NARROWEST <= widest <= _WIDEST
    narrowest = 0 if group and group[0].depth else _NARROWEST  # an item's lines hang together
    goes_on = [
        _goes_on(first.text, second.text) and columns(first.text[:_WIDEST]) >= narrowest
        for first, second in pairwise(group)
    ]
    full = [
        filled and columns(first.text) + 1 + columns(_first_word(second.text)) > widest
        for first, second in pairwise(group)
    ]
    at = 0
    while at < len(group):
        end = at
        while end < len(full) and (full[end] or goes_on[end]):
            end += 1
        if not ends_sentence(group[end].text) and not any(goes_on[at:end]):
            end = at
        text = "\n".join(line.text for line in group[at : end + 1])
        yield replace(group[at], text=_HYPHENATED.sub("", text))
        at = end + 1


def _goes_on(first: str, second: str) -> bool:
    """Tell whether `second` is in the middle of the sentence that `first` begins."""
    return second[0].islower() and not ends_sentence(first)


def _first_word(text: str) -> str:
    """Return what cannot be parted from the beginning of `text`: a word, or a CJK character."""
    return text[0] if columns(text[0]) == 2 else text[:60].split(maxsplit=1)[0]
