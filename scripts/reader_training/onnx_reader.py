"""The exported reader under onnxruntime."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime as ort

from scripts.reader_training.encoding import (
    Encoded,
    layout,
    normalise_question,
    open_tokenizer,
    prefix_ids,
)
from scripts.reader_training.export import CARD, INPUTS, OUTPUTS

Floats = npt.NDArray[np.float32]

_LONGEST_ANSWER = 30
# Sequences at a time: more are no faster on a CPU.
_BATCH = 4


@dataclass(frozen=True)
class Reading:
    """What the reader says about one passage: the best span, and how it stands to "no answer".

    `begin` and `end` count code points of the passage; `margin` is how far the span stands above
    [CLS]; `no_answer` is the separate logit, greater where the passage does not answer.
    """

    text: str
    begin: int
    end: int
    margin: float
    no_answer: float


class OnnxReader:
    """An exported reader; may be the fp32 or the int8 one."""

    def __init__(self, folder: Path, model: str, threads: int) -> None:
        """Open the file `model` in `folder`, which holds the tokenizer and the card, too."""
        card = json.loads((folder / CARD).read_text("utf-8"))
        self._max_length = int(card["max_length"])
        self._tokenizer = open_tokenizer(folder)
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        self._session = ort.InferenceSession(
            folder / model, options, providers=["CPUExecutionProvider"]
        )

    def encode(self, question: str, title: str, passage: str) -> Encoded:
        """Encode one pair with the length the model was exported for."""
        return layout(
            self._tokenizer,
            self._tokenizer.encode(normalise_question(question), add_special_tokens=False).ids,
            prefix_ids(self._tokenizer, title),
            self._tokenizer.encode(passage, add_special_tokens=False),
            (0, self._max_length),
        )

    def logits(self, batch: Sequence[Encoded]) -> dict[str, Floats]:
        """Run one batch: `start`, `end` and `sentence` (B, L), `no_answer` (B,)."""
        width = max(len(item.ids) for item in batch)
        ids, mask, types = (np.zeros((len(batch), width), np.int64) for _ in INPUTS)
        for row, item in enumerate(batch):
            ids[row, : len(item.ids)] = item.ids
            mask[row, : len(item.ids)] = 1
            types[row, : len(item.ids)] = item.types
        feeds = dict(zip(INPUTS, (ids, mask, types), strict=True))
        return dict(zip(OUTPUTS, self._session.run(OUTPUTS, feeds), strict=True))

    def read(self, asked: Sequence[tuple[str, str, str]]) -> list[Reading]:
        """The best span for each (question, title, passage), whether or not it should be given."""
        items = [self.encode(*pair) for pair in asked]
        readings: dict[int, Reading] = {}
        for batch in _of_like_length(items):
            logits = self.logits([items[index] for index in batch])
            for row, index in enumerate(batch):
                own = {name: values[row] for name, values in logits.items()}
                readings[index] = _reading(items[index], asked[index][2], own)
        return [readings[index] for index in range(len(asked))]


def best_span(start: Floats, end: Floats) -> tuple[int, int, float]:
    """Best pair start <= end of a length that answers have, from passage logits of shape (L,)."""
    scores = start[:, None] + end[None, :]
    index = np.arange(len(start))
    reach = index[None, :] - index[:, None]
    scores = np.where((reach >= 0) & (reach < _LONGEST_ANSWER), scores, -np.inf)
    first, last = divmod(int(scores.argmax()), len(start))
    return first, last, float(scores[first, last])


def _reading(item: Encoded, passage: str, logits: dict[str, Floats]) -> Reading:
    """Turn the logits of one sequence into a `Reading`."""
    low, high = item.offset, item.offset + len(item.chars)
    absent = float(logits["no_answer"])
    if low >= high:
        return Reading("", 0, 0, -1e9, absent)
    first, last, score = best_span(logits["start"][low:high], logits["end"][low:high])
    begin, end = item.chars[first][0], item.chars[last][1]
    margin = score - float(logits["start"][0] + logits["end"][0])
    return Reading(passage[begin:end], begin, end, margin, absent)


def _of_like_length(items: Sequence[Encoded]) -> Iterator[list[int]]:
    """Indices in batches of like length, so that little is spent on padding."""
    order = sorted(range(len(items)), key=lambda index: len(items[index].ids))
    for start in range(0, len(order), _BATCH):
        yield order[start : start + _BATCH]
