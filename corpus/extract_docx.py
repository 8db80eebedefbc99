"""DOCX: converted to HTML by mammoth, and read as the HTML page that makes."""

from __future__ import annotations

import io
import re
import zipfile

import mammoth

from corpus.canonical import one_line
from corpus.documents import UnreadableDocument
from corpus.dom import Node, parse, tree
from corpus.headings import with_strong_headings, without_contents
from corpus.layout import Extracted
from corpus.page import tidy
from corpus.prune import prune
from corpus.table_header import mark_bold_header
from corpus.writer import written

LARGEST_XML = 50_000_000
"""Bytes, unpacked. A book of a thousand pages has about 20 million."""

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How a file of the old Office begins, and so does one that is protected by a password."""

_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name^='toc '] => !
p[style-name^='TOC '] => !
"""
_NOTE = re.compile(r"(?:foot|end)note-\d")


def extract_docx(content: bytes) -> Extracted:
    """Read a DOCX without its headers, footers, notes, comments, contents and deleted text.

    Raises UnreadableDocument.
    """
    _check(content)
    html = mammoth.convert_to_html(
        io.BytesIO(content),
        style_map=_STYLES,
        include_embedded_style_map=False,
        convert_image=lambda _: [],  # the picture is not even unpacked
    ).value
    root = prune(_without_notes(tree(parse(html))))
    for table in root.find("table"):
        mark_bold_header(table)
    first = next((one_line(h1.said()) for h1 in root.find("h1")), None)
    page = tidy(written(root), first)
    return Extracted(tuple(without_contents(with_strong_headings(page.lines))), page.title)


def _check(content: bytes) -> None:
    """Raise UnreadableDocument for what is no DOCX or would unpack to too much."""
    if content.startswith(_COMPOUND):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise UnreadableDocument(
                "It is protected by a password.", "Save it without one, then build again."
            )
        raise UnreadableDocument(
            "It is an old Word document (.doc) by another name.", "Save it as .docx."
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            # No more than the size stated here is ever unpacked, whatever the parts hold.
            unpacked = sum(
                part.file_size
                for part in archive.infolist()
                if part.filename.lower().endswith((".xml", ".rels"))
            )
    except zipfile.BadZipFile as error:
        raise UnreadableDocument(
            "It is no DOCX file, or a part of it is missing.",
            "Open it in a word processor and save it again as .docx.",
        ) from error
    if unpacked > LARGEST_XML:
        raise UnreadableDocument(
            f"Its text has {unpacked:,} bytes unpacked, more than the {LARGEST_XML:,} that a "
            "document may have.",
            "Divide it into several documents.",
        )


def _without_notes(root: Node) -> Node:
    """Take out the lists of notes that mammoth writes below the text."""
    for node in root.walk():
        node.children = [
            child
            for child in node.children
            if not (child.tag == "li" and _NOTE.fullmatch(child.attributes.get("id", "")))
        ]
    return root
