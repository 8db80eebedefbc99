"""A reviewed list beside the code, read row by row: what is wrong in it is said with its line."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


class ListError(ValueError):
    """A row of a list cannot be used; the message names its line, the value and the remedy."""


def read_list(
    path: Path, columns: Sequence[str], made: Callable[[Sequence[str]], T]
) -> Iterator[tuple[int, T]]:
    """Yield what is `made` of each row of the CSV file at `path`, in UTF-8, with its line.

    Raises ListError where the first line is not that of the `columns`, where a row has not as many
    fields, and, with the line, the one that `made` raises.
    """
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        if next(rows, None) != list(columns):
            raise ListError(f"{path.name}, line 1: begin the list with {','.join(columns)}")
        for row in rows:
            try:
                if len(row) != len(columns):
                    raise ListError(f"{row!r} has {len(row)} fields; give it {len(columns)}")
                yield rows.line_num, made(row)
            except ListError as error:
                raise ListError(f"{path.name}, line {rows.line_num}: {error}") from None
