"""The `Document` record: one canonical text, where it comes from and how it is divided.

Errors of reading documents: `CorpusError` (the folder itself cannot be used) and
`UnreadableDocument` (one file cannot); the latter is reported as an `Unreadable` record.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Span(NamedTuple):
    """A half-open range of Unicode code points."""

    start: int
    end: int


@dataclass(frozen=True)
class Source:
    """Where a document's facts come from; `published` as precise as known ("2016-08")."""

    title: str | None
    publisher: str | None
    url: str | None
    published: str | None


@dataclass(frozen=True)
class Section:
    """The text from one heading (its line included) to the next; `level` is 1 to 6, as in h1 to h6.

    The text before the first heading is a section whose heading is None.
    """

    heading: str | None
    start: int
    end: int
    level: int = 1


@dataclass(frozen=True)
class Mark:
    """Which of a document's sources the block at `span` comes from, counted from 1."""

    span: Span
    sources: tuple[int, ...]


@dataclass(frozen=True)
class Document:
    """One document. `sections` cover `text` without a gap; only `blocks` may be quoted.

    A block is one line of the text: a paragraph, a list item, a table row, or a headline that says
    something of its own ("Over 3,000 participants in 10 years"). `marks` are those of the blocks
    that name their sources.
    """

    id: str
    title: str
    text: str
    sha256: str
    language: str
    city: str | None
    country: str | None
    aliases: tuple[str, ...]
    sources: tuple[Source, ...]
    sections: tuple[Section, ...]
    blocks: tuple[Span, ...]
    marks: tuple[Mark, ...] = ()

    def source_at(self, span: Span) -> Source | None:
        """Return the first source of the block that holds `span`, else of the document."""
        marks = (m for m in self.marks if m.span.start <= span.start and span.end <= m.span.end)
        first = next((mark.sources[0] for mark in marks), 1)
        return self.sources[first - 1] if self.sources else None


@dataclass(frozen=True)
class Unreadable:
    """A file that did not become a document; `reason` and `remedy` are sentences for people."""

    path: str
    reason: str
    remedy: str


class CorpusError(Exception):
    """The corpus folder is missing, or is not a folder."""


class UnreadableDocument(Exception):  # noqa: N818 - it is named for what it says of the document
    """One file cannot become a document: `reason` says why, `remedy` what to do about it."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(f"{reason} {remedy}")
        self.reason = reason
        self.remedy = remedy
