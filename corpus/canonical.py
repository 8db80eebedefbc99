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


def canonical(text: str) -> str:
    r"""Return `text` in canonical form; `canonical(canonical(x)) == canonical(x)`.

    - every line end (CRLF, CR, VT, FF, NEL, U+2028, U+2029) is "\n";
    - every other white space (tab, no-break, ideographic, ...) is one plain space;
    - invisible characters are gone: controls, byte order marks, soft hyphens, zero width spaces,
      and the marks and overrides of direction, which can make a quote look like another.
      Joiners (ZWJ, ZWNJ) and variation selectors stay: emoji and several scripts need them;
    - a lone surrogate, which no encoding can hold, is U+FFFD;
    - what remains is in Unicode normal form C.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _LINE_ENDS.sub("\n", text)
    text = _SPACES.sub(" ", text)
    text = _INVISIBLE.sub(lambda match: match[1] or "", text)
    text = _SURROGATES.sub("\ufffd", text)
    return unicodedata.normalize("NFC", text)


def one_line(text: str) -> str:
    """Return `text` in canonical form on one line, each run of white space one space or, where a
    line was broken within Chinese or Japanese, none.
    """
    return canonical(" ".join(_BROKEN.sub("", canonical(text)).split()))
