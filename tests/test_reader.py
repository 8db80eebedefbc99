"""Reading with the reader that comes with the project, and the small rules around it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import astuple, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from corpus.documents import Span
from index.search import Hit, Searcher
from service.reader import (
    LONGEST_SPAN,
    MAX_LENGTH,
    MODEL,
    ReaderError,
    Reading,
    TrainedReader,
    best_span,
    tokens_within,
    whole_words,
)
from service.reader_input import MAX_QUESTION_TOKENS, Encoded
from tests.hits import make_hit, marked, quoted

LIBRARY = make_hit(
    [
        "The tool library of Oberlinden lends 340 drills and ladders.",
        "Ilse Brandt founded the tool library in 2009.",
        "It stands beside the old tram depot.",
    ],
    id="library",
    title="Tool library",
)
HARBOUR = make_hit(
    [
        "The harbour school of Marlow Bay teaches sailmaking in winter.",
        "The boats of the harbour school are built of larch.",
        "Pupils sleep on board in June.",
    ],
    id="harbour",
    title="Harbour school",
)
BUS = make_hit(
    [
        "The reading bus 🚌 stops in eleven villages.",
        "🔥 The bus carries 2,300 books and a stove.",
        "부안군은 바닷가 마을마다 배움터를 열었습니다.",
    ],
    id="bus",
    title="부안 이야기",
)


@pytest.fixture(scope="module")
def reader() -> TrainedReader:
    return TrainedReader()


def best(readings: list[Reading]) -> Reading:
    return max(readings, key=lambda reading: reading.span)


def numbers(readings: list[Reading]) -> list[tuple[object, ...]]:
    """The readings without their hits."""
    return [astuple(reading)[1:] for reading in readings]


def read_spans(readings: list[Reading]) -> list[Span]:
    return [reading.sentence for reading in readings]


# The whole reader


def test_every_sentence_of_every_hit_is_read_once_and_in_order(
    reader: TrainedReader, searcher: Searcher
) -> None:
    hits = searcher.search("What can people learn?")
    readings = reader.read("What can people learn?", hits)
    assert len(hits) > 5
    assert [(reading.hit, reading.sentence) for reading in readings] == [
        (hit, span) for hit in hits for span in hit.passage.sentences
    ]


@pytest.mark.parametrize("file", ["reader.onnx", "tokenizer.json"])
@pytest.mark.parametrize("content", [None, b"", b"damaged"])
def test_a_missing_or_damaged_reader_is_refused(
    tmp_path: Path, file: str, content: bytes | None
) -> None:
    for name in {"reader.onnx", "tokenizer.json"} - {file}:
        (tmp_path / name).symlink_to(MODEL / name)
    if content is not None:
        (tmp_path / file).write_bytes(content)
    with pytest.raises(ReaderError, match="install the project again") as refused:
        TrainedReader(tmp_path)
    assert str(tmp_path) in str(refused.value)


def test_a_covered_sentence_is_as_if_it_were_not_there(reader: TrainedReader) -> None:
    asked = "When did Ulm join?"
    told = ["Ulm joined in 2015.", "It is a town.", "One page says that Ulm joined in 2016."]
    hit = make_hit(told, id="ulm")
    first, *others = hit.passage.sentences
    without = replace(hit.passage, start=others[0].start, sentences=tuple(others))
    read = reader.read(asked, [hit], {("ulm", first.start)})
    assert numbers(read) == numbers(reader.read(asked, [replace(hit, passage=without)]))
    assert [reading.place for reading in read] == [("ulm", span.start) for span in others]
    assert reader.read(asked, [hit], {reading.place for reading in reader.read(asked, [hit])}) == []


def test_nothing_is_read_from_nothing(reader: TrainedReader) -> None:
    assert reader.read("Why?", []) == []


@pytest.mark.parametrize(
    ("question", "sentence", "answer"),
    [
        ("Who founded the tool library?", LIBRARY.passage.sentences[1], "Ilse Brandt"),
        ("When was the tool library founded?", LIBRARY.passage.sentences[1], "2009"),
        ("How many drills does the tool library lend?", LIBRARY.passage.sentences[0], "340"),
        (
            "What are the boats of the harbour school built of",
            HARBOUR.passage.sentences[1],
            "larch",
        ),
        ("How many books does the bus carry?", BUS.passage.sentences[1], "2,300"),
    ],
)
def test_a_question_in_a_sentences_own_words_finds_its_answer(
    reader: TrainedReader, question: str, sentence: Span, answer: str
) -> None:
    found = best(reader.read(question, [LIBRARY, HARBOUR, BUS]))
    assert found.sentence == sentence
    assert answer in marked(found)
    assert len(marked(found)) < len(quoted(found)) / 2


def test_no_answer_is_likelier_where_there_is_none(reader: TrainedReader) -> None:
    asked = best(reader.read("Who founded the tool library?", [LIBRARY]))
    elsewhere = best(reader.read("What is the boiling point of tungsten?", [LIBRARY]))
    assert asked.span - asked.no_span > elsewhere.span - elsewhere.no_span
    assert asked.absent < elsewhere.absent


def test_highlights_are_whole_words_inside_their_sentence(reader: TrainedReader) -> None:
    for question in ("How many books?", "마을", "Who opened it in June?"):
        for reading in reader.read(question, [BUS, LIBRARY]):
            start, end = reading.highlight
            text = quoted(reading)
            assert 0 <= start < end <= len(text)
            assert marked(reading) == marked(reading).strip()
            assert not text[max(start - 1, 0) : start + 1].isalnum() or start == 0
            assert not text[end - 1 : end + 1].isalnum() or end == len(text)


def test_a_reading_depends_on_no_other_hit(reader: TrainedReader) -> None:
    question = "Who founded it?"
    together = reader.read(question, [LIBRARY, HARBOUR, BUS])
    apart = [reading for hit in (LIBRARY, HARBOUR, BUS) for reading in reader.read(question, [hit])]
    assert together == apart


def test_readers_and_threads_agree_to_the_last_bit(reader: TrainedReader) -> None:
    def read(_: int) -> list[Reading]:
        return reader.read("Who founded it?", [LIBRARY, HARBOUR, BUS])

    alone = TrainedReader().read("Who founded it?", [LIBRARY, HARBOUR, BUS])
    with ThreadPoolExecutor(4) as pool:
        assert all(readings == alone for readings in pool.map(read, range(4)))


def test_a_heading_that_repeats_the_title_is_read_once(reader: TrainedReader) -> None:
    def under(heading: str | None) -> list[tuple[object, ...]]:
        passage = replace(LIBRARY.passage, heading=heading)
        return numbers(reader.read("Who founded it?", [replace(LIBRARY, passage=passage)]))

    assert under("Tool library") == under(None)
    assert under("Founders") != under(None)


# Long, odd and empty passages


def long_hit(sentences: int) -> Hit:
    """Sentences of ten and more tokens each, and a last one that says something else."""
    filler = [
        f"In street number {n} the windows are painted every spring." for n in range(sentences)
    ]
    return make_hit([*filler, "Ada Quill sailed the ferry to Cork."], title="Streets")


def test_a_long_passage_is_read_in_several_parts_and_every_sentence_once(
    reader: TrainedReader,
) -> None:
    hit = long_hit(80)
    readings = reader.read("Who sailed the ferry?", [hit])
    assert tuple(read_spans(readings)) == hit.passage.sentences
    # Each run has a logit of its own for "no answer here".
    runs = [reading.absent for reading in readings]
    changes = sum(one != other for one, other in pairwise(runs))
    assert changes + 1 == len(set(runs)) >= 3
    assert quoted(best(readings)) == "Ada Quill sailed the ferry to Cork."
    assert "Ada Quill" in marked(best(readings))


def test_an_endless_question_takes_no_more_room_than_a_long_one(reader: TrainedReader) -> None:
    hit = long_hit(20)
    long, endless = ("why " * count for count in (MAX_QUESTION_TOKENS, 200))
    assert reader.read(endless, [hit]) == reader.read(long, [hit])


def test_a_passage_that_fits_is_read_at_once(reader: TrainedReader) -> None:
    assert len({reading.absent for reading in reader.read("Who?", [long_hit(8)])}) == 1


def test_a_sentence_longer_than_the_window_is_cut_and_not_lost(reader: TrainedReader) -> None:
    endless = "Ada Quill sailed the ferry " + "and then the windows were painted " * 100 + "blue."
    hit = make_hit(["It rained.", endless, "The fair of Ulm opened in 1641."])
    readings = reader.read("Who sailed the ferry?", [hit])
    assert tuple(read_spans(readings)) == hit.passage.sentences
    assert len({reading.absent for reading in readings}) == 3
    assert best(readings).sentence == hit.passage.sentences[1]
    assert "Ada Quill" in marked(best(readings))


def test_a_sentence_without_a_sign_that_the_reader_knows_is_left_out(
    reader: TrainedReader,
) -> None:
    invisible = "\u200b\u200b"
    assert reader.read("Why?", [make_hit([invisible])]) == []
    hit = make_hit([invisible, "Ulm has a fair.", "🔥🔥"])
    assert tuple(read_spans(reader.read("Why?", [hit]))) == hit.passage.sentences[1:]


def test_sentences_need_no_space_between_them(reader: TrainedReader) -> None:
    hit = make_hit(["市民可以免费学习书法。", "The fair opened in 1641."], between="")
    readings = reader.read("When did the fair open?", [hit])
    assert tuple(read_spans(readings)) == hit.passage.sentences
    assert "1641" in marked(best(readings))


def test_logits_are_of_what_fits(reader: TrainedReader) -> None:
    encoded, logits = reader.logits("Who?", "Streets", "Windows are painted. " * 300)
    assert len(encoded.ids) == MAX_LENGTH
    assert {len(row) for row in (logits.start, logits.end, logits.sentence)} == {MAX_LENGTH}


# Small rules


def test_the_best_span_runs_forward_and_is_not_too_long() -> None:
    start, end = np.zeros(50, np.float32), np.zeros(50, np.float32)
    start[[5, 40]] = 3, 2
    end[[3, 45]] = 4, 3  # before the best start, and too far after it
    assert best_span(start, end) == (40, 45, 5.0)


@pytest.mark.parametrize(("length", "last"), [(LONGEST_SPAN, 29), (LONGEST_SPAN + 1, 0)])
def test_the_longest_span(length: int, last: int) -> None:
    start, end = np.zeros(length, np.float32), np.zeros(length, np.float32)
    start[0], end[0], end[-1] = 5, 1, 2
    assert best_span(start, end)[:2] == (0, last)


def test_a_single_token_is_a_span() -> None:
    one = np.ones(1, np.float32)
    assert best_span(one, one) == (0, 0, 2.0)


@pytest.mark.parametrize(
    ("begin", "end", "expected"),
    [(0, 3, slice(5, 7)), (4, 9, slice(7, 8)), (0, 9, slice(5, 8)), (3, 4, slice(7, 7))],
)
def test_tokens_are_found_by_their_characters(begin: int, end: int, expected: slice) -> None:
    encoded = Encoded(ids=[], types=[], offset=5, chars=[(0, 2), (2, 3), (4, 9)])
    assert tokens_within(encoded, begin, end) == expected


@pytest.mark.parametrize(
    ("text", "found", "wide"),
    [
        ("Ulm opened in 1641.", "open", "opened"),
        ("Ulm opened in 1641.", "64", "1641"),
        ("Ulm opened in 1641.", "Ulm", "Ulm"),
        ("🔥 Zoë Lind sang.", "Zo", "Zoë"),
        ("🔥 Zoë Lind sang.", "ë Li", "Zoë Lind"),
        ("부안군은 마을", "안군", "부안군은"),
        ("南京的图书馆开放十二个小时", "十二", "十二"),
        ("well-known", "known", "known"),
        ("end", "nd", "end"),
    ],
)
def test_what_was_found_is_widened_to_whole_words(text: str, found: str, wide: str) -> None:
    start = text.index(found)
    span = whole_words(text, Span(start, start + len(found)), Span(0, len(text)))
    assert text[span.start : span.end] == wide


def test_words_are_not_widened_beyond_their_sentence_and_counted_from_its_start() -> None:
    text = "早上He sang晚上"
    sentence = Span(2, 9)
    assert text[2:9] == "He sang"
    assert whole_words(text, Span(3, 4), sentence) == Span(0, 2)
    assert whole_words(text, Span(6, 8), sentence) == Span(3, 7)
