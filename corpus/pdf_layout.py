"""The rows of a PDF's pages as elements of one page: headings, paragraphs, lists and tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from corpus.dom import Node
from corpus.pdf_paragraphs import BULLET, joined, paragraphs, usual_step, vocabulary
from corpus.pdf_rows import Row
from corpus.pdf_runs import Run
from corpus.shape import is_short
from corpus.table_header import mark_bold_header

_LARGER = 1.12
"""Times the size of the text: larger type is a heading."""

_MOST_LINES = 3
_MOST_WORDS = 30
"""Of a heading."""


@dataclass(frozen=True)
class _Text:
    """A heading, a paragraph or an item of a list, set in `lines` lines."""

    text: str
    lines: int
    size: float
    bold: bool

    def heads(self, size: float) -> bool:
        """Tell whether it is a heading in a text of this `size`."""
        return (
            self.size > _LARGER * size
            and self.lines <= _MOST_LINES
            and is_short(self.text, _MOST_WORDS)
            and not self.text.endswith((".", "。"))
        )


@dataclass(frozen=True)
class _Table:
    rows: tuple[Row, ...]


def laid_out(pages: Sequence[Sequence[Row]], size: float) -> Node:
    """Return the text of `pages`, most of which is set in `size` points, as the body of a page."""
    lines = [line for page in pages for row in page for cell in row.cells for line in cell]
    known = vocabulary(lines)
    usual = usual_step(lines)
    blocks: list[_Text | Node] = []
    for part in _parts(pages):
        if isinstance(part, _Table):
            blocks.append(_table(part.rows, known))
        else:
            blocks += [_text(group, known) for group in paragraphs(part, usual)]
    return _body(blocks, size)


def _parts(pages: Sequence[Sequence[Row]]) -> Iterator[list[Run] | _Table]:
    """Yield the lines and the tables of `pages` in turn; a table may go on on the next page."""
    lines: list[Run] = []
    table: list[Row] = []
    for page in pages:
        for several, group in groupby(page, key=lambda row: len(row.cells) > 1):
            rows = list(group)
            if several and (table or len(rows) > 1):
                if lines:
                    yield lines
                lines = []
                table += rows
            else:
                if table:
                    yield _Table(tuple(table))
                table = []
                lines += [line for row in rows for line in _lines(row)]
    yield _Table(tuple(table)) if table else lines


def _lines(row: Row) -> list[Run]:
    """Return the lines of a `row` that is in no table: a wide gap in one, or columns of a page."""
    if all(len(cell) == 1 for cell in row.cells):
        runs = [cell[0] for cell in row.cells]
        return [
            replace(
                runs[0],
                text=" ".join(run.text for run in runs),
                right=row.right,
                bold=all(run.bold for run in runs),
            )
        ]
    return [line for cell in row.cells for line in cell]


def _text(lines: Sequence[Run], known: set[str]) -> _Text:
    return _Text(joined(lines, known), len(lines), lines[0].size, all(line.bold for line in lines))


def _table(rows: Sequence[Row], known: set[str]) -> Node:
    """Return a table; a cell stands in the column of the fullest row that is nearest to it."""
    most = max(len(row.cells) for row in rows)
    columns = [_middle(cell) for cell in next(r for r in rows if len(r.cells) == most).cells]
    table = Node("table")
    for row in rows:
        cells = [Node("td") for _ in columns]
        for i, cell in enumerate(row.cells):
            if len(row.cells) < most:
                i = min(range(most), key=lambda at: abs(columns[at] - _middle(cell)))
            cells[i].children.append(_element("div", _text(cell, known)))
        if row is rows[0] or [c.said() for c in cells] != [
            c.said() for c in table.children[0].children
        ]:  # a header may be repeated on every page
            table.children.append(Node("tr", children=cells))
    mark_bold_header(table)
    return table


def _middle(cell: Sequence[Run]) -> float:
    return (min(line.left for line in cell) + max(line.right for line in cell)) / 2


def _body(blocks: Sequence[_Text | Node], size: float) -> Node:
    """Return the elements of a page; the larger the type of a heading, the higher its level."""
    sizes = {block.size for block in blocks if isinstance(block, _Text) and block.heads(size)}
    levels = {size: min(level, 6) for level, size in enumerate(sorted(sizes, reverse=True), 1)}
    body = Node("body")
    for block in blocks:
        if isinstance(block, Node):
            body.children.append(block)
        elif block.heads(size):
            body.children.append(_element(f"h{levels[block.size]}", block))
        elif bullet := BULLET.match(block.text):
            if not body.children or body.children[-1].tag != "ul":
                body.children.append(Node("ul"))
            item = replace(block, text=block.text[bullet.end() :])
            body.children[-1].children.append(_element("li", item))
        else:
            body.children.append(_element("p", block))
    return body


def _element(tag: str, text: _Text) -> Node:
    said = Node("", text.text)
    return Node(tag, children=[Node("strong", children=[said]) if text.bold else said])
