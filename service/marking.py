"""A document's text as its page shows it: blocks, part by part, with a quote marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from corpus.documents import Document, Span

# Of one part of a text. A browser shows so much at once without a stop; nearly all documents are
# shorter, and whatever is longer comes in several parts.
LONGEST = 100_000  # code points
MOST_BLOCKS = 1_000


@dataclass(frozen=True)
class Piece:
    """A run of text all inside the quote (`marked`) or all outside."""

    text: str
    marked: bool


@dataclass(frozen=True)
class Block:
    """A heading, or a paragraph, list item or table row; `close` to the one before it."""

    heading: bool
    close: bool
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def marked(self) -> bool:
        """Whether any of it is."""
        return any(piece.marked for piece in self.pieces)


@dataclass(frozen=True)
class Part:
    """What is shown at once: the text's part `number`, counted from 1, of `count`."""

    blocks: tuple[Block, ...]
    number: int
    count: int


class _Line(NamedTuple):
    """Where a block, or a piece of an overlong one, stands."""

    span: Span
    heading: bool
    close: bool


def part_of(document: Document, quote: Span | None = None, number: int | None = None) -> Part:
    """Part `number` of the text, or the last; None: that in which `quote` begins, else the first.

    A first heading that is the document's title stands above every part, and is left out unless it
    is what is quoted.
    """
    lines = list(_lines(document))
    if lines and lines[0].heading and _text(document, lines[0].span) == document.title:
        lines = lines[not quote or quote.start >= lines[0].span.end :]
    firsts = _firsts(lines)
    if number is None:
        begun = [n for n, line in enumerate(lines) if quote and line.span.start <= quote.start]
        number = sum(first <= begun[-1] for first in firsts) if begun else 1
    number = min(number, len(firsts))
    shown = lines[firsts[number - 1] : [*firsts, len(lines)][number]]
    blocks = (
        Block(line.heading, line.close, tuple(_pieces(document, line.span, quote)))
        for line in shown
    )
    return Part(tuple(blocks), number, len(firsts))


def _lines(document: Document) -> Iterator[_Line]:
    """Headings and blocks in order, cut where they are too long for one part."""
    text = document.text
    headings = {
        Span(section.start, _line_end(text, section.start))
        for section in document.sections
        if section.heading
    }
    end = 0
    for span in sorted(headings.union(document.blocks)):  # a heading with a figure is a block, too
        heading = span in headings
        close = text[end : span.start] == "\n"
        for start in range(span.start, span.end, LONGEST):
            yield _Line(Span(start, min(start + LONGEST, span.end)), heading, close)
        end = span.end


def _firsts(lines: Sequence[_Line]) -> list[int]:
    """The number of the line that each part begins with."""
    firsts, length = [0], 0
    for number, (span, _, _) in enumerate(lines):
        length += span.end - span.start
        if length > LONGEST or number - firsts[-1] == MOST_BLOCKS:
            firsts.append(number)
            length = span.end - span.start
    return firsts


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def _pieces(document: Document, span: Span, quote: Span | None) -> Iterator[Piece]:
    """`span` cut where `quote` begins and ends."""
    inside = [] if quote is None else [at for at in quote if span.start < at < span.end]
    for start, end in pairwise([span.start, *inside, span.end]):
        marked = quote is not None and quote.start <= start < quote.end
        yield Piece(document.text[start:end], marked)


def _text(document: Document, span: Span) -> str:
    return document.text[span.start : span.end]
