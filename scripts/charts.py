"""Charts of a run as small SVG files, for light and dark windows alike.

Each takes its series by name and gives the text of a file, the same for the same series.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from service.evaluation import BINS, Bin, OperatingPoint, expected_calibration_error

_Point = tuple[float, float]

# Pixels: the width of the file, the edges of the plot, and the height of a line of text.
_WIDTH = 480
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 456, 68, 268
_LINE = 18

_TICKS = 5
_CEILINGS = (0.1, 0.2, 0.5, 1.0)

# A point every four pixels shows the course of a curve and keeps the file small.
_DRAWN = 100

_COLOURS = 5
_STYLE = """\
svg { --page: #fbfbfa; --ink: #17212b; --quiet: #56636f; --line: #e2e7ea;
  font: 12px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif }
.c0 { color: #0b5a75 } .c1 { color: #b4501e } .c2 { color: #6b4a9c } .c3 { color: #2f7440 }
.c4 { color: #806200 }
@media (prefers-color-scheme: dark) {
  svg { --page: #12171c; --ink: #e6eaed; --quiet: #a2aeb8; --line: #28323a }
  .c0 { color: #86cbe3 } .c1 { color: #f0a57c } .c2 { color: #c4abec } .c3 { color: #92cf9d }
  .c4 { color: #dcc15f } }
.page { fill: var(--page) } .grid { stroke: var(--line) }
.ideal { stroke: var(--quiet); stroke-dasharray: 2 4 }
text { fill: var(--ink) } .title { font-size: 15px; font-weight: 600 }
.quiet { fill: var(--quiet) } .middle { text-anchor: middle } .end { text-anchor: end }
use { fill: currentColor } polyline { fill: none; stroke: currentColor; stroke-width: 2 }
"""
# Their number has no divisor in common with that of the colours: twenty series all look different.
_MARKS = (
    "M-4,0a4,4 0 1,0 8,0a4,4 0 1,0 -8,0z",
    "M-3.5,-3.5h7v7h-7z",
    "M0,-4.8l4.8,8.2h-9.6z",
    "M0,-5l5,5l-5,5l-5,-5z",
)


@dataclass(frozen=True)
class _Series:
    """One line of a chart, in shares; `counts` are by their place on the axis across."""

    legend: str
    line: Sequence[_Point] = ()
    marked: Sequence[_Point] = ()
    counts: Sequence[tuple[float, int]] = ()


@dataclass(frozen=True)
class _Axes:
    """What is plotted: shares from 0 to 1 across, and from 0 to `ceiling` up."""

    title: str
    across: str
    up: str
    ceiling: float = 1.0

    def x(self, share: float) -> float:
        """Pixels from the left."""
        return _LEFT + share * (_RIGHT - _LEFT)

    def y(self, share: float) -> float:
        """Pixels from the top."""
        return _BOTTOM - share / self.ceiling * (_BOTTOM - _TOP)


def risk_coverage_chart(curves: Mapping[str, Sequence[OperatingPoint]]) -> str:
    """The share of answers that are wrong over the share of questions that are answered."""
    series = [_curve(name, points) for name, points in curves.items()]
    highest = max((risk for one in series for _, risk in one.line), default=0.0)
    axes = _Axes(
        title="Risk and coverage",
        across="coverage: share of the questions answered, surest first",
        up="risk: share of answers wrong",
        ceiling=next(ceiling for ceiling in _CEILINGS if ceiling >= highest),
    )
    return _svg(axes, series, ())


def reliability_chart(diagrams: Mapping[str, Sequence[Bin]]) -> str:
    """The share right over the confidence, with the number of questions in each bin."""
    axes = _Axes(
        title="Reliability",
        across="confidence, and how many questions have it",
        up="share right",
    )
    ideal = (
        f'<path class="ideal" d="M{_LEFT},{_BOTTOM}L{_RIGHT},{_TOP}"/>',
        _text(_LEFT + 8, _TOP + 16, "underconfident", "quiet"),
        _text(_RIGHT - 8, _BOTTOM - 8, "overconfident", "quiet end"),
    )
    return _svg(axes, [_diagram(name, bins) for name, bins in diagrams.items()], ideal)


def _curve(name: str, points: Sequence[OperatingPoint]) -> _Series:
    if not points:
        return _Series(f"{name}: nothing answered")
    stride = math.ceil(len(points) / _DRAWN)
    line = [(p.coverage, p.risk) for p in points[(len(points) - 1) % stride :: stride]]
    coverage, risk = line[-1]
    return _Series(f"{name}: coverage {coverage:.2f}, risk {risk:.2f}", line, line[-1:])


def _diagram(name: str, bins: Sequence[Bin]) -> _Series:
    error = expected_calibration_error(bins)
    if error is None:
        return _Series(f"{name}: no questions")
    points = [(b.confidence, b.right) for b in bins]
    return _Series(
        f"{name}: expected calibration error {error:.2f} (n = {sum(b.count for b in bins)})",
        points,
        points,
        [(b.lower + 0.5 / BINS, b.count) for b in bins],
    )


def _svg(axes: _Axes, series: Sequence[_Series], behind: Sequence[str]) -> str:
    """The file: `behind` and the series in the plot, and under it the counts and the legend."""
    counts = _BOTTOM + 38
    across = counts + 4 + _LINE * sum(1 for one in series if one.counts)
    legend = across + 28
    height = legend + len(series) * _LINE
    described = "; ".join(one.legend for one in series)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height}" '
        f'viewBox="0 0 {_WIDTH} {height}" role="img" aria-labelledby="title desc">',
        f'<title id="title">{axes.title}</title>',
        f'<desc id="desc">{axes.up}, over {axes.across}. {escape(described)}.</desc>',
        f"<style>\n{_STYLE}</style>",
        "<defs>",
        *(f'<path id="mark{number}" d="{mark}"/>' for number, mark in enumerate(_MARKS)),
        "</defs>",
        f'<rect class="page" width="{_WIDTH}" height="{height}" rx="8"/>',
        _text(20, 30, axes.title, "title"),
        _text(20, _TOP - 16, axes.up, "quiet"),
        *_grid(axes),
        _text((_LEFT + _RIGHT) / 2, across, axes.across, "quiet middle"),
        *behind,
    ]
    for number, one in enumerate(series):
        mark = f"mark{number % len(_MARKS)}"
        line = " ".join(f"{axes.x(x):.1f},{axes.y(y):.1f}" for x, y in one.line)
        lines += [f'<g class="c{number % _COLOURS}">', f'<polyline points="{line}"/>']
        lines += [_mark(mark, axes.x(x), axes.y(y)) for x, y in one.marked]
        if one.counts:
            lines.append(_mark(mark, _LEFT - 14, counts - 4))
            lines += [_text(axes.x(x), counts, str(count), "middle") for x, count in one.counts]
            counts += _LINE
        lines.append(_mark(mark, _LEFT, legend - 4))
        lines += [_text(_LEFT + 12, legend, one.legend), "</g>"]
        legend += _LINE
    return "\n".join([*lines, "</svg>", ""])


def _grid(axes: _Axes) -> Iterator[str]:
    """The lines of the ticks with their values."""
    for tick in range(_TICKS + 1):
        share = tick / _TICKS
        x, y = axes.x(share), axes.y(share * axes.ceiling)
        yield f'<path class="grid" d="M{_LEFT},{y:g}H{_RIGHT}M{x:g},{_TOP}V{_BOTTOM}"/>'
        yield _text(_LEFT - 8, y + 4, f"{share * axes.ceiling:g}", "quiet end")
        yield _text(x, _BOTTOM + 18, f"{share:g}", "quiet middle")


def _mark(mark: str, x: float, y: float) -> str:
    return f'<use href="#{mark}" x="{x:.1f}" y="{y:.1f}"/>'


def _text(x: float, y: float, text: str, style: str = "") -> str:
    return f'<text class="{style}" x="{x:g}" y="{y:g}">{escape(text)}</text>'
