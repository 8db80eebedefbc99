"""A question's whole way: interpret, search, read, compose. No web in here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from index.search import EVERYTHING, Filters, IndexInfo, Searcher
from service.answer import Answer, Statement, compose
from service.confidence import Calibration, judge
from service.question import Turn, interpret
from service.reader import Reader, shipped_reader
from service.suggest import examples, suggest

PASSAGES_READ = 8
"""How many passages are read for one question."""


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
        self._reader = reader or shipped_reader()
        self._calibration = Calibration.read()

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
        question = interpret(ask.question, ask.history)
        hits = self.searcher.search(question.standalone, ask.filters, PASSAGES_READ)
        readings = self._reader.read(question.standalone, hits)
        judgement = judge(
            question.standalone, hits, readings, self.searcher.rarity, self._calibration
        )
        answer = compose(question, judgement, hits, self._calibration.answer_from, ask.limit)
        for statement in (*answer.statements, *answer.related):
            self._prove(statement)
        return Reply(ask, question.standalone, answer, suggest(answer, hits), self.searcher.info)

    @cached_property
    def examples(self) -> tuple[str, ...]:
        """Questions to begin with."""
        return examples(self.searcher)

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
