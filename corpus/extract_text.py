"""Plain text: paragraphs, items and headings told by blank lines, bullets and width."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from corpus.canonical import canonical
from corpus.documents import Source
from corpus.headings import with_headings, without_contents
from corpus.layout import Extracted, Line
from corpus.page import tidy
from corpus.wrapping import unwrapped

_BULLET = re.compile(r"(?:[•‣◦▪▫●○■□◆◇▶▷►▸∙·*※❍–—-]|[oㅇ](?=\s))\s+(?=\S)|(?=\d{1,3}[.)]\s)")


def extract_text(content: str) -> Extracted:
    """Read plain text, such as a page that was saved or copied as text."""
    page = tidy(list(_paragraphs(_lines(canonical(content)))))
    sources = (Source(page.title, None, None, page.published),) if page.published else ()
    return Extracted(
        tuple(without_contents(with_headings(page.lines))), page.title, sources=sources
    )


def _lines(text: str) -> Iterator[Line]:
    """Yield the lines that are not blank, with the depth of their bullets."""
    gap = True
    indents: list[int] = []  # of the items that are open, outermost first
    for raw in text.split("\n"):
        bare = raw.strip()
        if not bare:
            gap = True
            continue
        indent = len(raw) - len(raw.lstrip())
        bullet = _BULLET.match(bare)
        if bullet:
            while indents and indents[-1] >= indent:
                indents.pop()
            indents.append(indent)
            yield Line(bare[bullet.end() :], gap=gap, depth=len(indents))
        else:
            yield Line(bare, gap=gap)
        gap = False


def _paragraphs(lines: Iterable[Line]) -> Iterator[Line]:
    """Join the lines of each paragraph that was wrapped at a fixed width."""
    group: list[Line] = []
    for line in lines:
        if group and (line.gap or line.depth):
            yield from unwrapped(group)
            group = []
        group.append(line)
    yield from unwrapped(group)
