"""The names on the map, where there is room for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from service.world import Mark, View

# In parts of the width shown: the size of a letter (12 pixels on the widest map), its usual width,
# and the room that a dot takes on each side.
_LETTER = 0.0165
_LETTER_WIDTH = 0.58 * _LETTER
_DOT = 0.009


@dataclass(frozen=True)
class Label:
    """A name, and where on the map it begins, or ends where it is `left` of its dot."""

    x: float
    y: float
    text: str
    left: bool


@dataclass(frozen=True)
class Labels:
    """What is written on a map; `size` is the height of its letters, in units of the map."""

    size: float
    labels: tuple[Label, ...]


class _Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def touches(self, other: _Box) -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


def labels_of(marks: Sequence[Mark], view: View) -> Labels:
    """The names of cities, where there is room for them right or left of the dots.

    A mark of several documents has their number instead.
    """
    dot, size = _DOT * view.width, _LETTER * view.width
    taken = [_Box(x - dot, y - dot, x + dot, y + dot) for mark in marks for x, y in mark.points]
    labels = []
    for mark in marks:
        for label, box in _sides(mark, view):
            inside = view.x <= box.left and box.right <= view.x + view.width
            if inside and not any(box.touches(other) for other in taken):
                labels.append(label)
                taken.append(box)
                break
    return Labels(round(size, 2), tuple(labels))


def _sides(mark: Mark, view: View) -> Iterator[tuple[Label, _Box]]:
    """What is written at `mark`, right and left of its dots, with the room that it would take."""
    xs, ys = zip(*mark.points, strict=True)
    dot, size = _DOT * view.width, _LETTER * view.width
    text = str(len(mark.documents)) if len(mark.documents) > 1 else mark.documents[0].city or ""
    width, y = len(text) * _LETTER_WIDTH * view.width, sum(ys) / len(ys)
    for left, at in ((False, max(xs) + dot), (True, min(xs) - dot)):
        begin = at - width if left else at
        box = _Box(begin, y - size / 2, begin + width, y + size / 2)
        yield Label(round(at, 1), round(y + 0.35 * size, 1), text, left), box
