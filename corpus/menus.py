"""Menus: the lists of a site's pages, one a line, and the trail that leads to this one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.layout import Line
from corpus.phrases import HOME, MENU, MENU_TOPICS, key
from corpus.shape import ends_sentence, is_prose, is_short, words

FEWEST_ENTRIES = 3
"""How many words of menus a menu has at least."""

_REACH = 3
_REACH_ABOVE = 8
"""How many lines may stand between two words of one menu: in the text, and above it."""

_LONGEST_TRAIL = 300
_TRAIL = re.compile(r"\s*[›»→]\s*|\s>\s*|\s/\s")
_HERE = re.compile(
    r"^\W*(?:you are (?:here|in|at)|현재\s?위치|当前位置|您的位置|現在位置)\s*[:：]?\s*",
    re.IGNORECASE,
)


def is_trail(text: str) -> bool:
    """Tell whether `text` is a breadcrumb trail: "Home > Learning > Sejong"."""
    if len(text) > _LONGEST_TRAIL:
        return False
    parts = [part for part in _TRAIL.split(_HERE.sub("", text)) if part.strip()]
    return (
        len(parts) >= 2
        and key(parts[0]) in HOME
        and all(words(part) <= 8 for part in parts[:-1])
        and not ends_sentence(text)
    )


def menu_places(lines: Sequence[Line]) -> set[int]:
    """Return where menus are: each from its first known word to its last."""
    places: set[int] = set()
    menu: list[int] = []
    reach = _REACH_ABOVE
    for i, line in enumerate(lines):
        if is_prose(line.text):
            reach = _REACH
        if line.level or key(line.text) not in MENU | MENU_TOPICS:
            continue
        between = lines[menu[-1] + 1 : i] if menu else []
        if len(between) > reach or not all(_could_be_entry(other, line) for other in between):
            places |= _if_menu(lines, menu)
            menu = []
        menu.append(i)
    return places | _if_menu(lines, menu)


def _if_menu(lines: Sequence[Line], known: list[int]) -> set[int]:
    """Return the places of a menu with the `known` entries, empty if it could be another list."""
    if len(known) < FEWEST_ENTRIES or not any(key(lines[i].text) in MENU for i in known):
        return set()
    return set(range(known[0], known[-1] + 1))


def _could_be_entry(line: Line, known: Line) -> bool:
    """Tell whether `line` may be an entry of the menu that has `known` as an entry further down."""
    return (
        not line.level
        and line.gap == known.gap
        and is_short(line.text, 4)
        and not ends_sentence(line.text)
        and not any(character.isdigit() or character in ":：" for character in line.text)
    )
