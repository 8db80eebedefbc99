"""The one form in which text is kept, compared, hashed and quoted."""

from __future__ import annotations

import re
import unicodedata

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_SPACES = re.compile("[\t\x1f\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
# Controls, soft hyphen, zero width space, marks and overrides of direction, invisible operators,
# byte order mark, annotation anchors, and tag characters that are not the tail of a flag emoji.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u180e\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc]"
    "|(\U0001f3f4[\U000e0030-\U000e007a]{2,6}\U000e007f)|[\U000e0000-\U000e007f]"
)
# A line end between two characters of a script that is written without spaces.
_UNSPACED = "[\u2e80-\u312f\u31a0-\ua4cf\uf900-\ufaff\uff01-\uff60\U00020000-\U0003ffff]"
_BROKEN = re.compile(f"(?<={_UNSPACED}) *\n *(?={_UNSPACED})")
_SURROGATES = re.compile("[\ud800-\udfff]")

MOST_MARKS = 30
"""Marks on one letter. No script needs more (Unicode Standard Annex 15, Stream-Safe Text Format),
and ordering them takes time with the square of their number."""

# What is, or stands for, a mark that normal forms put in order; there are none beyond these planes.
_MARK = "".join(
    character
    for character in map(chr, range(0x300, 0x20000))
    if unicodedata.combining(unicodedata.normalize("NFKD", character)[0])
)
_TOO_MANY_MARKS = re.compile(f"([{_MARK}]{{{MOST_MARKS}}})[{_MARK}]+")


def canonical(text: str) -> str:
    r"""Return `text` in canonical form; `canonical(canonical(x)) == canonical(x)`.

    - every line end (CRLF, CR, VT, FF, NEL, U+2028, U+2029) is "\n";
    - every other white space (tab, no-break, ideographic, ...) is one plain space;
    - invisible characters are gone: controls, byte order marks, soft hyphens, zero width spaces,
      and the marks and overrides of direction, which can make a quote look like another.
      Joiners (ZWJ, ZWNJ) and variation selectors stay: emoji and several scripts need them;
    - a lone surrogate, which no encoding can hold, is U+FFFD;
    - what remains is in Unicode normal form C; where marks on a letter have to be put in order for
      it, only the first `MOST_MARKS` stay.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _LINE_ENDS.sub("\n", text)
    text = _SPACES.sub(" ", text)
    text = _INVISIBLE.sub(lambda match: match[1] or "", text)
    text = _SURROGATES.sub("\ufffd", text)
    if unicodedata.is_normalized("NFC", text):
        return text
    return unicodedata.normalize("NFC", _TOO_MANY_MARKS.sub(r"\1", text))


def has_too_many_marks(text: str) -> bool:
    """Tell whether some letter of `text` has more marks on it than `MOST_MARKS`."""
    return _TOO_MANY_MARKS.search(text) is not None


def one_line(text: str) -> str:
    """Return `text` in canonical form on one line, each run of white space one space or, where a
    line was broken within Chinese or Japanese, none.
    """
    return canonical(" ".join(_BROKEN.sub("", canonical(text)).split()))
