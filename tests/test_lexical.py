"""Keyword search against an independent BM25, ties and filters included."""

from __future__ import annotations

import math
import random
from collections import Counter
from pathlib import Path

import pytest

from index.lexical import CONTEXT_BOOST, Entry, LexicalIndex, write_lexical

WORDS = [f"w{i}" for i in range(30)]


def make_entries(count: int, seed: int) -> list[Entry]:
    """Passages of up to 24 words, among them many that are the same; five to a document."""
    choose = random.Random(seed)
    bodies = [choose.choices(WORDS, k=choose.randint(1, 24)) for _ in range(count // 4)]
    return [
        Entry(number, number // 5, choose.choice(bodies), [f"c{number // 5 % 7}", "city"])
        for number in range(count)
    ]


def bm25(entries: list[Entry], field: str, token: str) -> list[float]:
    """The formula as published, each passage in turn; no field here is longer than 40 tokens.

    Up to that length tantivy's one byte for a length is exact.
    """
    k1, b = 1.2, 0.75
    texts = [Counter[str](getattr(entry, field)) for entry in entries]
    average = sum(text.total() for text in texts) / len(texts)
    holding = sum(token in text for text in texts)
    idf = math.log(1 + (len(texts) - holding + 0.5) / (holding + 0.5))
    return [
        idf * text[token] * (k1 + 1) / (text[token] + k1 * (1 - b + b * text.total() / average))
        for text in texts
    ]


def true_scores(entries: list[Entry], tokens: list[str]) -> list[float]:
    """The scores of all passages, each distinct token counted once."""
    totals = [0.0] * len(entries)
    for token in set(tokens):
        both = zip(bm25(entries, "body", token), bm25(entries, "context", token), strict=True)
        for number, (body, context) in enumerate(both):
            totals[number] += body + CONTEXT_BOOST * context
    return totals


@pytest.fixture(scope="module")
def entries() -> list[Entry]:
    return make_entries(200, seed=3)


@pytest.fixture(scope="module")
def index(entries: list[Entry], tmp_path_factory: pytest.TempPathFactory) -> LexicalIndex:
    folder = tmp_path_factory.mktemp("lexical") / "new"
    write_lexical(folder, entries)
    return LexicalIndex(folder)


QUERIES = [
    ["w1"],
    ["w1", "w2", "w3", "w1"],
    ["c3"],
    ["city", "w7"],
    ["city"],
    ["w5", "unknown"],
    WORDS,
]


@pytest.mark.parametrize("tokens", QUERIES)
@pytest.mark.parametrize("k", [1, 7, 500])
def test_search_ranks_as_the_formula_does(
    index: LexicalIndex, entries: list[Entry], tokens: list[str], k: int
) -> None:
    scores = true_scores(entries, tokens)
    matching = [n for n, score in enumerate(scores) if score > 0]
    ranked = sorted(matching, key=lambda n: (-round(scores[n], 5), n))[:k]
    found = index.search(tokens, k)
    assert [round(scores[n], 4) for n in found] == [round(scores[n], 4) for n in ranked]
    assert set(found) == set(ranked)


@pytest.mark.parametrize("tokens", QUERIES)
def test_scores_are_the_formulas(
    index: LexicalIndex, entries: list[Entry], tokens: list[str]
) -> None:
    numbers = list(range(len(entries)))
    expected = true_scores(entries, tokens)
    assert index.scores(tokens, numbers) == pytest.approx(expected, abs=2e-4)


@pytest.mark.parametrize("tokens", QUERIES)
def test_no_score_reaches_the_ceiling(index: LexicalIndex, tokens: list[str]) -> None:
    best = max(index.scores(tokens, range(index.count)))
    assert best < index.ceiling(tokens)


def test_the_ceiling_is_what_endless_repetition_comes_near_to(tmp_path: Path) -> None:
    often, never = ["w1"] * 20_000 + ["w2"] * 20_000, ["w3"] * 40_000
    bodies = [often, never, never]
    entries = [Entry(n, n, body, ["title"]) for n, body in enumerate(bodies)]
    write_lexical(tmp_path / "lexical", entries)
    index = LexicalIndex(tmp_path / "lexical")
    (score,) = index.scores(["w1", "w2", "w2"], [0])
    assert score == pytest.approx(index.ceiling(["w1", "w2", "w2"]), rel=1e-3)
    assert index.ceiling(["w1", "unknown"]) > index.ceiling(["w1"]), "an unknown word is missed"
    assert index.ceiling([]) == 0
    (named,) = index.scores(["title"], [0])
    assert index.ceiling(["title"]) / 3 < named, "a word of the context alone is not missed"


def test_a_token_is_the_rarer_the_fewer_passages_hold_it_or_are_called_so(tmp_path: Path) -> None:
    bodies = [["w1", "w2"], ["w1", "w1"], ["w3"], ["w3"]]
    contexts = [["w2", "c"], ["w2", "c"], ["w2", "c"], ["c"]]
    entries = [Entry(n, n, *both) for n, both in enumerate(zip(bodies, contexts, strict=True))]
    write_lexical(tmp_path / "lexical", entries)
    index = LexicalIndex(tmp_path / "lexical")
    holding = {"w1": 2, "w2": 3, "w3": 2, "c": 4, "unknown": 0}
    for token, passages in holding.items():
        expected = math.log(1 + (4 - passages + 0.5) / (passages + 0.5))
        assert index.rarity(token) == pytest.approx(expected), token


def test_filters_leave_scores_as_they_are(index: LexicalIndex, entries: list[Entry]) -> None:
    documents = [3, 17, 31]
    scores = true_scores(entries, ["w1", "w2", "c3"])
    allowed = [n for n, entry in enumerate(entries) if entry.document in documents and scores[n]]
    ranked = sorted(allowed, key=lambda n: (-round(scores[n], 5), n))
    assert allowed
    assert index.search(["w1", "w2", "c3"], 100, documents) == ranked
    assert index.search(["w1", "w2", "c3"], 2, documents) == ranked[:2]
    assert index.search(["w1"], 10, []) == []


def test_nothing_is_found_by_no_token_or_an_unknown_one(index: LexicalIndex) -> None:
    assert index.search([], 10) == []
    assert index.search(["unknown"], 10) == []
    assert index.scores([], [0, 1]) == [0.0, 0.0]
    assert index.scores(["w1"], []) == []


def test_the_first_of_many_equals_are_kept(tmp_path: Path) -> None:
    same = Entry(0, 0, ["w1", "w2", "w3"], ["title"])
    write_lexical(tmp_path / "lexical", [same._replace(number=n) for n in range(3000)])
    index = LexicalIndex(tmp_path / "lexical")
    for tokens in (["w1"], ["w3", "w1", "title"]):
        assert index.search(tokens, 25) == list(range(25))


def test_an_index_is_only_read(index: LexicalIndex, tmp_path: Path) -> None:
    """Opening and searching writes nothing, so that an index may lie on a read-only disk."""
    folder = tmp_path / "lexical"
    write_lexical(folder, [Entry(0, 0, ["w1"], [])])
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert LexicalIndex(folder).search(["w1"], 1) == [0]
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
