"""Passages: consecutive sentences under one heading, the unit that is searched.

A passage holds offsets only; its text is `document.text[start:end]`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from corpus.documents import Document, Section, Span
from corpus.sentences import sentence_spans
from corpus.shape import WIDE

LONGEST = 900
"""How heavy a passage may be; see `weight`. About what the encoder reads of a text."""


@dataclass(frozen=True)
class Passage:
    """Sentences that are read together; `start`, `end` and `sentences` are offsets in the text.

    `parents` are the headings above `heading`, outermost first, without the document's title.
    """

    document_id: str
    heading: str | None
    start: int
    end: int
    sentences: tuple[Span, ...]
    parents: tuple[str, ...] = ()


def passages_of(document: Document) -> list[Passage]:
    """Return the passages of a document in order: every sentence of every block, each once.

    A passage never crosses a section and weighs `LONGEST` at most, unless one sentence weighs more.
    """
    passages: list[Passage] = []
    above: list[Section] = []
    blocks = list(document.blocks)
    position = 0
    for section in document.sections:
        above = [s for s in above if s.level < section.level]
        sentences: list[Span] = []
        while position < len(blocks) and blocks[position].start < section.end:
            sentences += sentence_spans(document.text, blocks[position], document.language)
            position += 1
        parents = tuple(s.heading for s in above if s.heading and s.heading != document.title)
        for group in _groups(document.text, sentences):
            passages.append(
                Passage(
                    document.id,
                    section.heading,
                    group[0].start,
                    group[-1].end,
                    tuple(group),
                    parents,
                )
            )
        above.append(section)
    return passages


def weight(text: str) -> int:
    """Return how much `text` takes of an encoder: code points, a CJK one counting three times."""
    return len(text) + 2 * len(WIDE.findall(text))


def _groups(text: str, sentences: list[Span]) -> Iterator[list[Span]]:
    """Divide the sentences of one section into as few and as even groups as their weights allow."""
    weights = [weight(text[s.start : s.end]) for s in sentences]
    total = sum(weights)
    target = total / max(1, -(-total // LONGEST))
    group: list[Span] = []
    held = 0
    for sentence, heavy in zip(sentences, weights, strict=True):
        if group and (held + heavy > LONGEST or held + heavy / 2 > target):
            yield group
            group, held = [], 0
        group.append(sentence)
        held += heavy
    if group:
        yield group
