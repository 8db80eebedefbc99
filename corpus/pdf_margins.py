"""What stands around the text of a PDF's pages: running heads, page numbers and footnotes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.pdf_runs import Run
from corpus.writer import SUPERSCRIPT

_EDGE = 3
"""How many lines at the top and at the foot of a page can be furniture."""

_REACH = 2
"""Pages. The heads of left and right pages may differ, so the next but one is compared too."""

_NUMBER = re.compile(r"\d+")
_RAISED_NUMBER = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_NOTE = re.compile(r"([⁰¹²³⁴⁵⁶⁷⁸⁹]+|\d{1,3})\s*[^\W\d]")


def without_margins(pages: Sequence[Sequence[Run]], size: float) -> list[list[Run]]:
    """Leave out what is repeated at the edges of `pages` in no larger type than the text's `size`,
    and the footnotes that the page refers to.
    """
    edges = [_edges(page, 1.2 * size) for page in pages]
    kept = []
    for at, page in enumerate(pages):
        near = range(max(0, at - _REACH), min(len(pages), at + _REACH + 1))
        gone = [
            run
            for run in edges[at]
            if any(_is_repeated(run, other, i - at) for i in near if i != at for other in edges[i])
        ]
        kept.append(_without_notes([run for run in page if run not in gone], size))
    return kept


def text_size(pages: Sequence[Sequence[Run]]) -> float:
    """Return the size in points in which most of the text is set; 0 if there is none."""
    letters: dict[float, int] = {}
    for page in pages:
        for run in page:
            letters[run.size] = letters.get(run.size, 0) + len(run.text)
    return max(letters, key=lambda size: letters[size], default=0.0)


def _edges(page: Sequence[Run], largest: float) -> list[Run]:
    """Return the runs on the first and last lines of a page, those larger than `largest` apart."""
    heights = sorted({round(run.base) for run in page})
    outer = {*heights[:_EDGE], *heights[-_EDGE:]}
    return [run for run in page if round(run.base) in outer and run.size <= largest]


def _is_repeated(run: Run, other: Run, pages: int) -> bool:
    """Tell whether `other` says the same at the same height `pages` further on, its page number
    apart.
    """
    if abs(run.base - other.base) > 2 or _NUMBER.sub("#", run.text) != _NUMBER.sub("#", other.text):
        return False
    numbers = zip(_NUMBER.findall(run.text), _NUMBER.findall(other.text), strict=True)
    return all(int(theirs) - int(ours) in (0, pages) for ours, theirs in numbers)


def _without_notes(page: list[Run], size: float) -> list[Run]:
    """Leave out the footnotes at the foot of a page, and the marks in its text that lead to them.

    A footnote is set smaller than the text and begins with a number that stands raised in it.
    """
    text = [run for run in page if run.size > 0.95 * size]
    marks = {mark for run in text for mark in _RAISED_NUMBER.findall(run.text)}
    foot = min((run.base for run in text), default=0.0)
    below = [run for run in page if run.base < foot and run.size <= 0.95 * size]
    notes = [match[1].translate(SUPERSCRIPT) for run in below if (match := _NOTE.match(run.text))]
    known = marks.intersection(notes)
    if not known:
        return page
    top = max(
        run.base
        for run in below
        if (match := _NOTE.match(run.text)) and match[1].translate(SUPERSCRIPT) in known
    )
    # After a unit of measure (m²) or a number it is an exponent.
    mark = re.compile(f"(?<![\\dm])(?:{'|'.join(sorted(known, key=len, reverse=True))})")
    return [
        replace(run, text=mark.sub("", run.text))
        for run in page
        if run not in below or run.base > top + 0.5 * size
    ]
