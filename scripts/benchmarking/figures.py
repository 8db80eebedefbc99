"""What was measured: figures, each with its spread, and the table they make."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

_HEAD = ("part", "figure", "median", "middle half", "p95", "unit", "n", "ratio", "to")


@dataclass(frozen=True)
class Figure:
    """One thing measured, as often as there are `samples`.

    `ratio` compares its median with that of another figure of the same run, which `to` names.
    """

    part: str
    name: str
    unit: str
    samples: tuple[float, ...]
    ratio: float | None = None
    to: str = ""

    def percentile(self, percent: float) -> float:
        """What so many percent of the samples do not exceed."""
        return float(np.percentile(self.samples, percent))

    @property
    def median(self) -> float:
        """The middle sample."""
        return self.percentile(50)

    def as_json(self) -> dict[str, Any]:
        """Everything a reader of the table sees, as numbers."""
        return {
            "part": self.part,
            "figure": self.name,
            "unit": self.unit,
            "n": len(self.samples),
            "median": self.median,
            "quartiles": [self.percentile(25), self.percentile(75)],
            "p95": self.percentile(95),
            "ratio": self.ratio,
            "to": self.to,
        }


def compared(part: str, name: str, unit: str, samples: Iterable[float], other: Figure) -> Figure:
    """A figure with the ratio of its median to that of `other`."""
    figure = Figure(part, name, unit, tuple(samples))
    ratio = figure.median / other.median if other.median else None
    return Figure(part, name, unit, figure.samples, ratio, other.name)


def as_table(figures: Sequence[Figure]) -> str:
    """A Markdown table, aligned so that it reads well on a terminal, too."""
    rows = [_HEAD, *(_row(figure) for figure in figures)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["| " + " | ".join(map(str.ljust, row, widths)) + " |" for row in rows]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([lines[0], rule, *lines[1:]])


def _row(figure: Figure) -> tuple[str, ...]:
    once = len(figure.samples) == 1
    low, high = (_number(figure.percentile(percent)) for percent in (25, 75))
    return (
        figure.part,
        figure.name,
        _number(figure.median),
        "" if once else f"{low} to {high}",
        "" if once else _number(figure.percentile(95)),
        figure.unit,
        str(len(figure.samples)),
        "" if figure.ratio is None else f"{figure.ratio:.2f}",
        figure.to,
    )


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
