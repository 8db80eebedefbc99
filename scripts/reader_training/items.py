"""From an example to one training sequence: window, light noise, and what is gold in it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from tokenizers import Encoding, Tokenizer

from index.tokens import STOP_WORDS
from scripts.reader_training.data import Example
from scripts.reader_training.sentences import sentences
from service.reader_input import (
    MAX_QUESTION_TOKENS,
    layout,
    normalise_question,
    prefix_ids,
)

_SMALL_WORDS = {"the", "a", "an", "is", "was", "are", "were", "do", "does", "did", "of", "in"}


@dataclass
class Item:
    """One sequence. `gold` marks token sets per head: start, end, and the sentences by number."""

    ids: list[int]
    types: list[int]
    sentence: list[int]
    starts: list[int]
    ends: list[int]
    gold_sentences: list[int]
    group: int = -1


class ItemMaker:
    """Turns examples into items; passages are tokenised once and kept."""

    def __init__(self, tokenizer: Tokenizer, max_length: int, *, terse: bool = False) -> None:
        """`terse` makes some questions a mere row of words, as people type them into a search."""
        self.terse = terse
        self.tokenizer = tokenizer
        self.max_length = max_length
        self.cache: dict[str, tuple[Encoding, list[tuple[int, int]]]] = {}

    def passage(self, text: str) -> tuple[Encoding, list[tuple[int, int]]]:
        """Tokenised passage and its sentences."""
        if text not in self.cache:
            self.cache[text] = (
                self.tokenizer.encode(text, add_special_tokens=False),
                sentences(text),
            )
        return self.cache[text]

    def item(self, example: Example, chance: random.Random) -> Item:
        """One example as an item; over-long passages are cut to a window that holds the answer."""
        encoding, parts = self.passage(example.passage)
        question = self.tokenizer.encode(
            sloppy(normalise_question(example.question), chance, terse=self.terse),
            add_special_tokens=False,
        )
        # Without the title now and then, as documents do not always have one.
        title = example.title if chance.random() < 0.7 else ""
        prefix = prefix_ids(self.tokenizer, title, some_heading(example.passage, chance))
        room = self.max_length - len(prefix) - min(len(question.ids), MAX_QUESTION_TOKENS) - 3
        if example.spans:
            first = window_start(encoding.offsets, example.spans[0], room, chance)
        else:
            first = likeliest_window(encoding.ids, question.ids, room)
        pair = layout(self.tokenizer, question.ids, prefix, encoding, (first, self.max_length))
        item = Item(pair.ids, pair.types, [-1] * len(pair.ids), [], [], [])
        mark_sentences(item, pair.offset, pair.chars, parts)
        for span in example.spans:
            mark_span(item, pair.offset, pair.chars, span, example.whole)
        if not item.starts:
            item.starts, item.ends, item.gold_sentences = [0], [0], [0]
        return item


def some_heading(passage: str, chance: random.Random) -> str:
    """Now and then a few words of the passage as its heading, as the training sets have none."""
    if chance.random() >= 0.3:
        return ""
    words = passage.split()
    size = chance.randint(1, 4)
    first = chance.randrange(max(1, len(words) - size))
    return " ".join(words[first : first + size]).strip(" .,;:()\"'")


def window_start(
    chars: Sequence[tuple[int, int]], span: tuple[int, int], room: int, chance: random.Random
) -> int:
    """First token of the window: 0 where all fits, else a random one that keeps the answer in."""
    spare = len(chars) - room
    inside = [i for i, (begin, end) in enumerate(chars) if begin < span[1] and end > span[0]]
    if spare <= 0 or not inside:
        return 0
    low, high = max(0, inside[-1] - room + 1), min(spare, inside[0])
    return chance.randint(min(low, high), high)


def likeliest_window(passage: Sequence[int], question: Sequence[int], room: int) -> int:
    """First token of the window that holds most of the question's words.

    An unanswerable question was written against one place of its passage. A window without that
    place would be an easy negative.
    """
    spare = len(passage) - room
    if spare <= 0:
        return 0
    ids = np.asarray(passage)
    # A word counts less the more often it stands in the passage, so "the" counts next to nothing.
    worth = np.isin(ids, np.asarray(question)) / np.bincount(ids)[ids]
    sums = np.concatenate([[0.0], np.cumsum(worth)])
    return int((sums[room:] - sums[:-room])[: spare + 1].argmax())


def mark_sentences(
    item: Item, offset: int, chars: Sequence[tuple[int, int]], parts: Sequence[tuple[int, int]]
) -> None:
    """Number the tokens by their sentence, from 1; 0 is [CLS], which stands for 'none'."""
    item.sentence[0] = 0
    part = 0
    for index, (begin, _) in enumerate(chars):
        while part + 1 < len(parts) and begin >= parts[part + 1][0]:
            part += 1
        item.sentence[offset + index] = part + 1


def mark_span(
    item: Item, offset: int, chars: Sequence[tuple[int, int]], span: tuple[int, int], whole: bool
) -> None:
    """Mark a character range as gold, if it lies in the window."""
    inside = [
        offset + i for i, (begin, end) in enumerate(chars) if begin < span[1] and end > span[0]
    ]
    if (
        not inside
        or chars[inside[0] - offset][0] > span[0] + 1
        or chars[inside[-1] - offset][1] < span[1] - 1
    ):
        return
    item.starts.extend(inside if whole else inside[:1])
    item.ends.extend(inside if whole else inside[-1:])
    item.gold_sentences.extend({item.sentence[index] for index in inside})


def sloppy(question: str, chance: random.Random, *, terse: bool = False) -> str:
    """Now and then the question as people type it: without small words, or with a slip."""
    draw = chance.random()
    words = question.split()
    if draw < 0.04:
        kept = [word for word in words if word.lower() not in _SMALL_WORDS]
        return " ".join(kept) if len(kept) > 1 else question
    if draw < 0.07:
        at = chance.randrange(len(words))
        word = words[at]
        if len(word) > 4:
            cut = chance.randrange(1, len(word) - 2)
            words[at] = word[:cut] + word[cut + 1] + word[cut] + word[cut + 2 :]
        return " ".join(words)
    if terse and draw > 0.92:
        kept = [word for word in words if word.lower().strip("?") not in STOP_WORDS]
        return normalise_question(" ".join(kept).lower()) if len(kept) > 1 else question
    return question
