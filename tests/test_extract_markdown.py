"""Markdown: front matter and the text as a reader sees it."""

from __future__ import annotations

from pathlib import Path

from corpus.documents import Source
from corpus.extract_markdown import extract_markdown
from corpus.folder import read_document

PAGES = Path(__file__).parent / "fixtures" / "pages"


def test_a_whole_document() -> None:
    document = read_document(PAGES / "notes.md", PAGES)
    assert document.title == "Millbrook, a town of bridges"
    assert (document.city, document.country) == ("Millbrook", "Northland")
    assert document.aliases == ("Millbrook-on-Ems", "밀브룩")
    assert document.sources == (
        Source(
            "Millbrook at a glance",
            "Network of Tidal Cities",
            "https://tidal.example/cities/millbrook",
            "2016",
        ),
    )
    assert document.text == (
        "Millbrook\n\n"
        "Millbrook has 41 bridges, more than any other town in Northland. It writes A1 on none of "
        "them.\n\n"
        "Schools\n\n"
        "The Bridge School has 210 pupils.\n"
        "The Ferry School has 60.\n\n"
        "School: Bridge School; Pupils: 210; Founded: 1998\n"
        "School: Ferry School; Pupils: 60\n\n"
        "Head teacher : Dr. Ada Lind\n\n"
        "Visitors\n\n"
        "Take the train to Millbrook.\n\n"
        "Cross three bridges.\n\n"
        "An indented paragraph is text as well."
    )
    assert [(s.heading, s.level) for s in document.sections] == [
        ("Millbrook", 1),
        ("Schools", 2),
        ("Visitors", 2),
    ]


def test_the_title_is_the_front_matter_s_the_first_heading_s_or_none() -> None:
    assert extract_markdown("---\ntitle: A\n---\n# B\n\nText.").title == "A"
    assert extract_markdown("# B\n\nText.").title == "B"
    assert extract_markdown("Here is a text that only has a sentence to say.").title is None


def test_markup_is_not_text() -> None:
    lines = extract_markdown(
        "**Bold** _it_ [link](http://a.example) ![alt](i.png) <b>x</b> a&amp;b 2 * 3\n"
    )
    assert [line.text for line in lines.lines] == ["Bold it link x a&b 2 * 3"]


def test_windows_line_ends() -> None:
    extracted = extract_markdown("---\r\ntitle: A\r\n---\r\n# B\r\n\r\nText\r\nand more.\r\n")
    assert (extracted.title, [line.text for line in extracted.lines]) == (
        "A",
        ["B", "Text and more."],
    )
