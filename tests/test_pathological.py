"""Files made to take for ever cost a bounded time, and are documents or refused in words.

What is read in this process is no longer than `apart._SHORT`; longer files are read in a process of
their own, which ends in time and memory whatever it holds (tests/test_apart.py).
"""

from __future__ import annotations

import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from corpus import apart
from corpus.documents import Document, UnreadableDocument
from corpus.folder import read_document
from corpus.passages import passages_of
from tests.test_documents import check
from tests.test_extract_docx import made as made_docx
from tests.test_extract_docx import paragraph
from tests.test_extract_pdf import made as made_pdf

LONGEST = 20.0
"""Seconds of the processor's time; the slowest takes about three."""

SENTENCE = "The harbour school has taught on the quay since 1998. "


def full(unit: str, *, head: str = "", tail: str = SENTENCE) -> str:
    """As many of `unit` as a file may hold that is read in this process."""
    return head + unit * ((apart._SHORT - 100) // len(unit.encode())) + tail


SHORT = {
    "one line.txt": full(SENTENCE),
    "one word.txt": full("a"),
    "lines.txt": full("ab\n"),
    "headings.txt": full("Heading 1\n\nSome text.\n\n"),
    "accents.txt": full("\u0301\u0316", head="a"),
    "letters with accents.txt": full("a" + "\u0301\u0316\u0323" * 9),
    "quotes.txt": full("“"),
    "brackets.txt": full("("),
    "numbers.txt": full("1."),
    "labels.txt": full("a: "),
    "bullets.txt": full("- "),
    "flags.txt": full("🇰", head="a "),
    "joiners.txt": full("a\u200d"),
    "overrides.txt": full("\u202e"),
    "nothing.txt": full("\0"),
    "menus.txt": full("Home\nabc\n"),
    "headings.md": full("# A\n"),
    "quotations.md": full(">"),
    "brackets.md": full("["),
    "pictures.md": full("!["),
    "stars.md": full("*a "),
    "strong.md": full("a**b"),
    "angles.md": full("<"),
    "ticks.md": "".join("`" * n + " " for n in range(1, 400)) + SENTENCE,
    "lists.md": "".join("  " * n + "- a\n" for n in range(300)) + SENTENCE,
    "tables.md": "\n".join(["|a" * 3_000, "|-" * 3_000, *["|b" * 3_000] * 10]),
    "links.md": full("[a]("),
    "references.md": full("[a]: http://b.c\n\n"),
    "notes.md": full("[^1]"),
    "comments.md": full("<!-- "),
    "keys.md": full("a: [", head="---\n", tail="\n---\n" + SENTENCE),
    "divisions.html": "<div>" * 4_900 + SENTENCE,
    "divisions without end.html": full("<div>"),
    "open.html": full("<p><b>"),
    "links.html": full("<a>", tail="<p>x " * 100),
    "attributes.html": full("a ", head="<p ", tail=f">{SENTENCE}"),
    "tables.html": full("<table><tr><td>"),
    "lists.html": full("<ul><li>"),
    "wide table.html": "<table>" + ("<tr>" + "<td>a 1" * 6_000) * 2,
    "spans.html": "<table>" + "<tr>" + "<td rowspan=65000 colspan=900>a 1" * 200,
}


@pytest.mark.parametrize("name", SHORT)
def test_a_short_text_takes_seconds(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(SHORT[name], encoding="utf-8")
    began = time.thread_time()
    with suppress(UnreadableDocument):
        check(read_document(path, tmp_path))
    assert time.thread_time() - began < LONGEST


def test_every_character_there_is(tmp_path: Path) -> None:
    """Forty to a line, so that no rule about long lines is all that sees them."""
    characters = [chr(code) for code in range(sys.maxunicode + 1)]
    lines = ["".join(characters[at : at + 40]) for at in range(0, len(characters), 40)]
    for suffix in (".txt", ".md", ".html"):
        for part in range(8):
            path = tmp_path / f"{part}{suffix}"
            text = "\n\n".join(f"Some words {line} at last." for line in lines[part * 5 :: 400])
            path.write_text(text, encoding="utf-8", errors="replace")
            check(read_document(path, tmp_path))


def reason(path: Path, content: bytes) -> str:
    path.write_bytes(content)
    with pytest.raises(UnreadableDocument) as raised:
        read_document(path, path.parent)
    return raised.value.reason


def test_ten_megabytes_on_one_line(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(SENTENCE * (10_000_000 // len(SENTENCE)))
    document = read_document(path, tmp_path)
    assert isinstance(document, Document)
    assert len(document.text) > 9_900_000
    assert len(passages_of(document)) > 10_000


def test_a_hundred_thousand_headings(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("".join(f"<h2>Part {n}</h2><p>Text {n} is here." for n in range(100_000)))
    document = read_document(path, tmp_path)
    assert len(document.sections) > 99_000
    assert len(passages_of(document)) > 99_000


def test_a_million_empty_pages(tmp_path: Path) -> None:
    assert "1,000,000 pages" in reason(tmp_path / "a.pdf", made_pdf(b"", pages=1_000_000))


def test_pages_that_are_counted_without_being_there(tmp_path: Path) -> None:
    lying = made_pdf(b"", pages=10).replace(b"/Count 10", b"/Count 99999999")
    assert "empty" in reason(tmp_path / "a.pdf", lying)


def test_a_document_that_unpacks_to_a_thousand_times_its_size(tmp_path: Path) -> None:
    bomb = made_docx(paragraph(" " * 60_000_000))
    assert len(bomb) < 100_000
    assert "more than the 50,000,000" in reason(tmp_path / "a.docx", bomb)


def test_tables_within_tables(tmp_path: Path) -> None:
    inside = "<w:tbl><w:tr><w:tc>" * 3_000 + paragraph("x") + "</w:tc></w:tr></w:tbl>" * 3_000
    assert "RecursionError" in reason(tmp_path / "a.docx", made_docx(inside))
