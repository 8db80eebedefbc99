"""Lines on their way from a file to the canonical text, and the text they make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.canonical import one_line
from corpus.documents import Mark, Section, Source, Span
from corpus.shape import has_figure


@dataclass(frozen=True)
class Line:
    """A heading (`level` 1 to 6), or a paragraph, list item or table row (`level` 0).

    `gap` says that a blank line or the border of a paragraph stands before it, `depth` how deep in
    lists it begins an item (0: it begins none), `strong` that all of it is emphasised, `marks`
    which of the document's sources it comes from, counted from 1. Every extractor yields such
    lines, and every rule about furniture works on them.
    """

    text: str
    level: int = 0
    gap: bool = True
    depth: int = 0
    strong: bool = False
    marks: tuple[int, ...] = ()


@dataclass(frozen=True)
class Extracted:
    """What a file says: its lines, and what it tells about itself (None where it does not)."""

    lines: tuple[Line, ...]
    title: str | None = None
    language: str | None = None
    city: str | None = None
    country: str | None = None
    aliases: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True)
class Body:
    """A canonical text and how it is divided; see `Document`."""

    text: str
    sections: tuple[Section, ...]
    blocks: tuple[Span, ...]
    marks: tuple[Mark, ...]


def assemble(lines: Sequence[Line]) -> Body:
    """Write `lines` one under the other, a blank line before each that has a gap before it.

    A line without a letter or digit is left out. A heading is no block, unless it states a figure:
    what only a headline says must stay quotable.
    """
    parts: list[str] = []
    headings: list[Section] = []
    blocks: list[Span] = []
    marks: list[Mark] = []
    at = 0
    for line in lines:
        text = one_line(line.text)
        if not any(character.isalnum() for character in text):
            continue
        if parts:
            parts.append("\n\n" if line.gap or line.level else "\n")
            at += len(parts[-1])
        end = at + len(text)
        if line.level:
            headings.append(Section(text, at, end, line.level))
        if not line.level or has_figure(text):
            blocks.append(Span(at, end))
            if line.marks:
                marks.append(Mark(blocks[-1], line.marks))
        parts.append(text)
        at = end
    return Body("".join(parts), _sections(headings, at), tuple(blocks), tuple(marks))


def _sections(headings: list[Section], end: int) -> tuple[Section, ...]:
    """Stretch each heading to the next, and put a section without heading before the first."""
    ends = [*(heading.start for heading in headings), end]
    sections = [
        Section(heading.heading, heading.start, until, heading.level)
        for heading, until in zip(headings, ends[1:], strict=True)
    ]
    if not headings or ends[0] > 0:
        sections.insert(0, Section(None, 0, ends[0]))
    return tuple(sections)
