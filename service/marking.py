"""A document's text cut into the parts its page shows, with a quote marked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from corpus.documents import Document, Span

Kind = Literal["heading", "text", "gap"]


@dataclass(frozen=True)
class Part:
    """A run of the text of one kind: all of it inside the quote (`marked`) or all outside.

    A "gap" is the white space between headings and blocks.
    """

    kind: Kind
    text: str
    marked: bool


def parts(document: Document, quote: Span | None = None) -> list[Part]:
    """Cut the text at headings, blocks and the ends of `quote`; the parts joined are the text."""
    found = []
    for kind, span in _kinds(document):
        for piece in _cut(span, quote):
            marked = quote is not None and quote.start <= piece.start < quote.end
            found.append(Part(kind, document.text[piece.start : piece.end], marked))
    return found


def _kinds(document: Document) -> Iterable[tuple[Kind, Span]]:
    """Spans that cover the text in order, each with what it is."""
    headings: list[tuple[Kind, Span]] = [
        ("heading", Span(section.start, _line_end(document.text, section.start)))
        for section in document.sections
        if section.heading
    ]
    blocks: list[tuple[Kind, Span]] = [("text", block) for block in document.blocks]
    position = 0
    for kind, span in sorted([*headings, *blocks], key=lambda item: item[1]):
        if position < span.start:
            yield "gap", Span(position, span.start)
        yield kind, span
        position = span.end
    if position < len(document.text):
        yield "gap", Span(position, len(document.text))


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def _cut(span: Span, quote: Span | None) -> Iterable[Span]:
    """`span` cut where `quote` begins and ends."""
    inside = [] if quote is None else [at for at in quote if span.start < at < span.end]
    edges = [span.start, *inside, span.end]
    return (Span(start, end) for start, end in pairwise(edges))
