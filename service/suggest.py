"""Questions that the documents do answer, made from their own headings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from corpus.documents import Document
from index.search import Hit, Searcher
from service.answer import Answer

_SUGGESTIONS = 3
_LOOKED_AT = 200  # documents; a corpus without headings has no examples


def suggest(answer: Answer, hits: Sequence[Hit]) -> tuple[str, ...]:
    """Questions about the sections nearest to what was asked and not already quoted."""
    quoted = {(s.hit.document.id, s.hit.passage.heading) for s in answer.statements}
    return _first(
        question_about(hit.document, hit.passage.heading)
        for hit in hits
        if hit.passage.heading and (hit.document.id, hit.passage.heading) not in quoted
    )


def examples(searcher: Searcher) -> tuple[str, ...]:
    """Questions to begin with, from all over the list: what only one document has a heading for.

    "At a glance" stands in many a document, and asks for nothing that one would want to know.
    """
    headed = list(_headed(searcher))
    shared = Counter(heading for _, headings in headed for heading in set(headings))
    telling = [
        question_about(document, min(headings, key=shared.__getitem__))
        for document, headings in headed
    ]
    step = max(1, len(telling) // _SUGGESTIONS)
    return _first(telling[step // 2 :: step])


def question_about(document: Document, heading: str) -> str:
    """Ask what `document` says under `heading`."""
    subject = document.city or document.title
    return f"Tell me about {subject}: {heading}"


def _headed(searcher: Searcher) -> Iterator[tuple[Document, list[str]]]:
    """The documents that have headings below the first, which is often the title."""
    for summary in islice(searcher.documents(), _LOOKED_AT):
        document = searcher.document(summary.id)
        headings = [s.heading for s in document.sections if s.heading][1:] if document else []
        if document and headings:
            yield document, headings


def _first(questions: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for question in questions:
        found.setdefault(question)
        if len(found) == _SUGGESTIONS:
            break
    return tuple(found)
