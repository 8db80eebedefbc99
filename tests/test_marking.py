from dataclasses import replace

import pytest

from corpus.documents import Document, Section, Span
from service.marking import LONGEST, MOST_BLOCKS, Block, Piece, part_of

TEXT = "Boats\n\nA 🚤 came. It left.\n\nTrains\nOne — late.\nTwo."
DOCUMENT = Document(
    id="boats",
    title="A day",
    text=TEXT,
    sha256="",
    language="en",
    city=None,
    country=None,
    aliases=(),
    sources=(),
    sections=(Section("Boats", 0, 27), Section("Trains", 27, len(TEXT))),
    blocks=(Span(7, 25), Span(34, 45), Span(46, len(TEXT))),
)
SHOWN = ["Boats", "A 🚤 came. It left.", "Trains", "One — late.", "Two."]


def test_headings_and_blocks_are_told_apart_and_close_lines_kept_together() -> None:
    part = part_of(DOCUMENT)
    assert [block.text for block in part.blocks] == SHOWN
    assert [block.heading for block in part.blocks] == [True, False, True, False, False]
    assert [block.close for block in part.blocks] == [False, False, False, True, True]
    assert (part.number, part.count) == (1, 1)


def test_a_quote_is_marked_by_code_points() -> None:
    (marked,) = [block for block in part_of(DOCUMENT, Span(7, 16)).blocks if block.marked]
    assert marked.pieces == (Piece("A 🚤 came. "[:9], True), Piece(" It left.", False))


@pytest.mark.parametrize("start", range(len(TEXT)))
def test_any_range_is_marked_whole_and_nothing_is_lost(start: int) -> None:
    spans = [Span(0, 5), *DOCUMENT.blocks, Span(27, 33)]
    for end in range(start + 1, len(TEXT) + 1):
        blocks = part_of(DOCUMENT, Span(start, end)).blocks
        assert [block.text for block in blocks] == SHOWN
        marked = [piece.text for block in blocks for piece in block.pieces if piece.marked]
        inside = (TEXT[max(start, a) : min(end, b)] for a, b in sorted(spans))
        assert "".join(marked) == "".join(inside)


def test_the_title_stands_above_and_is_shown_again_only_where_it_is_quoted() -> None:
    titled = replace(DOCUMENT, title="Boats")
    assert [block.text for block in part_of(titled).blocks] == SHOWN[1:]
    assert [block.text for block in part_of(titled, Span(7, 16)).blocks] == SHOWN[1:]
    quoted = part_of(titled, Span(0, 5)).blocks
    assert [block.text for block in quoted] == SHOWN
    assert quoted[0].marked


def test_a_heading_that_may_be_quoted_is_shown_once() -> None:
    both = replace(DOCUMENT, blocks=(Span(0, 5), *DOCUMENT.blocks))
    assert part_of(both).blocks == part_of(DOCUMENT).blocks


def of_lines(lines: list[str], headings: bool = False) -> Document:
    """A document of these lines, every one a block or every one a heading."""
    spans, at = [], 0
    for line in lines:
        spans.append(Span(at, at + len(line)))
        at += len(line) + 1
    sections = tuple(Section(line, *span) for line, span in zip(lines, spans, strict=True))
    return replace(
        DOCUMENT,
        text="\n".join(lines),
        sections=sections if headings else (Section(None, 0, at),),
        blocks=() if headings else tuple(spans),
    )


def all_blocks(document: Document) -> list[Block]:
    count = part_of(document).count
    return [block for n in range(1, count + 1) for block in part_of(document, None, n).blocks]


def test_many_headings_come_in_several_parts_and_none_is_lost() -> None:
    lines = [f"Heading {number}" for number in range(100_000)]
    document = of_lines(lines, headings=True)
    part = part_of(document)
    assert len(part.blocks) == MOST_BLOCKS
    assert part.count == len(lines) / MOST_BLOCKS
    assert part_of(document, number=2).blocks[0].text == f"Heading {MOST_BLOCKS}"
    assert part_of(document, number=1_000_000) == part_of(document, number=part.count)


def test_a_long_text_and_a_line_that_is_too_long_for_one_part() -> None:
    lines = ["a" * (LONGEST - 1), "b" * 10, "c" * (2 * LONGEST + 5), "d"]
    document = of_lines(lines)
    blocks = all_blocks(document)
    assert "".join(block.text for block in blocks) == "".join(lines)
    for number in range(1, part_of(document).count + 1):
        shown = part_of(document, number=number)
        assert shown.number == number
        assert sum(len(block.text) for block in shown.blocks) <= LONGEST


@pytest.mark.parametrize(("start", "number"), [(0, 1), (LONGEST + 5, 2), (3 * LONGEST + 3, 4)])
def test_the_part_that_has_the_quote_is_shown(start: int, number: int) -> None:
    document = of_lines(["a" * LONGEST, "b" * LONGEST, "c" * LONGEST, "d" * LONGEST])
    quote = Span(start, start + 4)
    part = part_of(document, quote)
    assert part.number == number
    marked = [p.text for block in part.blocks for p in block.pieces if p.marked]
    assert "".join(marked) == document.text[start : start + 4]
    assert not any(block.marked for block in part_of(document, quote, 3).blocks)


def test_a_text_without_a_line_has_one_empty_part() -> None:
    bare = replace(DOCUMENT, sections=(), blocks=())
    part = part_of(bare, Span(0, 4))
    assert (part.blocks, part.number, part.count) == ((), 1, 1)
