"""Text to search tokens: folded, stemmed words, and bigrams where no space parts the words.

Both sides of the keyword search go through here, so a change of the rules, or of `corpus.folding`,
makes an index unusable: raise `TOKENIZER_VERSION` with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

import snowballstemmer

from corpus.folding import UNSPACED, WORD, fold

TOKENIZER_VERSION = "1"

_TOKEN = re.compile(
    rf"(?P<unspaced>[{UNSPACED}]+)"
    rf"|(?P<thousands>\d{{1,3}}(?:,\d{{3}})+(?![\d,]))"
    rf"|(?P<word>{WORD})"
)
# The same for folded text that is all ASCII, as most is, in a third of the time.
_ASCII_TOKEN = re.compile(
    r"(?P<unspaced>(?!))|(?P<thousands>\d{1,3}(?:,\d{3})+(?![\d,]))|(?P<word>[a-z0-9]+)"
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
    return _tokens(_runs(text))


def content_tokens(text: str) -> list[str]:
    """The tokens of `text` without stop words: what a question is about."""
    return _tokens(run for run in _runs(text) if run[2] not in STOP_WORDS)


def _runs(text: str) -> list[tuple[str, str, str]]:
    """Runs of characters of a folded text: unspaced, thousands or a word; the others are empty."""
    folded = fold(text)
    return (_ASCII_TOKEN if folded.isascii() else _TOKEN).findall(folded)


def _tokens(runs: Iterable[tuple[str, str, str]]) -> list[str]:
    tokens: list[str] = []
    for unspaced, thousands, word in runs:
        if word:
            tokens.append(_stem(word) if word.isascii() else word)
        elif thousands:
            tokens.append(thousands.replace(",", ""))
        else:
            tokens += [unspaced[i : i + 2] for i in range(max(len(unspaced) - 1, 1))]
    return tokens


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    # A stemmer keeps the word it works on in itself: a new one, as threads may not share it.
    return str(snowballstemmer.stemmer("english").stemWord(word))
