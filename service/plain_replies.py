"""Answers that quote nothing of their own accord: to a courtesy, or to a language not read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.documents import Span
from index.search import Hit
from service.answer import Answer, Reason, Statement, declined, unquoted
from service.conversation.courtesy import Courtesy, reply_to
from service.conversation.foreign import LANGUAGES


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
    near = [Statement(hit, Span(hit.passage.start, hit.passage.end)) for hit in hits]
    reason: Reason = "no_sentence_answers" if hits else "nothing_relevant"
    return replace(declined(reason, 1.0, unquoted(near, ())), text=text)
