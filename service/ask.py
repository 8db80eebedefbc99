"""A question's whole way: interpret, search, read, compose. No web in here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from index.search import EVERYTHING, Filters, Hit, IndexInfo, Searcher
from service import plain_replies
from service.answer import Answer, Statement
from service.answerer import Answerer
from service.catalogue import Catalogue
from service.confidence import Calibration
from service.conversation.terms import Terms
from service.finder import PASSAGES_READ, Finder
from service.question import Question, Turn, interpret, kind_of
from service.reader import Reader, shipped_reader
from service.several.gather import asked_of_each
from service.several.parts import Part, parts_of
from service.several.subjects import Subjects
from service.several.together import together
from service.suggest import examples, suggest


class UnprovenQuoteError(RuntimeError):
    """A quote that does not stand in its document word for word; it is never sent."""


@dataclass(frozen=True)
class Ask:
    """One request: the question, the turns before it (oldest first), and what to search in."""

    question: str
    history: tuple[Turn, ...] = ()
    filters: Filters = EVERYTHING
    limit: int | None = None


@dataclass(frozen=True)
class Reply:
    """One answer, with how the question was understood and which index gave it."""

    ask: Ask
    standalone: str
    answer: Answer
    suggestions: tuple[str, ...]
    index: IndexInfo


class Service:
    """Answers questions from one open index. Safe to share between threads."""

    def __init__(self, searcher: Searcher, reader: Reader | None = None) -> None:
        self.searcher = searcher
        self.subjects = Subjects(searcher.documents())
        self._finder = Finder(searcher, self.subjects)
        self._answerer = Answerer(
            reader or shipped_reader(), Calibration.read(), searcher.rarity, self.subjects
        )

    @classmethod
    def open(cls, index_dir: Path) -> Service:
        """Open the current index under `index_dir`.

        :raise StoreError: there is no index, or it is damaged or of another version
        :raise ReaderError: the reader's files are missing or damaged
        """
        return cls(Searcher.open(index_dir))

    def ask(self, ask: Ask) -> Reply:
        """Answer one question.

        :raise UnprovenQuoteError: a quote differs from its document's text.
        """
        question = self.understand(ask)
        if question.courtesy or question.unread:
            return self._without_reading(ask, question)
        reply = self._reply(ask, question)
        if reply.answer.answered or question.alternative is None:
            return reply
        meant = question.alternative
        other = self._reply(ask, replace(question, standalone=meant, kind=kind_of(meant)))
        return other if other.answer.answered else reply

    def _reply(self, ask: Ask, question: Question) -> Reply:
        parts = parts_of(question, self.subjects, self._follow)
        found = self._finder.find(parts, ask.filters)
        if len(parts) == 1:
            answer = self._answer(parts[0], found[0], ask.filters, ask.limit)
        else:
            pairs = zip(parts, found, strict=True)
            answers = [self._answer(part, hits, ask.filters) for part, hits in pairs]
            answer = together(parts, answers, ask.limit)
            if answer.notes or not answer.answered:
                answer = self._jointly(question, parts, ask) or answer
        for statement in (*answer.statements, *answer.related):
            self._prove(statement)
        hits = [hit for hits in found for hit in hits]
        return Reply(ask, question.standalone, answer, suggest(answer, hits), self.searcher.info)

    def _answer(
        self, part: Part, hits: list[Hit], filters: Filters, limit: int | None = None
    ) -> Answer:
        of_each = asked_of_each(part, hits, self.subjects)
        if not of_each:
            return self._answerer.answer(part, hits, limit)
        near = self._finder.find(of_each, filters)
        pairs = list(zip(of_each, near, strict=True))
        return self._answerer.answer_list(part, hits[:PASSAGES_READ], pairs, limit)

    def _jointly(self, question: Question, parts: Sequence[Part], ask: Ask) -> Answer | None:
        """The answer to a question as it is, where one sentence tells of all that it asks about."""
        subjects = [part.subject for part in parts if part.subject and not part.aspect]
        if len(subjects) < 2:
            return None
        (hits,) = self._finder.find([Part(question)], ask.filters)
        answer = self._answerer.answer(Part(question), hits, ask.limit)
        quotes = [statement.quote for statement in answer.statements]
        told = (all(self.subjects.is_named(s, quote) for s in subjects) for quote in quotes)
        return answer if any(told) else None

    def understand(self, ask: Ask) -> Question:
        """The question as it reads alone."""
        return interpret(ask.question, ask.history, self.terms)

    def _without_reading(self, ask: Ask, question: Question) -> Reply:
        """A word in return for a courtesy, or where the names of what cannot be read are."""
        if question.courtesy:
            answer = plain_replies.courteous(question.courtesy, self.examples)
            return Reply(ask, question.standalone, answer, self.examples, self.searcher.info)
        names = " ".join(self.terms.cities(ask.question)) or ask.question
        near = self.searcher.search(names, ask.filters, PASSAGES_READ)
        hits = [hit for hit in near if hit.bm25 > 0]
        answer = plain_replies.unread(question.unread or "", hits)
        suggestions = suggest(answer, hits)
        return Reply(ask, question.standalone, answer, suggestions, self.searcher.info)

    def _follow(self, first: str, second: str) -> str:
        """The second of two questions, made to stand alone."""
        return interpret(second, (Turn(first, ""),), self.terms).standalone

    @cached_property
    def terms(self) -> Terms:
        """The names and words of the documents."""
        return Terms.of(self.searcher)

    @cached_property
    def examples(self) -> tuple[str, ...]:
        """Questions to begin with."""
        return examples(self.searcher)

    @cached_property
    def catalogue(self) -> Catalogue:
        """The list of the documents."""
        return Catalogue(self.searcher.documents())

    def close(self) -> None:
        """Let go of the index."""
        self.searcher.close()

    def _prove(self, statement: Statement) -> None:
        document = self.searcher.document(statement.hit.document.id)
        start, end = statement.span
        if document is None or document.text[start:end] != statement.quote:
            raise UnprovenQuoteError(
                f"{statement.hit.document.id}[{start}:{end}] is not {statement.quote!r}"
            )
