"""Tables and lists of terms, as lines that can be read and quoted on their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from corpus.dom import Node
from corpus.shape import ends_sentence, is_headline, is_prose

_MOST_COLUMNS = 200
"""A cell that claims to span more is a mistake, or an attack."""


class Cell(NamedTuple):
    """A cell of a table; `again` marks the copies of a cell that spans several columns."""

    text: str
    header: bool
    again: bool = False


def as_lines(node: Node) -> list[Node]:
    """Return a table or a list of terms (dl) as elements of which each is a line or a paragraph.

    A row of a table is "header: cell; header: cell", a term is "name: text"; a name with running
    text beside it stands above it.
    """
    if node.tag == "dl":
        return list(_named(_terms(node)))
    captions = [child for child in node.children if child.tag == "caption"]
    return [*captions, *_named(_rows(node))]


def is_layout(table: Node) -> bool:
    """Tell whether `table` only arranges a page: it holds tables, headings, or a single column."""
    return (
        table.tabular
        or table.attributes.get("role") in ("presentation", "none")
        or any(table.find("h1", "h2", "h3", "h4"))
        or all(len(_cells(row)) < 2 for row in table.find("tr"))
    )


def _named(pairs: Iterable[tuple[str, Node]]) -> Iterator[Node]:
    """Yield each pair of a name and a text as a line, or as two if the text is long."""
    above = ""
    for name, node in pairs:
        text = _said_in_cell(node)
        if not name:
            yield node
        elif is_prose(text):
            if name != above:
                yield Node("div", children=[Node("strong", children=[Node("", name)])])
            yield node
        elif text:
            yield _line(f"{name.rstrip(' :：')}: {text}")
        above = name


def _rows(table: Node) -> Iterator[tuple[str, Node]]:
    """Yield each row of a table as a name (empty where there is a header) and a text."""
    header: list[str] = []
    heading = False  # the row above is one of the header, too
    for row in _grid(table):
        own = [cell for cell in row if not cell.again]
        if len(own) == 1:
            yield "", _line(own[0].text)
        elif all(cell.header for cell in row):
            above = (header if heading else []) + [""] * len(row)
            header = [
                cell.text if cell.text == name else f"{name} {cell.text}".strip()
                for name, cell in zip(above, row, strict=False)
            ]
            heading = True
            continue
        else:
            yield from _named_row(list(_under(header, row)))
        heading = False


def _named_row(cells: list[tuple[str, str]]) -> Iterator[tuple[str, Node]]:
    """Yield the texts of a row, each after its name if it has one; a name alone says nothing."""
    named = [f"{name}: {text}" if name else text for name, text in cells]
    if len(cells) == 2 and named == [text for _, text in cells]:
        yield named[0], _line(named[1])
    elif len(cells) > 1 or (cells and (cells[0][0] or not is_headline(named[0]))):
        yield "", _line("; ".join(named))


def _under(header: list[str], row: list[Cell]) -> Iterator[tuple[str, str]]:
    """Yield the texts in `row`, each with what names it: the header, else the cell before it."""
    name = ""
    for above, cell in zip(header + [""] * len(row), row, strict=False):
        if cell.header and not any(header):
            name = cell.text.rstrip(" :：")
        elif cell.text and not cell.again:
            yield above or name, cell.text
            name = ""


def _line(text: str) -> Node:
    return Node("div", children=[Node("", text)])


def _terms(node: Node) -> Iterator[tuple[str, Node]]:
    """Yield each term of the list `node` (a dl) with each element that describes it."""
    name = ""
    waiting = list(reversed(node.children))
    while waiting:
        child = waiting.pop()
        if child.tag == "div":
            waiting.extend(reversed(child.children))
        elif child.tag == "dt":
            name = child.said()
        elif child.tag == "dd":
            yield name, child


def _said_in_cell(cell: Node) -> str:
    """Return the text of `cell` on one line, its paragraphs and items parted by semicolons."""
    lines = cell.lines()
    parted = [line if ends_sentence(line) else f"{line};" for line in lines[:-1]]
    return " ".join([*parted, *lines[-1:]])


def _cells(row: Node) -> list[Node]:
    return [cell for cell in row.children if cell.tag in ("td", "th")]


def _grid(table: Node) -> Iterator[list[Cell]]:
    """Yield the rows of `table`; a cell that spans rows or columns is in each of them."""
    from_above: dict[int, tuple[Cell, int]] = {}  # by column, with the rows it still reaches into
    for row in table.find("tr"):
        line: list[Cell] = []
        below: dict[int, tuple[Cell, int]] = {}
        nodes = iter(_cells(row))
        while True:
            if len(line) in from_above:
                cell, rows = from_above[len(line)]
                copies = [cell]
            elif node := next(nodes, None):
                header = node.tag == "th"
                cell = Cell(node.said() if header else _said_in_cell(node), header)
                rows = _span(node, "rowspan")
                copies = [cell._replace(again=i > 0) for i in range(_span(node, "colspan"))]
            else:
                break
            for copy in copies:
                if rows > 1:
                    below[len(line)] = copy, rows - 1
                line.append(copy)
        from_above = below
        if line:
            yield line


def _span(cell: Node, name: str) -> int:
    given = cell.attributes.get(name, "").strip()
    return min(max(int(given), 1), _MOST_COLUMNS) if given.isascii() and given.isdigit() else 1
