"""Headings that are not marked as such: a short line on its own above a text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.layout import Line
from corpus.phrases import key
from corpus.shape import is_headline, is_prose

_LEVEL = 2
"""Plain text does not say which heading is under which."""

_LABELLED = re.compile(r"[^:：]{2,40}[:：] ?\S")
_FIGURED = re.compile(r"[:：][^\d]{0,12}\d")

_FEWEST_CONTENTS = 2
_DEEPEST = 6


def with_headings(lines: Sequence[Line]) -> list[Line]:
    """Make headings of the headline-like lines that stand directly above a text or a list.

    One such line above another, each on its own, is a heading too: a chapter's above its first
    section's. More than two are a list, of which the last may head what follows. Lines without a
    blank line between them that lead to no text (a name and its office, a headline's second line)
    are no headings.
    """
    result = list(lines)
    chain = 0  # headlines on their own from the line below down to a text
    for i in range(len(lines) - 2, -1, -1):
        line, below = lines[i], lines[i + 1]
        if line.level or line.depth or not is_headline(line.text) or _FIGURED.search(line.text):
            chain = 0
        elif chain and line.gap and below.gap:
            chain += 1
        else:
            chain = int(_heads(line, below))
        if chain in (1, 2):
            result[i] = replace(line, level=_LEVEL)
        elif chain:
            result[i + 1] = below
    return result


def _heads(line: Line, below: Line) -> bool:
    """Tell whether the line `below` is what a heading stands above: text, an item, facts."""
    if line.gap and _LABELLED.match(below.text) and not _LABELLED.match(line.text):
        return not below.level
    return _is_text(below) and (line.gap or not below.gap)


def with_strong_headings(lines: Sequence[Line]) -> list[Line]:
    """Make headings of the emphasised headline-like lines directly above a text or a list.

    They are under the heading before them. A page that marks no headings has `with_headings`.
    """
    result: list[Line] = []
    level = 1
    for i, line in enumerate(lines):
        below = lines[i + 1] if i + 1 < len(lines) else None
        if line.level:
            level = line.level
        elif line.strong and below and is_headline(line.text) and _is_text(below):
            line = replace(line, level=min(level + 1, _DEEPEST), depth=0)
        result.append(line)
    return result if any(line.level > 1 for line in result) else with_headings(result)


def _is_text(line: Line) -> bool:
    return not line.level and (is_prose(line.text) or line.depth > 0)


def without_contents(lines: Sequence[Line]) -> list[Line]:
    """Leave out tables of contents: lines in a row that all stand again further down, as headings
    at least twice.
    """
    last = {key(line.text): i for i, line in enumerate(lines)}
    headings = {key(line.text) for line in lines if line.level}
    gone: set[int] = set()
    run: list[int] = []
    for i, line in enumerate(lines):
        if not line.level and last[key(line.text)] > i:
            run.append(i)
            continue
        if len(headings.intersection(key(lines[j].text) for j in run)) >= _FEWEST_CONTENTS:
            gone.update(run)
        run = []
    return [line for i, line in enumerate(lines) if i not in gone]
