"""Questions that the documents do answer, made from their own headings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from corpus.documents import Document
from index.search import Hit, Searcher
from service.answer import Answer

_SUGGESTIONS = 3
_LOOKED_AT = 50  # documents; a corpus without headings has no examples


def suggest(answer: Answer, hits: Sequence[Hit]) -> tuple[str, ...]:
    """Questions about the sections nearest to what was asked and not already quoted."""
    quoted = {(s.hit.document.id, s.hit.passage.heading) for s in answer.statements}
    return _first(
        question_about(hit.document, hit.passage.heading)
        for hit in hits
        if hit.passage.heading and (hit.document.id, hit.passage.heading) not in quoted
    )


def examples(searcher: Searcher) -> tuple[str, ...]:
    """Questions to begin with, one a document, about the first documents that have headings."""
    return _first(_one_a_document(searcher))


def question_about(document: Document, heading: str) -> str:
    """Ask what `document` says under `heading`."""
    subject = document.city or document.title
    return f"Tell me about {subject}: {heading}"


def _one_a_document(searcher: Searcher) -> Iterator[str]:
    for summary in islice(searcher.documents(), _LOOKED_AT):
        document = searcher.document(summary.id)
        headings = [s.heading for s in document.sections if s.heading] if document else []
        # The first heading is often the title; the second says what the document goes into.
        if document and len(headings) > 1:
            yield question_about(document, headings[1])


def _first(questions: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for question in questions:
        found.setdefault(question)
        if len(found) == _SUGGESTIONS:
            break
    return tuple(found)
