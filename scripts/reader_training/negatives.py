"""Hard negatives: what our own keyword search brings back for a question and does not answer it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from index.lexical import Entry, LexicalIndex, write_lexical
from index.tokens import content_tokens, tokenize
from scripts.reader_training.data import Example, Paragraph
from scripts.reader_training.squad import normalise_answer

_SEARCHED = 12
_KEPT = 6


class Negatives:
    """The keyword index over the training paragraphs."""

    def __init__(self, pool: Sequence[Paragraph]) -> None:
        """Index `pool`, in a temporary folder that need not outlive the opening."""
        self._pool = pool
        # An answer is looked for as whole words.
        self._texts = [f" {normalise_answer(paragraph.text)} " for paragraph in pool]
        entries = (
            Entry(number, number, tokenize(paragraph.text), tokenize(paragraph.title))
            for number, paragraph in enumerate(pool)
        )
        with TemporaryDirectory() as folder:
            write_lexical(Path(folder) / "lexical", entries)
            self._index = LexicalIndex(Path(folder) / "lexical")

    def of(self, example: Example) -> list[Paragraph]:
        """The paragraphs nearest to the question that do not hold its answer, nearest first."""
        tokens = content_tokens(example.question) or tokenize(example.question)
        golds = [
            f" {normalise_answer(example.passage[begin:end])} " for begin, end in example.spans
        ]
        found = [
            self._pool[number]
            for number in self._index.search(tokens, _SEARCHED)
            if self._pool[number].text != example.passage
            and not any(gold in self._texts[number] for gold in golds)
        ]
        return found[:_KEPT]
