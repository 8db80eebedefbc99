"""The charts: well-formed, true to the points, the same bytes every time, readable by everyone."""

import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from itertools import pairwise

import pytest

from scripts.charts import reliability_chart, risk_coverage_chart
from service.evaluation import Bin, OperatingPoint

SVG = "{http://www.w3.org/2000/svg}"

CURVE = [OperatingPoint(0.25, 0.0), OperatingPoint(0.5, 0.5), OperatingPoint(0.75, 0.25)]
BINS = [Bin(0.2, 0.25, 0.0, 7), Bin(0.9, 1.0, 1.0, 12)]

# Where the plot stands, in pixels: its left and right, its bottom and top.
ACROSS = (52, 456)
UP = (268, 68)


def within(edges: tuple[int, int], share: float) -> float:
    return edges[0] + share * (edges[1] - edges[0])


def groups(chart: str) -> list[ET.Element]:
    """What is drawn of each series, in their order."""
    return ET.fromstring(chart).findall(f"{SVG}g")


def points(group: ET.Element) -> list[tuple[float, float]]:
    (line,) = group.findall(f"{SVG}polyline")
    pairs = [vertex.split(",") for vertex in line.attrib["points"].split()]
    return [(float(x), float(y)) for x, y in pairs]


def texts(element: ET.Element) -> list[str]:
    return [text.text or "" for text in element.iter(f"{SVG}text")]


def test_a_curve_is_drawn_through_its_points_and_marked_at_its_end() -> None:
    (group,) = groups(risk_coverage_chart({"set": CURVE}))
    # The axis up ends at 0.5, the first ceiling that no risk exceeds.
    expected = [(within(ACROSS, p.coverage), within(UP, p.risk / 0.5)) for p in CURVE]
    assert points(group) == expected
    end, _legend = group.findall(f"{SVG}use")
    assert (float(end.attrib["x"]), float(end.attrib["y"])) == expected[-1]
    assert texts(group) == ["set: coverage 0.75, risk 0.25"]


@pytest.mark.parametrize(
    ("risk", "ticks"),
    [
        (0.0, ["0", "0.02", "0.04", "0.06", "0.08", "0.1"]),
        (0.2, ["0", "0.04", "0.08", "0.12", "0.16", "0.2"]),
        (0.21, ["0", "0.1", "0.2", "0.3", "0.4", "0.5"]),
        (1.0, ["0", "0.2", "0.4", "0.6", "0.8", "1"]),
    ],
)
def test_the_axis_of_risk_is_as_high_as_needed(risk: float, ticks: list[str]) -> None:
    chart = ET.fromstring(risk_coverage_chart({"set": [OperatingPoint(1.0, risk)]}))
    labels = [text.text for text in chart.iter(f"{SVG}text") if text.get("class") == "quiet end"]
    assert labels == ticks


def test_a_long_curve_is_thinned_but_keeps_its_end() -> None:
    long = [OperatingPoint(place / 12_000, 0.3) for place in range(1, 12_001)]
    (group,) = groups(risk_coverage_chart({"set": long}))
    drawn = points(group)
    assert 50 <= len(drawn) <= 100
    assert drawn[-1][0] == ACROSS[1]


def test_every_bin_is_a_mark_with_its_count() -> None:
    (group,) = groups(reliability_chart({"set": BINS}))
    expected = [(within(ACROSS, b.confidence), within(UP, b.right)) for b in BINS]
    assert points(group) == expected
    marks = [(float(use.attrib["x"]), float(use.attrib["y"])) for use in group.iter(f"{SVG}use")]
    assert marks[:2] == expected
    first, last, _legend = group.findall(f"{SVG}text")
    assert [first.text, last.text] == ["7", "12"]
    centres = [float(first.attrib["x"]), float(last.attrib["x"])]
    assert centres == pytest.approx([within(ACROSS, 0.25), within(ACROSS, 0.95)])
    # 7 of 19 questions are 0.25 off.
    assert texts(group)[-1] == "set: expected calibration error 0.09 (n = 19)"


def test_series_differ_in_colour_and_mark() -> None:
    drawn = groups(risk_coverage_chart({f"set {number}": CURVE for number in range(20)}))
    looks = set()
    for group in drawn:
        (mark,) = {use.attrib["href"] for use in group.iter(f"{SVG}use")}
        looks.add((group.attrib["class"], mark))
    assert len(looks) == 20


def test_rows_below_the_plot_do_not_overlap() -> None:
    names = {f"set {number}": BINS for number in range(3)}
    chart = ET.fromstring(reliability_chart(names))
    below = [text for text in chart.iter(f"{SVG}text") if float(text.attrib["y"]) >= UP[0] + 8]
    heights = sorted({float(text.attrib["y"]) for text in below})
    # The ticks, three rows of counts, the label of the axis and three rows of the legend.
    assert len(heights) == 8
    assert all(later - earlier >= 14 for earlier, later in pairwise(heights))
    assert float(chart.attrib["height"]) >= heights[-1] + 8


@pytest.mark.parametrize("curves", [{}, {"set": []}, {"set": CURVE[:1]}, {"a": CURVE, "b": []}])
def test_missing_points_leave_a_sound_chart(curves: Mapping[str, Sequence[OperatingPoint]]) -> None:
    drawn = groups(risk_coverage_chart(curves))
    assert [len(points(group)) for group in drawn] == [len(curve) for curve in curves.values()]
    bins: dict[str, list[Bin]] = {name: [] for name in curves}
    legends = [texts(group) for group in groups(reliability_chart(bins))]
    assert legends == [[f"{name}: no questions"] for name in curves]


def test_charts_are_described_and_follow_the_colour_scheme() -> None:
    for chart in (risk_coverage_chart({"cities": CURVE}), reliability_chart({"cities": BINS})):
        root = ET.fromstring(chart)
        described = {element.get("id"): element.text or "" for element in root}
        assert root.attrib["role"] == "img"
        assert all(described[name] for name in root.attrib["aria-labelledby"].split())
        assert "cities: " in described["desc"]
        assert "@media (prefers-color-scheme: dark)" in root.findtext(f"{SVG}style", "")


def test_names_are_escaped() -> None:
    name = '</text><script>"&amp;'
    for chart in (risk_coverage_chart({name: CURVE}), reliability_chart({name: BINS})):
        (group,) = groups(chart)
        assert texts(group)[-1].startswith(f"{name}: ")
        assert "<script" not in chart


def test_the_same_series_give_the_same_small_file() -> None:
    curves = {
        f"set {number}": [OperatingPoint(place / 12_000, 0.3) for place in range(1, 12_001)]
        for number in range(5)
    }
    bins = {name: [Bin(n / 10, n / 10 + 0.05, 0.5, 12_345) for n in range(10)] for name in curves}
    assert risk_coverage_chart(curves) == risk_coverage_chart(curves)
    assert reliability_chart(bins) == reliability_chart(bins)
    assert len(risk_coverage_chart(curves).encode()) < 10_000
    assert len(reliability_chart(bins).encode()) < 10_000
