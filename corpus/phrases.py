"""The phrases of page furniture, read from `phrases.toml` beside this module."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from pathlib import Path

_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_OTHER = re.compile(r"[\W_]+")
_LONGEST = 8
"""Words of the longest phrase that is looked for inside a line."""

_TABLES = tomllib.loads(Path(__file__).with_name("phrases.toml").read_text(encoding="utf-8"))


def key(text: str) -> str:
    """Return the form in which a line is looked up: "Comments (3) »" is "comments 0"."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("'", "").replace("’", "")
    return _OTHER.sub(" ", _NUMBER.sub(" 0 ", folded)).strip()


def _phrases(table: str) -> frozenset[str]:
    """Return the phrases of all languages in `table`, as keys."""
    phrases = "|".join(_TABLES[table].values()).replace("#", "0").split("|")
    return frozenset(map(key, phrases)) - {""}


def pieces(words: Sequence[str], phrases: frozenset[str]) -> int:
    """Return into how many of `phrases` a line divides, 0 if not all of it is made of them.

    The longest phrase is taken first.
    """
    found = at = 0
    while at < len(words):
        for end in range(min(at + _LONGEST, len(words)), at, -1):
            if " ".join(words[at:end]) in phrases:
                found += 1
                at = end
                break
        else:
            return 0
    return found


ALWAYS = _phrases("always")
LANGUAGES = _phrases("languages")
MENU = _phrases("menu")
MENU_TOPICS = _phrases("menu_topics")
HOME = _phrases("home")
RELATED = _phrases("related")
NUMBER_LABELS = _phrases("number_labels")
NAME_LABELS = _phrases("name_labels")
NET_LABELS = _phrases("net_labels")
PUBLISHED = _phrases("published")
BESIDE_DATE = _phrases("beside_date")
NEVER_TEXT = _phrases("never_text")
LINK_TEXT = _phrases("link_text")
REVEALED = _phrases("revealed")
