"""What the reader sees, and in which order: the sets, their shares of an epoch, the batches."""

from __future__ import annotations

import math
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from operator import attrgetter
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
from scripts.reader_training.everyday import everyday_examples
from scripts.reader_training.items import Item, ItemMaker
from scripts.reader_training.negatives import Negatives
from scripts.reader_training.qamr import qamr_examples
from scripts.reader_training.recipe import Recipe
from scripts.reader_training.sentences import sentences
from scripts.reader_training.squad import normalise_answer

_FORM = re.compile(r"\b(?:how \w+|when|where|who|why|which|what)\b", re.IGNORECASE)

# Examples that are sorted by length together.
_CHUNK = 768
# Share of the negatives that are the own passage without its answer, where there may be such.
_REST = 0.6
# In the last stage: the share of our own over public passages in an epoch, which has all over
# passages that were written for them; other questions for each of our own, the share of our own
# that is read beside another passage, and how many epochs further on the others are taken from.
_EVERYDAY = 0.5
_OTHERS = 0.4
_BESIDE = 0.35
_LATER = 10


@dataclass(frozen=True)
class Data:
    """All examples by set, and the pool of paragraphs for hard negatives."""

    answerable: list[Example]
    unanswerable: list[Example]
    sentences: list[Example]
    tydi: list[Example]
    nq: list[Example]
    qamr: list[Example]
    renamed: list[Example]
    everyday: list[Example]
    written: list[Example]
    pool: list[Paragraph]


def load_data(folder: Path, questions: Path, written: Path) -> Data:
    """All sets that train the reader, and the two files of our own questions, see `Data`.

    The development half of SQuAD is never read here.
    """
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
        renamed=renamed_examples(answerable),
        everyday=everyday_examples(folder, questions),
        written=everyday_examples(folder, written),
        pool=pool,
    )


def renamed_examples(examples: Sequence[Example]) -> list[Example]:
    """Questions that name their article, asked of another article's subject: without an answer.

    "Which river runs through Boston?" becomes "Which river runs through Chicago?" over the passage
    on Boston, so that the right fact about the wrong subject is not taken for an answer. The new
    subject has as many words as the old one.
    """
    titles: dict[int, list[str]] = {}
    for title in sorted({example.title for example in examples}):
        titles.setdefault(len(title.split()), []).append(title)
    chance = random.Random("renamed")
    renamed = []
    for example in examples:
        others = titles[len(example.title.split())]
        other = others[chance.randrange(len(others))]
        found = re.search(
            rf"(?<!\w){re.escape(example.title)}(?!\w)", example.question, re.IGNORECASE
        )
        if found and other not in example.passage and other != example.title:
            question = example.question[: found.start()] + other + example.question[found.end() :]
            renamed.append(Example(question, example.title, example.passage))
    return renamed


def take(examples: Sequence[Example], count: int, epoch: int, seed: str) -> list[Example]:
    """`count` examples of a set for this epoch; later epochs go on where the last one stopped."""
    order = list(examples)
    random.Random(seed).shuffle(order)
    begin = epoch * count
    return [order[(begin + index) % len(order)] for index in range(min(count, len(order)))]


def balanced(
    examples: Sequence[Example],
    answered: Counter[str],
    ratio: float,
    key: Callable[[Example], str] = attrgetter("title"),
) -> list[Example]:
    """At most `ratio` times as many of each article as it has answerable questions.

    Another `key` tells what `answered` counts instead.

    A third of the articles, with two thirds of the answerable questions, have no unanswerable one;
    the others have five times as many unanswerable questions as answerable ones. Left so, the
    topic gives the label away: a bag of words of the question alone tells them apart with an AUROC
    of .81 on unseen training questions, but .64 on the development half, and the reader learns the
    topics instead of reading.
    """
    room = {title: math.ceil(ratio * count) for title, count in answered.items()}
    kept = []
    for example in examples:
        if room.get(key(example), 0) > 0:
            room[key(example)] -= 1
            kept.append(example)
    return kept


def form_of(example: Example) -> str:
    """What a question asks with: "how many", "when"; "" where nothing tells, as in a yes or no."""
    match = _FORM.search(example.question)
    return match[0].lower() if match else ""


def balanced_forms(examples: Sequence[Example], chance: random.Random) -> list[Example]:
    """The examples with no more without an answer of each form of question than with one.

    Of our own questions that begin with "how many" three quarters have no answer, as what is
    easily asked and not told is a number: the form alone would give the label away.
    """
    answerable = [example for example in examples if example.spans]
    against = [example for example in examples if not example.spans]
    chance.shuffle(against)
    return [*answerable, *balanced(against, Counter(map(form_of, answerable)), 1.0, form_of)]


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
    chosen += take(data.tydi, 1100, epoch, f"tydi {seed}")
    chosen += take(data.nq, 1000, epoch, f"nq {seed}")
    chosen += take(data.renamed, 1500, epoch, f"renamed {seed}")
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
        """The batches of all stages in their order, from the `seen`-th sequence on."""
        recipe, passed = self._recipe, 0
        for stage, end in (
            (self._general(short=True), recipe.short_sequences),
            (self._general(short=False), recipe.general),
            (self._everyday(), recipe.total),
        ):
            while passed < end:
                items = next(stage)
                passed += len(items)
                if passed > seen:
                    yield collate(items)

    def _general(self, *, short: bool) -> Iterator[list[Item]]:
        """The items of each batch of one of the first two stages, without end."""
        recipe = self._recipe
        length = recipe.short_length if short else recipe.long_length
        maker = ItemMaker(self._tokenizer, length, terse=not short)
        for epoch in count():
            chance = random.Random(f"batches {recipe.seed} {epoch} {short}")
            chosen = epoch_of(self._data, recipe.seed, epoch, short=short)
            for start in range(0, len(chosen), _CHUNK):
                part = chosen[start : start + _CHUNK]
                groups = [[maker.item(e, chance)] for e in part if e.title in self._contested]
                groups += [
                    self._group(e, maker, chance, near=not short)
                    for e in part
                    if e.title not in self._contested
                ]
                yield from self._batches_of(groups, chance)

    def _everyday(self) -> Iterator[list[Item]]:
        """The items of each batch of the last stage: our own questions, and fewer others.

        Our own come with and without an answer about the same passage; a third of those that have
        one are also read beside another passage.
        """
        recipe, data = self._recipe, self._data
        maker = ItemMaker(self._tokenizer, recipe.everyday_length)
        for epoch in count():
            chance = random.Random(f"everyday {recipe.seed} {epoch}")
            others = epoch_of(data, recipe.seed, _LATER + epoch, short=False)
            some = int(_EVERYDAY * len(data.everyday))
            own = [*take(data.everyday, some, epoch, f"everyday {recipe.seed}"), *data.written]
            chosen = [(e, True) for e in balanced_forms(own, chance)]
            chosen += [(e, False) for e in others[: int(_OTHERS * len(own))]]
            chance.shuffle(chosen)
            for start in range(0, len(chosen), _CHUNK):
                groups = []
                for example, ours in chosen[start : start + _CHUNK]:
                    alone = chance.random() > _BESIDE if ours else example.title in self._contested
                    groups.append(
                        [maker.item(example, chance)]
                        if alone
                        else self._group(example, maker, chance, near=True)
                    )
                yield from self._batches_of(groups, chance)

    def _batches_of(self, groups: list[list[Item]], chance: random.Random) -> list[list[Item]]:
        """Batches of items of like length, in a random order."""
        groups.sort(key=lambda group: max(len(item.ids) for item in group))
        batches = list(packed(groups, self._recipe.batch_tokens))
        chance.shuffle(batches)
        return batches

    def _group(
        self, example: Example, maker: ItemMaker, chance: random.Random, *, near: bool
    ) -> list[Item]:
        """The item of an example and, if it has an answer, those of some hard negatives.

        With `near`, most negatives are the passage itself without its answer.
        """
        own = maker.item(example, chance)
        if own.starts == [0]:
            return [own]
        found = self._negatives.of(example)
        # The nearest are the hardest, but also the likeliest to hold an answer in other words.
        picked = chance.sample(found, min(self._recipe.negatives, len(found)))
        rest = without_answer(example) if near and chance.random() < _REST else ""
        if rest:
            picked[:1] = [Paragraph(example.title, rest)]
        others = [Example(example.question, *paragraph) for paragraph in picked]
        return [own, *(maker.item(other, chance) for other in others)]


def without_answer(example: Example) -> str:
    """The passage of an example less every sentence that holds an answer; "" if little is left.

    What is left is about the same subject: the right place and the wrong fact.
    """
    text = example.passage
    golds = {normalise_answer(text[begin:end]) for begin, end in example.spans}
    kept = [
        text[begin:end]
        for begin, end in sentences(text)
        if not any(f" {gold} " in f" {normalise_answer(text[begin:end])} " for gold in golds)
    ]
    return " ".join(kept) if len(kept) > 1 else ""
