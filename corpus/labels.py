"""Labels and their values: joined to one line that can be quoted, left out where the value is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.layout import Line
from corpus.phrases import ALWAYS, NAME_LABELS, NET_LABELS, NUMBER_LABELS, key
from corpus.shape import ends_sentence, is_headline, is_prose, is_short

_HONORIFIC = re.compile(
    r"^(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Sir|Dame|Hon|Sr|Sra|Mme|M|Herr|Frau)\b\.?\s"
)
_NET = re.compile(r"\S@\S|://|\bwww\.|\w\.[a-z]{2,}")


def join_labels(lines: Sequence[Line]) -> list[Line]:
    """Join each label with the value in the line after it, and leave out labels without one.

    A label is a short line that ends in a colon, or one of the labels known to `corpus.phrases`
    ("Focal point", then "Mr Yong-Tae Gang", is "Focal point: Mr Yong-Tae Gang").
    """
    kept: list[Line] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        value = lines[at + 1] if at + 1 < len(lines) else None
        after = lines[at + 2] if at + 2 < len(lines) else None
        at += 1
        if not _is_label(line):
            kept.append(line)
        elif value and _is_value(line, value, after):
            kept.append(
                replace(
                    line,
                    text=f"{line.text.rstrip(' :：')}: {value.text}",
                    strong=False,
                    marks=line.marks + value.marks,
                )
            )
            at += 1
        elif not _is_empty(line, value):
            kept.append(line)
    return kept


def _is_label(line: Line) -> bool:
    if line.level or not is_short(line.text, 8):
        return False
    return _is_known(line) or (_has_colon(line) and key(line.text) not in ALWAYS)


def _has_colon(line: Line) -> bool:
    return line.text.endswith((":", "："))


def _is_known(line: Line) -> bool:
    return key(line.text) in NUMBER_LABELS | NAME_LABELS | NET_LABELS


def _is_value(label: Line, value: Line, after: Line | None) -> bool:
    """Tell whether `value` is what `label` announces, and not the next label or heading."""
    if value.level or _is_label(value) or is_prose(value.text) or not is_short(value.text, 25):
        return False
    below = not value.gap and not value.depth
    heads_text = after is not None and is_prose(after.text) and not (below and after.gap)
    name = key(label.text)
    if name in NUMBER_LABELS:
        return any(character.isdigit() for character in value.text) and not heads_text
    if name in NET_LABELS:
        return below and bool(_NET.search(value.text))
    if key(value.text) in ALWAYS or not below:
        return False
    if _has_colon(label):
        return after is None or after.gap or after.depth > 0 or _is_label(after)
    return bool(_HONORIFIC.match(value.text)) or not (heads_text or ends_sentence(value.text))


def _is_empty(label: Line, value: Line | None) -> bool:
    """Tell whether nothing follows `label`: the next label, item or heading does, or the end."""
    if value is None or (_is_known(label) and _is_label(value)):
        return True
    if key(label.text) in NUMBER_LABELS:
        marked = label.depth > 0 or _has_colon(label)
        bare = not value.gap and not is_prose(value.text)
        return value.depth <= label.depth if marked else bare
    if label.depth:
        heading = value.gap and (value.level > 0 or is_headline(value.text))
        return heading or 0 < value.depth <= label.depth
    return _has_colon(value) and not value.gap
