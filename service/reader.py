"""Reading: what the trained reader sees in every sentence of the retrieved passages.

The model is a small BERT that takes a question with a passage and gives four numbers: for each
token how well an answer starts there, ends there, and how well its sentence answers, and one for
the passage as a whole, greater the surer it is that nothing in it answers. `model/MODEL_CARD.md`
says how it was trained.
"""

from __future__ import annotations

import os
import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from corpus.documents import Span
from index.search import Hit
from service.reader_input import (
    INPUTS,
    MAX_QUESTION_TOKENS,
    OUTPUTS,
    Encoded,
    layout,
    normalise_question,
    open_tokenizer,
    prefix_ids,
)

MODEL = Path(__file__).parent / "model"
"""The reader that comes with the project."""

MAX_LENGTH = 384
"""Tokens of question, prefix and passage together; a longer passage is read in several parts."""

LONGEST_SPAN = 30
"""Tokens of the longest short answer."""

# Han, kana and Thai: no space parts their words, so a word has no end to widen to.
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")

Floats = NDArray[np.float32]

Sentence = tuple[str, int]
"""A sentence: the id of its document, and where it starts in it."""


class ReaderError(Exception):
    """The reader, or its calibration, cannot be used; the message names the file and the remedy."""


def place_of(hit: Hit, sentence: Span) -> Sentence:
    """Which sentence of a hit's document that is."""
    return hit.document.id, sentence.start


@dataclass(frozen=True)
class Reading:
    """One sentence of a hit, read against the question; all numbers are logits.

    `sentence` counts in the document's text, `highlight` (the best short answer in it) inside the
    sentence. `span` and `whole` say how well the highlight and the sentence answer, `no_span` and
    `no_whole` how well "nothing here" does, and `absent` is the passage's own "no answer here".
    """

    hit: Hit
    sentence: Span
    highlight: Span
    span: float
    whole: float
    no_span: float
    no_whole: float
    absent: float

    @property
    def place(self) -> Sentence:
        """Which sentence was read."""
        return place_of(self.hit, self.sentence)

    @property
    def text(self) -> str:
        """The sentence that was read."""
        return self.hit.document.text[self.sentence.start : self.sentence.end]

    @property
    def answer(self) -> str:
        """The short answer in it."""
        return self.text[self.highlight.start : self.highlight.end]


class Reader(Protocol):
    """Whatever can read passages for an answer."""

    def read(
        self, question: str, hits: Sequence[Hit], covered: Collection[Sentence] = ()
    ) -> list[Reading]:
        """One reading for every sentence of `hits` that has words, in their order.

        The `covered` ones are left out, as if the passages did not have them.
        """
        ...


class Logits(NamedTuple):
    """What the model says of one sequence of L tokens: three (L,) and one number."""

    start: Floats
    end: Floats
    sentence: Floats
    no_answer: float


class TrainedReader:
    """The exported model under onnxruntime; may be shared by threads.

    Each passage is run by itself, without padding, so that a reading depends on nothing else.
    """

    def __init__(self, folder: Path = MODEL, file: str = "reader.onnx") -> None:
        """Open the model `file` in `folder`, with the tokenizer beside it.

        :raise ReaderError: one of the two is missing or damaged
        """
        options = onnxruntime.SessionOptions()
        # Passages are run side by side; several threads for one would fight with that.
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        try:
            self._tokenizer = open_tokenizer(folder)
            self._session = onnxruntime.InferenceSession(
                str(folder / file), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # both libraries raise it bare
            raise ReaderError(
                f"The reader in {folder} cannot be used ({error}); restore {file} and "
                "tokenizer.json, or install the project again."
            ) from error
        self._pool = ThreadPoolExecutor(os.cpu_count())

    def read(
        self, question: str, hits: Sequence[Hit], covered: Collection[Sentence] = ()
    ) -> list[Reading]:
        """As `Reader` says; what stands before and after a covered sentence is read apart."""
        ids = self._question_ids(question)
        parts = [part for hit in hits for part in self._parts(hit, len(ids), covered)]
        read = self._pool.map(lambda part: self._read(ids, *part), parts)
        return [reading for readings in read for reading in readings]

    def logits(self, question: str, title: str, passage: str) -> tuple[Encoded, Logits]:
        """The model's word on one passage; what does not fit in `MAX_LENGTH` is not read."""
        return self._run(self._question_ids(question), prefix_ids(self._tokenizer, title), passage)

    def _question_ids(self, question: str) -> list[int]:
        normal = normalise_question(question)
        ids: list[int] = self._tokenizer.encode(normal, add_special_tokens=False).ids
        return ids[:MAX_QUESTION_TOKENS]

    def _prefix(self, hit: Hit) -> list[int]:
        """Title and heading, but for a heading that only repeats the title."""
        title, heading = hit.document.title, hit.passage.heading or ""
        return prefix_ids(self._tokenizer, title, "" if heading == title else heading)

    def _parts(
        self, hit: Hit, question_tokens: int, covered: Collection[Sentence]
    ) -> Iterator[tuple[Hit, list[int], list[Span]]]:
        """The sentences of a hit in as few runs as fit; a sentence longer than that is cut.

        Each run comes with its hit and the prefix that both are read under.
        """
        prefix = self._prefix(hit)
        room = MAX_LENGTH - question_tokens - len(prefix) - 3
        part: list[Span] = []
        held = 0
        for sentence in hit.passage.sentences:
            text = hit.document.text[sentence.start : sentence.end]
            tokens = len(self._tokenizer.encode(text, add_special_tokens=False).ids)
            hidden = place_of(hit, sentence) in covered
            if part and (hidden or held + tokens > room):
                yield hit, prefix, part
                part, held = [], 0
            if hidden:
                continue
            part.append(sentence)
            held += tokens
        if part:
            yield hit, prefix, part

    def _read(
        self, question: Sequence[int], hit: Hit, prefix: Sequence[int], sentences: Sequence[Span]
    ) -> list[Reading]:
        first, last = sentences[0].start, sentences[-1].end
        text = hit.document.text[first:last]
        encoded, logits = self._run(question, prefix, text)
        readings = []
        for sentence in sentences:
            inside = tokens_within(encoded, sentence.start - first, sentence.end - first)
            if inside.start == inside.stop:
                continue
            begin, end, score = best_span(logits.start[inside], logits.end[inside])
            chars = encoded.chars[inside.start - encoded.offset : inside.stop - encoded.offset]
            found = Span(chars[begin][0] + first, chars[end][1] + first)
            readings.append(
                Reading(
                    hit,
                    sentence,
                    whole_words(hit.document.text, found, sentence),
                    score,
                    float(logits.sentence[inside].mean()),
                    float(logits.start[0] + logits.end[0]),
                    float(logits.sentence[0]),
                    logits.no_answer,
                )
            )
        return readings

    def _run(
        self, question: Sequence[int], prefix: Sequence[int], passage: str
    ) -> tuple[Encoded, Logits]:
        tokens = self._tokenizer.encode(passage, add_special_tokens=False)
        encoded = layout(self._tokenizer, question, prefix, tokens, (0, MAX_LENGTH))
        ids = np.array([encoded.ids], np.int64)
        rows = (ids, np.ones_like(ids), np.array([encoded.types], np.int64))
        outputs = self._session.run(OUTPUTS, dict(zip(INPUTS, rows, strict=True)))
        start, end, sentence, no_answer = (output[0] for output in outputs)
        return encoded, Logits(start, end, sentence, float(no_answer))


@cache
def shipped_reader() -> TrainedReader:
    """The reader that comes with the project; one serves every index of the process."""
    return TrainedReader()


def tokens_within(encoded: Encoded, begin: int, end: int) -> slice:
    """The tokens of the sequence that cover the characters `begin` to `end` of the passage."""
    starts = [start for start, _ in encoded.chars]
    low, high = bisect_left(starts, begin), bisect_left(starts, end)
    return slice(encoded.offset + low, encoded.offset + high)


def best_span(start: Floats, end: Floats) -> tuple[int, int, float]:
    """First and last token of the best short answer, and its score, from logits of shape (L,)."""
    scores = start[:, None] + end[None, :]
    index = np.arange(len(start))
    reach = index[None, :] - index[:, None]
    scores = np.where((reach >= 0) & (reach < LONGEST_SPAN), scores, -np.inf)
    first, last = divmod(int(scores.argmax()), len(start))
    return first, last, float(scores[first, last])


def whole_words(text: str, found: Span, sentence: Span) -> Span:
    """`found` widened to whole words, counted from the start of its sentence.

    The model's tokens are parts of words; where no space parts the words, they stay as they are.
    """
    start, end = found
    while start > sentence.start and _one_word(text[start - 1 : start + 1]):
        start -= 1
    while end < sentence.end and _one_word(text[end - 1 : end + 1]):
        end += 1
    return Span(start - sentence.start, end - sentence.start)


def _one_word(pair: str) -> bool:
    """Whether two neighbouring characters belong to one word."""
    return pair.isalnum() and not _UNSPACED.search(pair)
