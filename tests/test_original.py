from dataclasses import replace
from urllib.parse import unquote

import pytest

from corpus.documents import Document, Mark, Source, Span
from service.original import Original, original_of, text_directive

TEXT = "The pier is 84 metres long, and free - for all & sundry."
PAGE = Source("The pier", "Harbour office", "https://example.org/pier", "2021")
QUAY = Source("The quay", None, "https://example.org/quay", None)
QUOTE = Span(0, len(TEXT))
UNSPACED = "".join(map(chr, range(0x4E00, 0x4E00 + 150)))
COPY = Document("pier", "Pier", TEXT, "", "en", None, None, (), (PAGE,), (), (QUOTE,))


def test_a_copy_of_one_page_leads_to_the_quote_there() -> None:
    assert original_of(COPY, Span(0, 26)) == Original(
        PAGE,
        "https://example.org/pier#:~:text=The%20pier%20is%2084%20metres%20long",
        exact=True,
    )


def test_what_marks_its_paragraphs_promises_the_page_alone() -> None:
    marked = replace(COPY, sources=(PAGE, QUAY), marks=(Mark(QUOTE, (2,)),))
    assert original_of(marked, Span(0, 26)) == Original(QUAY, QUAY.url, exact=False)
    alone = replace(COPY, marks=(Mark(QUOTE, (1,)),))
    assert original_of(alone, Span(0, 26)) == Original(PAGE, PAGE.url, exact=False)


def test_of_several_sources_none_is_the_original() -> None:
    several = replace(COPY, sources=(PAGE, QUAY))
    assert original_of(several, Span(0, 26)) == Original(PAGE, PAGE.url, exact=False)


@pytest.mark.parametrize("url", [None, "", "javascript:alert(1)", "file:///etc/passwd"])
def test_no_address_that_is_not_of_the_web(url: str | None) -> None:
    source = replace(PAGE, url=url)
    assert original_of(replace(COPY, sources=(source,)), QUOTE) == Original(
        source, None, exact=False
    )


def test_no_source() -> None:
    assert original_of(replace(COPY, sources=()), QUOTE) is None


def test_an_address_that_has_a_fragment_keeps_it() -> None:
    source = replace(PAGE, url="https://example.org/pier#history")
    found = original_of(replace(COPY, sources=(source,)), Span(0, 8))
    assert found is not None
    assert found.url == "https://example.org/pier#history:~:text=The%20pier"


def test_what_has_a_meaning_in_a_fragment_is_encoded() -> None:
    assert text_directive("free - for all & sundry, 세종") == (
        ":~:text=free%20%2D%20for%20all%20%26%20sundry%2C%20%EC%84%B8%EC%A2%85"
    )


@pytest.mark.parametrize(
    ("quote", "ends"),
    [
        (
            "one two three four five " * 5 + "six.",
            ["one two three four five", "two three four five six."],
        ),
        (UNSPACED, [UNSPACED[:20], UNSPACED[-20:]]),
        ("First line\nand second", ["First line", "and second"]),
    ],
)
def test_a_long_quote_is_named_by_its_ends(quote: str, ends: list[str]) -> None:
    directive = text_directive(quote).removeprefix(":~:text=")
    assert [unquote(end) for end in directive.split(",")] == ends
    for end in ends:
        assert end in quote
