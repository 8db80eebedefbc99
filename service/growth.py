"""The network's members year by year, each figure with the sentence that it comes from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpus.documents import Document
from corpus.lists import Figure


@dataclass(frozen=True)
class Year:
    """A bar of the chart, `share` percent as long as the longest; all None: no figure is known."""

    year: int
    members: int | None = None
    share: float | None = None
    quote: str | None = None
    link: str | None = None


def growth_of(
    figures: Sequence[Figure], document: Callable[[str], Document | None]
) -> tuple[Year, ...]:
    """Every year from the first figure, which are in order, to the last; `document` finds by id.

    A figure counts only while its quote stands in its document, word for word.
    """
    proved: dict[int, tuple[Figure, int]] = {}
    for figure in figures:
        found = document(figure.document)
        start = found.text.find(figure.quote) if found else -1
        if start >= 0:
            proved[figure.year] = figure, start
    if not proved:
        return ()
    most = max(figure.members for figure, _ in proved.values())
    return tuple(
        _year(*proved[year], most) if year in proved else Year(year)
        for year in range(min(proved), max(proved) + 1)
    )


def _year(figure: Figure, start: int, most: int) -> Year:
    link = f"/documents/{figure.document}?start={start}&end={start + len(figure.quote)}#quote"
    share = round(100 * figure.members / most, 1)
    return Year(figure.year, figure.members, share, figure.quote, link)
