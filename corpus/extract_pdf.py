"""PDF: its text in the order of the file, and what its layout tells of headings and tables."""

from __future__ import annotations

import re

from corpus.canonical import one_line
from corpus.headings import with_strong_headings, without_contents
from corpus.layout import Extracted
from corpus.page import tidy
from corpus.pdf_layout import laid_out
from corpus.pdf_margins import text_size, without_margins
from corpus.pdf_rows import rows
from corpus.pdf_runs import read_pdf
from corpus.shape import is_short
from corpus.writer import written

_NO_TITLE = re.compile(
    r"\.\w{2,5}$|://|^(?:microsoft (?:word|powerpoint|excel)\b|untitled|document ?\d*$|slide ?\d*$"
    r"|powerpoint presentation|無題|无标题|제목 없음|ohne titel|sans titre|sin título)",
    re.IGNORECASE,
)
"""What programs put in the place of a title: the name of a file, or that there is none."""


def extract_pdf(content: bytes) -> Extracted:
    """Read a PDF without its running heads, page numbers and footnotes.

    Raises UnreadableDocument.
    """
    pdf = read_pdf(content)
    size = text_size(pdf.pages)
    body = laid_out([rows(page) for page in without_margins(pdf.pages, size)], size)
    title = one_line(pdf.title)
    sensible = (
        any(c.isalpha() for c in title) and is_short(title, 30) and not _NO_TITLE.search(title)
    )
    page = tidy(written(body), title if sensible else None)
    return Extracted(tuple(without_contents(with_strong_headings(page.lines))), page.title)
