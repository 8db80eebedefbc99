"""The lines of a PDF joined to the headings, paragraphs and items they were."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import mode

from corpus.pdf_runs import Run
from corpus.shape import WIDE, ends_sentence

BULLET = re.compile(r"[•‣◦▪▫●○■□◆◇▶►❍·*–—\uf0a7\uf0b7-]\s+(?=\S)|(?=\(?(?:\d{1,3}|[a-z])[.)]\s)")
"""What an item of a list begins with; the number of a numbered one is part of its text."""

_HANGUL = re.compile("[\uac00-\ud7a3]")
_WORD = re.compile(r"\w+")
_PARTED = re.compile(r"(\w+)([-\xad\u2010])\n(\w+)|([\uac00-\ud7a3]+)()\n([\uac00-\ud7a3]+)")

_LOOSER = 1.25
_LOOSER_IN_SENTENCE = 1.7
"""Times the usual distance of two lines: more of it parts two paragraphs. The lines of a paragraph
in another script may be further apart."""

_NARROWEST = 12
"""Times the size of the text: lines that fill less are entries of a list."""

_WINDOW = 5
"""Lines before and after one that show how wide its column is."""


def paragraphs(lines: Sequence[Run], usual: float) -> Iterator[tuple[Run, ...]]:
    """Yield the lines of each paragraph, heading or item in `lines`, `usual` being their distance.

    A paragraph goes on where the next line begins with a word that did not fit on this one. It may
    go on at the top of the next column or page, unless a sentence has just ended.
    """
    margins = _margins(lines)
    group: list[Run] = []
    for margin, line in zip([0.0, *margins], lines, strict=False):
        if group and not _goes_on(group, line, margin, usual):
            yield tuple(group)
            group = []
        group.append(line)
    if group:
        yield tuple(group)


def vocabulary(lines: Iterable[Run]) -> set[str]:
    """Return the words in `lines`, in lower case, that are not parted by the end of a line."""
    return {word.lower() for line in lines for word in _WORD.findall(line.text)}


def joined(lines: Iterable[Run], known: set[str]) -> str:
    """Return the text of `lines` as one line.

    A hyphen that a program has put at the end of a line goes: authors type another character. Any
    other hyphen there stays, and so does the space between two lines of Korean, unless the text has
    the word without it among those `known`.
    """

    def mend(match: re.Match[str]) -> str:
        first, sign, second = match[1] or match[4], match[2] or "", match[3] or match[6]
        if sign in ("\xad", "\u2010") or f"{first}{second}".lower() in known:
            return first + second
        return f"{first}{sign}{second}" if sign else match[0]

    return _PARTED.sub(mend, "\n".join(line.text for line in lines))


def usual_step(lines: Sequence[Run]) -> float:
    """Return the distance of most lines from the next, as times their size."""
    steps = [
        round((first.base - second.base) / second.size, 2)
        for first, second in pairwise(lines)
        if first.size == second.size and first.base > second.base
    ]
    return mode(steps) if steps else 1.2


def _margins(lines: Sequence[Run]) -> list[float]:
    """Return for each line how far to the right those around it in its column reach."""
    column = [0]  # the number of the column that each line is in
    for first, second in pairwise(lines):
        column.append(column[-1] + (second.base >= first.base))
    near = (range(max(0, i - _WINDOW), min(len(lines), i + _WINDOW + 1)) for i in range(len(lines)))
    return [
        max(lines[j].right for j in window if column[j] == column[i])
        for i, window in enumerate(near)
    ]


def _goes_on(group: Sequence[Run], line: Run, margin: float, usual: float) -> bool:
    """Tell whether `line` is the next line of `group`, whose column reaches to `margin`."""
    last = group[-1]
    if line.size != last.size or line.bold != last.bold or BULLET.match(line.text):
        return False
    item = bool(BULLET.match(group[0].text))
    ended = ends_sentence(last.text)
    goes_on = _is_full(last, line, margin) or (line.text[0].islower() and not ended)
    step = last.base - line.base
    if step <= 0:  # another column, or another page
        return goes_on and not ended
    looser = _LOOSER if ended else _LOOSER_IN_SENTENCE
    if step > looser * usual * line.size or (item and line.left <= group[0].left):
        return False
    indented = ended and line.left > last.left + 0.8 * line.size
    return goes_on and (not indented or (item and len(group) == 1))


def _is_full(line: Run, following: Run, margin: float) -> bool:
    """Tell whether the first word of the `following` line was too wide for the end of `line`."""
    text = following.text
    first = text.split(maxsplit=1)[0]
    if WIDE.match(text) and not _HANGUL.match(text):
        first = text[:2]  # a sign that must not begin a line takes the one before it along
    width = (following.right - following.left) * len(first) / len(text)
    wide = margin - line.left > _NARROWEST * line.size
    return wide and line.right + 0.2 * line.size + width > margin
