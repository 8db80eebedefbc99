"""What the measuring needs and any corpus gives: questions, more vectors, more documents."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.search import Searcher

_SINGLE = (
    "When did {name} begin?",
    "Who leads {name}?",
    "Where is {name}?",
    "How many people take part in {name}?",
    "What is {heading} in {name}?",
    "What does {name} say about {heading}?",
    "Why is {heading} important for {name}?",
    "How much does {name} spend on {heading}?",
    "What happened in {name} in 2019?",
    "Tell me about {name}",
)
_LIST = "Which places have {heading}?"
_SINGLE_MORE = "What happened in {name} in {year}?"
_LIST_MORE = "Which places had {heading} in {year}?"
_LIST_EVERY = 40  # questions
_YEARS = range(2020, 10_000)  # of the questions that follow where the documents give too few

NOISE = 0.75
"""How long the noise is that is added to a vector of length one."""

_BLOCK = 50_000  # vectors made at a time

_THINGS = ("library", "school", "museum", "harbour", "garden", "theatre", "market", "archive")
_PEOPLE = ("teachers", "parents", "pupils", "nurses", "farmers", "sailors", "bakers", "miners")
_DEEDS = ("repair bicycles", "read maps", "speak Irish", "bake bread", "draw plans", "keep bees")


def questions_of(searcher: Searcher, count: int) -> list[str]:
    """`count` questions on the documents, always the same; one in forty asks for a list.

    No question comes twice: the service would have kept its answer.
    """
    topics: dict[str, list[str]] = {}
    for summary in searcher.documents():
        document = searcher.document(summary.id)
        headings = [section.heading for section in document.sections] if document else []
        topics[summary.city or summary.title] = [h for h in headings if h] or ["learning"]
    mixed = random.Random(7)
    single = [
        template.format(name=name, heading=mixed.choice(headings))
        for name, headings in topics.items()
        for template in _SINGLE
    ]
    listed = list(dict.fromkeys(mixed.choice(headings) for headings in topics.values()))
    mixed.shuffle(single)
    ones = chain(
        dict.fromkeys(single),
        (_SINGLE_MORE.format(name=name, year=year) for year in _YEARS for name in topics),
    )
    several = chain(
        (_LIST.format(heading=heading) for heading in listed),
        (_LIST_MORE.format(heading=heading, year=year) for year in _YEARS for heading in listed),
    )
    return [next(several if n % _LIST_EVERY == 0 else ones) for n in range(1, count + 1)]


def vectors_like(real: NDArray[np.float32], count: int) -> Iterator[NDArray[np.float32]]:
    """`count` vectors in blocks of shape (m, dimension), always the same ones.

    The first are the `real` ones; then come copies of these with noise that varies as they do.
    """
    yield real[:count]
    random_ = np.random.default_rng(11)
    spread = (real - real.mean(axis=0)) / math.sqrt(len(real))
    for start in range(len(real), count, _BLOCK):
        size = min(_BLOCK, count - start)
        noise = random_.standard_normal((size, len(real)), dtype=np.float32) @ spread
        noise *= NOISE / np.linalg.norm(noise, axis=1, keepdims=True)
        block = real[random_.integers(0, len(real), size)] + noise
        yield block / np.linalg.norm(block, axis=1, keepdims=True)


def write_documents(folder: Path, count: int) -> None:
    """Write `count` short documents, of one passage each, as Markdown files into `folder`."""
    words = random.Random(13)
    for number in range(count):
        path = folder / f"{number // 1000:03}" / f"town-{number:06}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# Town {number}\n\n{' '.join(islice(_said(words), 5))}\n")


def _said(words: random.Random) -> Iterator[str]:
    while True:
        thing, people, deed = map(words.choice, (_THINGS, _PEOPLE, _DEEDS))
        year, many = words.randrange(1900, 2026), words.randrange(20, 9000)
        yield f"In the {thing}, opened in {year}, {many} {people} have learned how to {deed}."
