from index.search import Searcher
from service.question import interpret
from service.reader import Reading, SimilarityReader


def read(searcher: Searcher, text: str) -> list[Reading]:
    question = interpret(text, [])
    return SimilarityReader(searcher.encoder).read(question, searcher.search(text, k=3))


def test_every_sentence_of_every_hit_is_read_once_and_in_order(searcher: Searcher) -> None:
    hits = searcher.search("What can people learn?", k=3)
    readings = SimilarityReader(searcher.encoder).read(interpret("What is it?", []), hits)
    assert [(reading.hit, reading.sentence) for reading in readings] == [
        (hit, span) for hit in hits for span in hit.passage.sentences
    ]
    assert all(0 <= reading.score <= 1 for reading in readings)


def test_a_sentence_asked_for_by_its_own_words_is_read_as_the_answer(searcher: Searcher) -> None:
    for hit in searcher.search("What can people learn?", k=3):
        start, end = hit.passage.sentences[0]
        best = max(read(searcher, hit.document.text[start:end]), key=lambda r: r.score)
        assert best.sentence == (start, end)
        assert best.hit.document.id == hit.document.id
        assert best.score > 0.5


def test_nothing_is_read_from_nothing(searcher: Searcher) -> None:
    assert SimilarityReader(searcher.encoder).read(interpret("Why?", []), []) == []
