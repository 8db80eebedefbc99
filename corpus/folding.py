"""Text as it is compared: without case, diacritics and compatibility forms; and what a word is.

The tokens of every index are made of this: see `index.tokens` before changing it.
"""

from __future__ import annotations

import re
import unicodedata

# Han, kana, bopomofo and Hangul; then Thai, Lao, Myanmar and Khmer, which put no space either.
UNSPACED = (
    r"\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
    r"\u3041-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3105-\u312f\u31a0-\u31bf"
    r"\u1100-\u11ff\u3131-\u318e\ua960-\ua97f\uac00-\ud7ff"
    r"\u0e01-\u0e4e\u0ec0-\u0ecf\u0e81-\u0ebd\u1000-\u1049\u1780-\u17d3"
)
"""The characters of the scripts that put no space between words, for use inside [ ]."""

# Vowel signs of the Indic scripts are marks, which `\w` leaves out, yet parts of words.
_INDIC = r"\u0900-\u0963\u0966-\u0dff"
WORD = rf"(?:[^\W_{UNSPACED}]|[{_INDIC}])+"
"""A word of a script that does put spaces, in folded text."""

# Diacritics (Latin, Greek, Cyrillic), Hebrew points, Arabic vowels, invisible characters.
_DROPPED = re.compile(
    r"[\u0300-\u036f"
    r"\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    r"\u0610-\u061a\u0640\u064b-\u065f\u0670"
    r"\u00ad\u200b-\u200f\u2060\ufeff]"
)
# Letters that Unicode does not take apart, as people without them on the keyboard type them.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "æ": "ae", "œ": "oe"}
)
# A letter of ASCII is folded by itself, and so are many in one go. Hangul may be spelled letter by
# letter, and is folded by whole syllables.
_FOLDED_ALONE = re.compile(r"[\x00-\x7f]+|[\u1100-\u115f][\u1160-\u11ff]+|.", re.DOTALL)


def fold(text: str) -> str:
    """`text` in lower case, compatibility forms and diacritics folded."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    return unicodedata.normalize("NFC", _DROPPED.sub("", decomposed)).translate(_LETTERS)


def fold_with_offsets(text: str) -> tuple[str, list[int]]:
    """`text` folded, and for each folded character, and the end, where in `text` it comes from.

    Offsets are in Unicode code points. What is dropped belongs to the character before it.
    """
    folded: list[str] = []
    offsets: list[int] = []
    for match in _FOLDED_ALONE.finditer(text):
        run = match.group()
        piece = fold(run)
        folded.append(piece)
        offsets += range(*match.span()) if run.isascii() else [match.start()] * len(piece)
    return "".join(folded), [*offsets, len(text)]
