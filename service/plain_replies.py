"""Answers that quote nothing of their own accord: to a courtesy, or to a language not read."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.documents import Span
from index.search import Hit
from service.answer import Answer, Statement
from service.conversation.courtesy import Courtesy, reply_to
from service.conversation.foreign import LANGUAGES

_RELATED = 3


def courteous(courtesy: Courtesy, examples: Sequence[str]) -> Answer:
    """A friendly word and a question to ask; `nothing_relevant`, as no document was asked."""
    return _unanswered(reply_to(courtesy, next(iter(examples), None)), ())


def unread(language: str, hits: Sequence[Hit]) -> Answer:
    """That a question in `language` (a code) cannot be read, and what has its names and words."""
    said = f"I read questions in English only, and this one seems to be in {LANGUAGES[language]}."
    if hits:
        said += " These passages have names or words of it."
    return _unanswered(said, hits)


def _unanswered(text: str, hits: Sequence[Hit]) -> Answer:
    related = [Statement(hit, Span(hit.passage.start, hit.passage.end)) for hit in hits]
    return Answer(
        answered=False,
        text=text,
        confidence=1.0,
        reason="no_sentence_answers" if hits else "nothing_relevant",
        statements=(),
        related=tuple(related[:_RELATED]),
        more=0,
    )
