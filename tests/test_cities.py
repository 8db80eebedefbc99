"""The documents that come with the project: whole, and found by the questions people ask."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.documents import Document
from corpus.folder import read_corpus
from corpus.passages import passages_of
from index.build import build_index
from index.search import Searcher
from service.ask import Service
from service.evaluation import evaluate
from service.question_set import Case, read_cases

ROOT = Path(__file__).parent.parent
SETS = {
    name: read_cases(ROOT / "tests" / "questions" / f"{name}.jsonl")
    for name in ("five_pages", "cities", "learning_cities")
}
ANSWERABLE = [case for case in SETS["five_pages"] if case.answered]
EVERY_NINTH = [case for cases in SETS.values() for case in cases][::9]


@pytest.fixture(scope="module")
def cities(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    folder = tmp_path_factory.mktemp("cities")
    build_index(ROOT / "corpus", folder)
    searcher = Searcher.open(folder)
    yield searcher
    searcher.close()


def documents() -> list[Document]:
    read = list(read_corpus(ROOT / "corpus"))
    assert all(isinstance(document, Document) for document in read), read
    return [document for document in read if isinstance(document, Document)]


def test_every_document_names_its_sources() -> None:
    for document in documents():
        assert document.sources, document.id
        for source in document.sources:
            assert source.title, document.id
            assert source.publisher, document.id
            assert re.fullmatch(r"https?://\S+", source.url or ""), document.id


def test_every_sentence_is_whole_and_short_enough_to_quote() -> None:
    for document in documents():
        for passage in passages_of(document):
            for start, end in passage.sentences:
                sentence = document.text[start:end]
                first = sentence.lstrip("\"“'‘#")[0]
                assert first.isupper() or first.isdigit(), sentence
                assert re.search(r"[.!?][\"”'’)]*$", sentence), sentence
                assert len(sentence.split()) <= 40, sentence


def test_a_part_of_the_questions_is_answered_and_declined_as_it_should_be(
    cities: Searcher,
) -> None:
    """Every ninth question, with the real models; the whole is for `scripts/evaluate.py`."""
    outcomes = list(evaluate(Service(cities), EVERY_NINTH))
    wrong = [(o.case.id, o.case.turns[-1], o.answer) for o in outcomes if not o.right]
    assert len(wrong) <= 0.35 * len(outcomes), wrong
    declined = [o for o in outcomes if not o.case.answered and not o.answered]
    assert len(declined) >= 0.65 * sum(not o.case.answered for o in outcomes), wrong


@pytest.mark.parametrize("name", SETS)
def test_every_question_cites_a_document_that_is_there(name: str) -> None:
    called: list[str | None] = []
    for document in documents():
        called += [document.id, document.title]
        called += [each for source in document.sources for each in (source.title, source.url)]
    for case in SETS[name]:
        assert case.cite is None or any(map(case.cite.search, filter(None, called))), case.id


def answers(case: Case, text: str) -> bool:
    return all(pattern.search(text) for pattern in case.all)


@pytest.mark.parametrize("case", ANSWERABLE[:20], ids=lambda case: case.id)
def test_the_answering_passage_is_among_the_first_five(case: Case, cities: Searcher) -> None:
    hits = cities.search(case.turns[-1], k=5)
    assert any(answers(case, hit.text) for hit in hits), [hit.text[:80] for hit in hits]
