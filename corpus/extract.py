"""From the bytes of a file to its lines of text and what it says about itself."""

from __future__ import annotations

from collections.abc import Callable

from corpus.encoding import decode, decode_html
from corpus.extract_docx import extract_docx
from corpus.extract_html import extract_html
from corpus.extract_markdown import extract_markdown
from corpus.extract_pdf import extract_pdf
from corpus.extract_text import extract_text
from corpus.layout import Extracted

EXTRACTORS: dict[str, Callable[[bytes], Extracted]] = {
    ".md": lambda content: extract_markdown(decode(content)),
    ".txt": lambda content: extract_text(decode(content)),
    ".html": lambda content: extract_html(decode_html(content)),
    ".htm": lambda content: extract_html(decode_html(content)),
    ".pdf": extract_pdf,
    ".docx": extract_docx,
}
"""How to read each kind of file, by its suffix. Each may raise UnreadableDocument."""
