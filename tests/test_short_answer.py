import pytest

from service.question import Kind
from service.short_answer import short_answer


@pytest.mark.parametrize(
    ("kind", "question", "sentence", "expected"),
    [
        (Kind.DATE, "When did it open?", "It opened on 8 January 2026 in Ulm.", "8 January 2026"),
        (Kind.DATE, "When did it open?", "It has been open since 2015.", "2015"),
        (Kind.NUMBER, "How many courses?", "There were 1,275 courses for all.", "1,275"),
        (Kind.NUMBER, "How many aims are there?", "The plan has four aims.", "four"),
        (Kind.NUMBER, "What share reads?", "About 62% of adults read.", "62%"),
        (Kind.PERSON, "Who opened it?", "It was opened by Mayor Ada Lind.", "Mayor Ada Lind"),
        (Kind.PLACE, "Where is it held?", "Classes are held in Lind Hall every week.", "Lind Hall"),
        # What the question says itself is not its answer; the figure nearest its words is.
        (Kind.NUMBER, "How many came in 2016?", "In 2016, 40 people came.", "40"),
        (Kind.NUMBER, "How many courses?", "Of 90 people, all took 12 courses.", "12"),
        # Offsets count code points, also after an emoji.
        (Kind.DATE, "When?", "🎉 It began in 1999.", "1999"),
    ],
)
def test_the_short_answer_is_found(kind: Kind, question: str, sentence: str, expected: str) -> None:
    span = short_answer(kind, question, sentence)
    assert span is not None
    assert sentence[span.start : span.end] == expected


@pytest.mark.parametrize("kind", [Kind.REASON, Kind.OTHER, Kind.DATE])
def test_nothing_is_marked_where_nothing_stands_out(kind: Kind) -> None:
    assert short_answer(kind, "Why?", "The school opened because people asked for it.") is None
