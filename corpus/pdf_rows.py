"""The runs of a PDF page as rows: a line of text, or the cells that stand side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.pdf_runs import Run

_REACH = 6
"""Rows of text. What stands further up beside a row is another column of the page, no cell."""

_SAME_LINE = 0.55
_NEXT_LINE = 1.6
_NEAR = 2.5
"""Heights, as times the size of the text."""


@dataclass
class Row:
    """The cells of a row from left to right, each the runs that are its lines; text has one."""

    cells: list[list[Run]]

    @property
    def base(self) -> float:
        """The height of its first line."""
        return self.cells[0][0].base

    @property
    def right(self) -> float:
        """Where its last cell ends."""
        return max(run.right for run in self.cells[-1])


def rows(runs: Sequence[Run]) -> list[Row]:
    """Gather the runs of a page, in its order, to rows.

    A file writes the lines of one cell, then those of the next: a run to the right of what was
    just written and further up is the next cell of a row, and so is one beside it.
    """
    found: list[Row] = []
    for run in runs:
        last = found[-1].cells[-1][-1] if found else run
        if found and abs(run.base - last.base) < _SAME_LINE * run.size and run.left >= last.right:
            found[-1].cells.append([run])
        elif run.base > last.base and (at := _beside(found, run)) is not None:
            found[at].cells[-1] += [line for row in found[at + 1 :] for line in row.cells[0]]
            found[at].cells.append([run])
            del found[at + 1 :]
        elif found and _is_next_line(found[-1], run):
            found[-1].cells[-1].append(run)
        else:
            found.append(Row([[run]]))
    return found


def _beside(found: Sequence[Row], run: Run) -> int | None:
    """Return the number of the nearest row that can have `run` as its next cell."""
    near: dict[int, float] = {}
    for at in range(len(found) - 1, max(-1, len(found) - 1 - _REACH), -1):
        row = found[at]
        if row.right > run.left:
            break
        near[at] = abs(row.base - run.base)
        if len(row.cells) > 1:
            break
    at = min(near, key=lambda at: near[at], default=-1)
    if at < 0 or near[at] > _NEAR * run.size:
        return None
    # A cell in the middle of its row has as many lines beside it above as below.
    above = len(found) - 1 - at + (near[at] > 0.1 * run.size)
    while above and at - 1 in near and _are_lines_of_cell(found[at - 1], found[at]):
        at -= 1
        above -= 1
    return at


def _are_lines_of_cell(first: Row, second: Row) -> bool:
    ours, theirs = first.cells[0][-1], second.cells[0][0]
    return len(first.cells) == 1 and 0 < ours.base - theirs.base < _NEXT_LINE * theirs.size


def _is_next_line(row: Row, run: Run) -> bool:
    """Tell whether `run` is the next line of the last cell of `row`, which has several."""
    if len(row.cells) < 2:
        return False
    *_, before, cell = row.cells
    last = cell[-1]
    return (
        max(line.right for line in before) <= run.left < row.right
        and run.right > min(line.left for line in cell)
        and 0 < last.base - run.base < _NEXT_LINE * run.size
    )
