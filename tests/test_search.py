"""Search through the one door, over the corpus of `conftest.py` with the real encoder."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest

from index.fusion import fuse
from index.search import Filters, Searcher
from index.store import Store
from index.tokens import content_tokens
from tests.conftest import CORPUS

ROOT = Path(__file__).parent.parent
QUERIES = [
    "When did Marlow Bay join the network?",
    "How many people took part in the festival?",
    "세종",
    "Who?",
    "",
    "🔥",
    "budget in euros",
]
EVERYTHING = 1000


@pytest.mark.parametrize(
    ("query", "document", "words"),
    [
        ("When did Marlow Bay join the network?", "cities/marlow-bay", "in 2016"),
        ("Who directs the festival of learning?", "cities/marlow-bay", "Deirdre Quinlan"),
        ("What is the yearly budget of the science park?", "cities/oberlinden", "3.2 million"),
        ("How many hours of French do newcomers get?", "cities/evreux-les-pins", "120 hours"),
        ("evreux les pins", "cities/evreux-les-pins", "charter"),
        ("stargazing after dark", "garden", "telescopes"),
        ("a van with a fire and something to read", "notes", "eleven villages"),
        ("세종", "cities/sejong", "village school"),
        ("부안", "korean/buan", "부안군은"),
        ("하남", "korean/buan", "하남과"),
        ("용산", "korean/buan", "용산에서도"),
        ("南京", "chinese/nanjing", "十二个小时"),
    ],
)
def test_the_passage_that_answers_comes_first(
    searcher: Searcher, query: str, document: str, words: str
) -> None:
    best = searcher.search(query)[0]
    assert best.document.id == document
    assert words in best.text


@pytest.mark.parametrize("name", ["세종시", "Germany", "Cuan Mharla"])
def test_what_a_document_is_called_is_searched_and_not_quoted(
    searcher: Searcher, name: str
) -> None:
    best = searcher.search(name)[0]
    assert name in (*best.document.aliases, best.document.country)
    assert best.bm25 > 0
    assert name not in best.text


@pytest.mark.parametrize("query", QUERIES)
def test_the_order_is_that_of_the_fused_true_scores(built_index: Path, query: str) -> None:
    """Against brute force: every passage's cosine by numpy, every BM25 asked for by itself."""
    store = Store.open(built_index)
    searcher = Searcher(store)
    tokens = content_tokens(query) or content_tokens(f"{query} who") or ["who"] * ("W" in query)
    vectors = store.dense.vectors(np.arange(store.dense.count)).astype(np.float64)
    question = store.encoder.encode_questions([query])[0].astype(np.float64)
    cosines = [round(float(cosine), 6) for cosine in (vectors * question).sum(axis=1)]
    bm25s = [store.lexical.scores(tokens, [number])[0] for number in range(store.dense.count)]
    scores = fuse(cosines, bm25s, store.lexical.ceiling(tokens))
    ranked = sorted(range(store.dense.count), key=lambda n: (-scores[n], n))
    hits = searcher.search(query, k=EVERYTHING)
    assert [(hit.score, hit.cosine, hit.bm25) for hit in hits] == [
        (scores[n], cosines[n], bm25s[n]) for n in ranked
    ]
    assert [(hit.document, hit.passage) for hit in hits] == [
        store.records.passage(n) for n in ranked
    ]
    assert searcher.search(query, k=3) == hits[:3]
    searcher.close()


def test_a_hits_text_is_its_documents(searcher: Searcher) -> None:
    for hit in searcher.search("learning", k=EVERYTHING):
        assert hit.text == hit.document.text[hit.passage.start : hit.passage.end] != ""
        assert hit.passage.document_id == hit.document.id
        assert hit.document == searcher.document(hit.document.id)


def test_a_question_without_any_word_of_the_documents_scores_low(searcher: Searcher) -> None:
    (unrelated,) = searcher.search("What is the boiling point of tungsten?", k=1)
    (related,) = searcher.search("What do the telescopes of the night garden show?", k=1)
    assert unrelated.score < 0.3 < related.score


@pytest.mark.parametrize(
    ("filters", "documents"),
    [
        (Filters(cities=("sejong",)), {"cities/sejong"}),
        (Filters(cities=("SEJONG", "Oberlinden")), {"cities/sejong", "cities/oberlinden"}),
        (Filters(cities=("E\u0301VREUX-LES-PINS ",)), {"cities/evreux-les-pins"}),
        (Filters(countries=("republic of korea",)), {"cities/sejong"}),
        (Filters(documents=("notes", "GARDEN")), {"notes", "garden"}),
        (Filters(cities=("Sejong", "Oberlinden"), countries=("Germany",)), {"cities/oberlinden"}),
        (Filters(cities=("Sejong",), countries=("Germany",)), set()),
        (Filters(documents=("no/such",)), set()),
        (Filters(cities=("",)), set()),
    ],
)
def test_filters(searcher: Searcher, filters: Filters, documents: set[str]) -> None:
    hits = searcher.search("Who learns in the town?", filters, EVERYTHING)
    assert {hit.document.id for hit in hits} == documents
    everywhere = searcher.search("Who learns in the town?", k=EVERYTHING)
    assert hits == [hit for hit in everywhere if hit.document.id in documents]


def test_the_same_query_gives_the_same_hits_in_any_thread(searcher: Searcher) -> None:
    alone = [searcher.search(query) for query in QUERIES]
    with ThreadPoolExecutor(8) as pool:
        for again in range(5):
            assert list(pool.map(searcher.search, QUERIES)) == alone, again


def test_documents_are_listed_by_id_without_their_text(searcher: Searcher) -> None:
    summaries = list(searcher.documents())
    assert [summary.id for summary in summaries] == sorted(summary.id for summary in summaries)
    assert len(summaries) == len(CORPUS) == searcher.info.documents
    for summary in summaries:
        document = searcher.document(summary.id)
        assert document is not None
        expected = {**asdict(document), "characters": len(document.text)}
        assert asdict(summary).items() <= expected.items()
        assert summary.sources == document.sources


def test_an_unknown_document_is_none(searcher: Searcher) -> None:
    assert searcher.document("no/such") is None
    assert searcher.document("") is None


def test_every_place_of_a_quote_is_found(searcher: Searcher) -> None:
    for quote in ("learning", "부안", "🔥", "e", "'", "a learning", "..", "%"):
        expected = [
            (summary.id, start)
            for summary in searcher.documents()
            if (document := searcher.document(summary.id))
            for start in range(len(document.text))
            if document.text.startswith(quote, start)
        ]
        assert list(searcher.containing(quote)) == expected
        within = [place for place in expected if place[0] == "cities/marlow-bay"]
        assert list(searcher.containing(quote, "cities/marlow-bay")) == within
    assert list(searcher.containing("learning"))
    assert list(searcher.containing("absent from all")) == []
    assert list(searcher.containing("learning", "no/such")) == []


def test_a_word_is_the_rarer_the_fewer_passages_know_it(searcher: Searcher) -> None:
    words = ["zeppelin", "telescopes", "ireland", "learning"]  # in none, one, two, most
    tokens = [token for word in words for token in content_tokens(word)]
    rarities = [searcher.rarity(token) for token in tokens]
    assert rarities == sorted(set(rarities), reverse=True)
    assert rarities[-1] > 0


def test_serving_brings_neither_torch_nor_what_builds(built_index: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from index.search import Searcher\n"
        "print(Searcher.open(Path(sys.argv[1])).search('festival')[0].document.id)\n"
        "heavy = {'torch', 'sentence_transformers', 'transformers', 'onnx', 'tqdm', 'sklearn'}\n"
        "print(heavy & set(sys.modules))\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(built_index)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout == "cities/marlow-bay\nset()\n"


@pytest.mark.parametrize("name", ["The reading bus", "Évreux-les-Pins", "The night garden"])
def test_what_was_asked_about_before_comes_up(searcher: Searcher, name: str) -> None:
    def rank(context: tuple[str, ...]) -> int:
        hits = searcher.search("What can people learn?", k=EVERYTHING, context=context)
        return [hit.document.title for hit in hits].index(name)

    assert rank((f"Where is {name}?",)) < rank(())


def test_context_leaves_the_scores_of_the_question_as_they_are(searcher: Searcher) -> None:
    question, before = "Who signed a charter?", "Where are lectures on astronomy given?"
    alone = {hit.passage: (hit.cosine, hit.bm25) for hit in searcher.search(question, k=EVERYTHING)}
    for hit in searcher.search(question, k=EVERYTHING, context=(before,)):
        assert (hit.cosine, hit.bm25) == alone[hit.passage]


def test_a_word_is_known_that_some_passage_has_or_is_called(searcher: Searcher) -> None:
    assert searcher.knows("telescopes")
    assert searcher.knows("Évreux-les-Pins")
    assert not searcher.knows("tungsten")
