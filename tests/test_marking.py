import pytest

from corpus.documents import Document, Section, Span
from service.marking import Part, parts

TEXT = "Boats\n\nA 🚤 came. It left.\n\nTrains\nOne — late."
DOCUMENT = Document(
    id="boats",
    title="Boats",
    text=TEXT,
    sha256="",
    language="en",
    city=None,
    country=None,
    aliases=(),
    sources=(),
    sections=(Section("Boats", 0, 27), Section("Trains", 27, len(TEXT))),
    blocks=(Span(7, 25), Span(34, 45)),
)


def test_headings_blocks_and_the_gaps_between_them_are_told_apart() -> None:
    assert parts(DOCUMENT) == [
        Part("heading", "Boats", False),
        Part("gap", "\n\n", False),
        Part("text", "A 🚤 came. It left.", False),
        Part("gap", "\n\n", False),
        Part("heading", "Trains", False),
        Part("gap", "\n", False),
        Part("text", "One — late.", False),
    ]


def test_a_quote_is_marked_by_code_points() -> None:
    quote = Span(7, 16)
    assert TEXT[quote.start : quote.end] == "A 🚤 came. "[:9]
    assert [part for part in parts(DOCUMENT, quote) if part.marked] == [
        Part("text", TEXT[7:16], True)
    ]


@pytest.mark.parametrize("start", range(len(TEXT)))
def test_any_range_is_marked_whole_and_nothing_is_lost(start: int) -> None:
    for end in range(start + 1, len(TEXT) + 1):
        found = parts(DOCUMENT, Span(start, end))
        assert "".join(part.text for part in found) == TEXT
        assert "".join(part.text for part in found if part.marked) == TEXT[start:end]


def test_text_outside_every_section_and_block_is_still_shown() -> None:
    bare = Document("x", "X", "only this", "", "en", None, None, (), (), (), ())
    assert parts(bare, Span(0, 4)) == [Part("gap", "only", True), Part("gap", " this", False)]
