"""Found passages and what was read in them, made by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from corpus.documents import Document, Section, Span
from corpus.passages import Passage
from index.search import Hit
from service.reader import Reading


def make_hit(
    sentences: Sequence[str],
    *,
    between: str = " ",
    heading: str | None = None,
    parents: tuple[str, ...] = (),
    cosine: float = 0.5,
    **fields: Any,  # noqa: ANN401 - whatever a document holds
) -> Hit:
    """A document of one passage, found; `fields` are the document's, named "ulm" unless told."""
    text = between.join(sentences)
    spans, start = [], 0
    for sentence in sentences:
        spans.append(Span(start, start + len(sentence)))
        start += len(sentence) + len(between)
    whole = Span(0, len(text))
    name = fields.get("id", "ulm")
    document = Document(
        **{
            "id": name,
            "title": name,
            "text": text,
            "sha256": "",
            "language": "en",
            "city": None,
            "country": None,
            "aliases": (),
            "sources": (),
            "sections": (Section(heading, *whole),),
            "blocks": (whole,),
            **fields,
        }
    )
    passage = Passage(document.id, heading, *whole, tuple(spans), parents)
    return Hit(document, passage, score=0.5, cosine=cosine, bm25=1.0)


def make_reading(hit: Hit, number: int, highlight: str = "", **logits: float) -> Reading:
    """A reading of the sentence of this number, with `highlight` marked; logits are 0 unless told.

    Without a highlight the first character is marked.
    """
    sentence = hit.passage.sentences[number]
    text = hit.document.text[sentence.start : sentence.end]
    start = text.index(highlight)
    return Reading(
        hit=hit,
        sentence=sentence,
        highlight=Span(start, start + (len(highlight) or 1)),
        **{"span": 0.0, "whole": 0.0, "no_span": 0.0, "no_whole": 0.0, "absent": 0.0, **logits},
    )


def quoted(reading: Reading) -> str:
    """The sentence that was read."""
    return reading.hit.document.text[reading.sentence.start : reading.sentence.end]


def marked(reading: Reading) -> str:
    """The short answer in it."""
    return quoted(reading)[reading.highlight.start : reading.highlight.end]
