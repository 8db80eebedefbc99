"""The header of a table in a format whose tables seldom say that they have one."""

from __future__ import annotations

from corpus.dom import Node


def mark_bold_header(table: Node) -> None:
    """Make header cells of the first row of `table` if it alone is bold, and none is marked yet."""
    rows = [row for row in table.find("tr") if row.said()]
    if any(table.find("th")) or len(rows) < 2 or not _is_bold(rows[0]) or _is_bold(rows[1]):
        return
    for cell in rows[0].children:
        cell.tag = "th"


def _is_bold(row: Node) -> bool:
    waiting = [row]
    while waiting:
        node = waiting.pop()
        if node.text.strip():
            return False
        waiting.extend(child for child in node.children if child.tag not in ("b", "strong"))
    return True
