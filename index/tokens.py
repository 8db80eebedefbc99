"""Text to search tokens: folded, stemmed words, and bigrams where no space parts the words.

Both sides of the keyword search go through here, so a change of the rules makes an index unusable:
raise `TOKENIZER_VERSION` with it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import snowballstemmer

TOKENIZER_VERSION = "1"

# Han, kana, bopomofo and Hangul; then Thai, Lao, Myanmar and Khmer, which put no space either.
_UNSPACED = (
    r"\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
    r"\u3041-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3105-\u312f\u31a0-\u31bf"
    r"\u1100-\u11ff\u3131-\u318e\ua960-\ua97f\uac00-\ud7ff"
    r"\u0e01-\u0e4e\u0ec0-\u0ecf\u0e81-\u0ebd\u1000-\u1049\u1780-\u17d3"
)
# Vowel signs of the Indic scripts are marks, which `\w` leaves out, yet parts of words.
_INDIC = r"\u0900-\u0963\u0966-\u0dff"
_TOKEN = re.compile(
    rf"(?P<unspaced>[{_UNSPACED}]+)"
    rf"|(?P<thousands>\d{{1,3}}(?:,\d{{3}})+(?![\d,]))"
    rf"|(?:[^\W_{_UNSPACED}]|[{_INDIC}])+"
)
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

# What asks or joins and names nothing. "may" and "will" are left in: a month and a name.
_STOP_WORDS = """
a about above after again against all also am an and any are aren as at be because been before
being below between both but by can cannot could couldn d did didn do does doesn doing don during
each else few for from further get give had hadn has hasn have haven having he her here hers
herself him himself his how i if in into is isn it its itself just kindly let ll m many me more
most much must my myself no nor not of off on once only or other our ours ourselves out over own
please re s same shall she should shouldn so some such t tell than that the their theirs them
themselves then there these they this those through to too under until up us ve very was wasn we
were weren what when where whether which while who whom whose why with won would wouldn you your
yours yourself yourselves
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())


def tokenize(text: str) -> list[str]:
    """The tokens of `text` in order, repeats included."""
    return [token for match in _TOKEN.finditer(_fold(text)) for token in _tokens_of(match)]


def content_tokens(text: str) -> list[str]:
    """The tokens of `text` without stop words: what a question is about."""
    return [
        token
        for match in _TOKEN.finditer(_fold(text))
        if match.group() not in STOP_WORDS
        for token in _tokens_of(match)
    ]


def _fold(text: str) -> str:
    """`text` in lower case, compatibility forms and diacritics folded."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    return unicodedata.normalize("NFC", _DROPPED.sub("", decomposed)).translate(_LETTERS)


def _tokens_of(match: re.Match[str]) -> list[str]:
    run = match.group()
    if match.lastgroup == "unspaced":
        return [run[i : i + 2] for i in range(max(len(run) - 1, 1))]
    if match.lastgroup == "thousands":
        return [run.replace(",", "")]
    return [_stem(run) if run.isascii() else run]


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    # A stemmer keeps the word it works on in itself: a new one, as threads may not share it.
    return str(snowballstemmer.stemmer("english").stemWord(word))
