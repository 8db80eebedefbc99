"""From bytes to text, without guessing: a text read in a wrong encoding is a wrong quote."""

from __future__ import annotations

import codecs
import re

from corpus.documents import UnreadableDocument

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins as UTF-16's does, hence before it
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_DECLARED_WITHIN = 4096

# What pages call their encoding is what browsers take it for (https://encoding.spec.whatwg.org).
_MEANT = {
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "iso-8859-9": "cp1254",
}

# Two bytes that EUC-KR reads as a Hangul syllable. Chinese in GB 2312 has about half its characters
# above this range, so a text that is nearly all in it is Korean.
_KOREAN = re.compile(rb"[\xb0-\xc8][\xa1-\xfe]")
_PAIRS = re.compile(rb"[\x81-\xfe][\x41-\xfe]")
_FEWEST_PAIRS = 40
_KOREAN_SHARE = 0.9


def decode(content: bytes) -> str:
    """Return `content` as text: by its byte order mark, else as UTF-8, else as EUC-KR if surely so.

    Raises UnreadableDocument naming the first byte that is not UTF-8.
    """
    marked = next((name for mark, name in _MARKS if content.startswith(mark)), "utf-8")
    try:
        return content.decode(marked)
    except UnicodeDecodeError as error:
        if marked == "utf-8" and _is_korean(content):
            try:
                return content.decode("cp949")
            except UnicodeDecodeError:
                pass
        raise _undecodable(content, error, marked) from error


def decode_html(content: bytes) -> str:
    """Return an HTML page as text: as `decode` does, else by the encoding that the page declares.

    UTF-8 comes before the declaration, as saving a page often changes the one and not the other.
    """
    declared = _DECLARED.search(content, 0, _DECLARED_WITHIN)
    if declared:
        name = declared[1].decode("ascii").lower()
        try:
            return content.decode()
        except UnicodeDecodeError:
            pass
        if not any(content.startswith(mark) for mark, _ in _MARKS):
            try:
                return content.decode(_MEANT.get(name, name))
            except UnicodeDecodeError as error:
                raise _undecodable(content, error, name) from error
            except LookupError:
                pass
    return decode(content)


def _is_korean(content: bytes) -> bool:
    pairs = len(_PAIRS.findall(content))
    return pairs >= _FEWEST_PAIRS and len(_KOREAN.findall(content)) >= _KOREAN_SHARE * pairs


def _undecodable(content: bytes, error: UnicodeDecodeError, name: str) -> UnreadableDocument:
    byte = f"byte {error.start:,} (0x{content[error.start]:02x})"
    return UnreadableDocument(f"Its {byte} is not {name.upper()}.", "Save the file as UTF-8.")
