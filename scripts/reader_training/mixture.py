"""What the reader sees, and in which order: the sets, their shares of an epoch, the batches."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tokenizers import Tokenizer

from scripts.reader_training.batches import Batch, collate, packed
from scripts.reader_training.data import (
    Example,
    Paragraph,
    answerable_examples,
    different_paragraphs,
    nq_examples,
    sentence_examples,
    squeeze,
    unanswerable_examples,
)
from scripts.reader_training.items import Item, ItemMaker
from scripts.reader_training.negatives import Negatives
from scripts.reader_training.qamr import qamr_examples
from scripts.reader_training.recipe import Recipe

# Examples that are sorted by length together.
_CHUNK = 768


@dataclass(frozen=True)
class Data:
    """All examples by set, and the pool of paragraphs for hard negatives."""

    answerable: list[Example]
    unanswerable: list[Example]
    sentences: list[Example]
    tydi: list[Example]
    nq: list[Example]
    qamr: list[Example]
    pool: list[Paragraph]


def load_data(folder: Path) -> Data:
    """All sets that train the reader. The development half is never read here."""
    with_answer = folder / "squad" / "train-answerable-partial.json.gz"
    without = folder / "squad" / "train-unanswerable-aligned.json.gz"
    answerable = answerable_examples(with_answer)
    pool = different_paragraphs([with_answer, without])
    known = {squeeze(example.question) for example in answerable}
    return Data(
        answerable=answerable,
        unanswerable=unanswerable_examples(without),
        sentences=sentence_examples(folder / "squad_sentences" / "train.json.gz", pool, known),
        tydi=answerable_examples(folder / "tydiqa" / "tydiqa.goldp.en.train.json.gz"),
        nq=nq_examples(folder / "nq" / "nq-open-oracle.jsonl.gz"),
        qamr=qamr_examples(folder / "qamr"),
        pool=pool,
    )


def take(examples: Sequence[Example], count: int, epoch: int, seed: str) -> list[Example]:
    """`count` examples of a set for this epoch; later epochs go on where the last one stopped."""
    order = list(examples)
    random.Random(seed).shuffle(order)
    begin = epoch * count
    return [order[(begin + index) % len(order)] for index in range(min(count, len(order)))]


def balanced(examples: Sequence[Example], answered: Counter[str], ratio: float) -> list[Example]:
    """At most `ratio` times as many of each article as it has answerable questions.

    A third of the articles, with two thirds of the answerable questions, have no unanswerable one;
    the others have five times as many unanswerable questions as answerable ones. Left so, the
    topic gives the label away: a bag of words of the question alone tells them apart with an AUROC
    of .81 on unseen training questions, but .64 on the development half, and the reader learns the
    topics instead of reading.
    """
    room = {title: math.ceil(ratio * count) for title, count in answered.items()}
    kept = []
    for example in examples:
        if room.get(example.title, 0) > 0:
            room[example.title] -= 1
            kept.append(example)
    return kept


def epoch_of(data: Data, seed: int, epoch: int, *, short: bool) -> list[Example]:
    """The examples of one epoch, mixed; articles with unanswerable questions are kept balanced."""
    contested = {example.title for example in data.unanswerable}
    inside = [e for e in data.answerable if e.title in contested]
    outside = [e for e in data.answerable if e.title not in contested]
    paired = take(data.sentences, 2500, epoch, f"sentences {seed}")
    answered = Counter(e.title for e in [*inside, *paired] if e.title in contested)
    chance = random.Random(f"epoch {seed} {epoch} {short}")
    against = list(data.unanswerable)
    chance.shuffle(against)
    chosen = [*inside, *paired, *balanced(against, answered, 1.2)]
    chosen += take(outside, 4500, epoch, f"outside {seed}")
    chosen += take(data.tydi, 800, epoch, f"tydi {seed}")
    chosen += take(data.nq, 700, epoch, f"nq {seed}")
    chosen += take(data.qamr, 1500, epoch, f"qamr {seed}") if short else []
    chance.shuffle(chosen)
    return chosen


class Mixture:
    """The endless stream of batches; it depends on the data and the recipe alone.

    Questions of articles without unanswerable ones come in groups with hard negatives, so that
    these topics, too, are seen without an answer. QAMR's single sentences come as they are.
    """

    def __init__(self, data: Data, tokenizer: Tokenizer, recipe: Recipe) -> None:
        self._data = data
        self._tokenizer = tokenizer
        self._recipe = recipe
        self._negatives = Negatives(data.pool)
        self._contested = {example.title for example in data.unanswerable} | {""}

    def batches(self, seen: int) -> Iterator[Batch]:
        """The batches of both stages in their order, from the `seen`-th sequence on."""
        recipe, passed = self._recipe, 0
        for short, end in ((True, recipe.short_sequences), (False, recipe.total)):
            stage = self._stage(short=short)
            while passed < end:
                items = next(stage)
                passed += len(items)
                if passed > seen:
                    yield collate(items)

    def _stage(self, *, short: bool) -> Iterator[list[Item]]:
        """The items of each batch of a stage, without end; of like length within a batch."""
        recipe = self._recipe
        maker = ItemMaker(self._tokenizer, recipe.short_length if short else recipe.long_length)
        epoch = 0
        while True:
            chance = random.Random(f"batches {recipe.seed} {epoch} {short}")
            chosen = epoch_of(self._data, recipe.seed, epoch, short=short)
            for start in range(0, len(chosen), _CHUNK):
                part = chosen[start : start + _CHUNK]
                groups = [[maker.item(e, chance)] for e in part if e.title in self._contested]
                groups += [
                    self._group(e, maker, chance) for e in part if e.title not in self._contested
                ]
                groups.sort(key=lambda group: max(len(item.ids) for item in group))
                batches = list(packed(groups, recipe.batch_tokens))
                chance.shuffle(batches)
                yield from batches
            epoch += 1

    def _group(self, example: Example, maker: ItemMaker, chance: random.Random) -> list[Item]:
        """The item of an example and, if it has an answer, those of some hard negatives."""
        own = maker.item(example, chance)
        if own.starts == [0]:
            return [own]
        found = self._negatives.of(example)
        # The nearest are the hardest, but also the likeliest to hold an answer in other words.
        picked = chance.sample(found, min(self._recipe.negatives, len(found)))
        others = [Example(example.question, *paragraph) for paragraph in picked]
        return [own, *(maker.item(other, chance) for other in others)]
