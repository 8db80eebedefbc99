"""Text to search tokens: folded, stemmed words, and bigrams where no space parts the words.

Both sides of the keyword search go through here, so a change of the rules, or of `corpus.folding`,
makes an index unusable: raise `TOKENIZER_VERSION` with it.
"""

from __future__ import annotations

import re
from functools import lru_cache

import snowballstemmer

from corpus.folding import UNSPACED, WORD, fold

TOKENIZER_VERSION = "1"

_TOKEN = re.compile(
    rf"(?P<unspaced>[{UNSPACED}]+)"
    rf"|(?P<thousands>\d{{1,3}}(?:,\d{{3}})+(?![\d,]))"
    rf"|{WORD}"
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
    return [token for match in _TOKEN.finditer(fold(text)) for token in _tokens_of(match)]


def content_tokens(text: str) -> list[str]:
    """The tokens of `text` without stop words: what a question is about."""
    return [
        token
        for match in _TOKEN.finditer(fold(text))
        if match.group() not in STOP_WORDS
        for token in _tokens_of(match)
    ]


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
