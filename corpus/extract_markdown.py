"""Markdown: front matter, and a body that is read as the HTML page it makes."""

from __future__ import annotations

from markdown_it import MarkdownIt

from corpus.canonical import canonical, one_line
from corpus.dom import parse, tree
from corpus.footnotes import footnotes, marked, without_marks
from corpus.front_matter import split
from corpus.headings import with_strong_headings
from corpus.layout import Extracted
from corpus.page import tidy
from corpus.prune import prune
from corpus.writer import written

# An indented line is text: in prose, and in pages saved as text, it is hardly ever code.
_MARKDOWN = (
    MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable("code").use(footnotes)
)


def extract_markdown(content: str) -> Extracted:
    """Read Markdown. Raises UnreadableDocument if its front matter or a mark is wrong."""
    front, body = split(canonical(content))
    root = prune(tree(parse(_MARKDOWN.render(body))))
    first = next((one_line(without_marks(h1.said())) for h1 in root.find("h1")), None)
    lines = [marked(line, len(front.sources)) for line in written(root)]
    page = tidy(lines, first or front.title)
    return Extracted(
        lines=tuple(with_strong_headings(page.lines)),
        title=front.title or page.title,
        language=front.language,
        city=front.city,
        country=front.country,
        aliases=front.aliases,
        sources=front.sources,
    )
