"""What the shape of a line tells: how wide it is, whether it is a sentence or a headline."""

from __future__ import annotations

import re

from corpus.dates import without_dates

WIDE = re.compile(
    "[\u1100-\u11ff\u2e80-\ua4cf\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff01-\uff60"
    "\U00020000-\U0003ffff]"
)
"""A character of Chinese, Japanese or Korean: two columns wide on a screen."""

_UNSPACED = re.compile("[\u2e80-\u312f\u31a0-\ua4cf\uf900-\ufaff\U00020000-\U0003ffff]")
_WORD = re.compile(r"[^\W_]+(?:['’.,\-][^\W_]+)*")
# The last of these characters carry the marks of `corpus.footnotes`.
_SENTENCE_END = re.compile("[.!?…。！？．｡؟۔।]['\"”’»」』)\\]\\s\ufdd0-\ufdda]*(?:\\[\\d+\\])*$")
_NOT_IN_HEADLINES = re.compile(r"[.,;:。，；：、…]$|://|\S@\S|^[\"“«‘「『]")
# A number that is neither a year on its own nor part of a name (COVID-19, 제22회).
_FIGURE = re.compile(
    r"(?<![\w.,-])(?!(?:19|20)\d\d(?![\d.,]))\d+(?:[.,:]\d+|\d)(?![-\w]*[a-z])|\d\s?[%％]|[$€£¥₩]\s?\d"
)


def columns(text: str) -> int:
    """Return how many columns `text` takes on a screen."""
    return len(text) if text.isascii() else len(text) + len(WIDE.findall(text))


def words(text: str) -> int:
    """Return about how many words `text` has; two characters of Chinese or Japanese make one."""
    unspaced = 0 if text.isascii() else len(_UNSPACED.findall(text))
    return len(_WORD.findall(text)) if not unspaced else len(text.split()) + unspaced // 2


def ends_sentence(text: str) -> bool:
    """Tell whether `text` ends as a sentence does, closing quotes and references set aside."""
    return bool(_SENTENCE_END.search(text[-40:]))


def is_prose(text: str) -> bool:
    """Tell whether `text` is a sentence or more of running text, and no label, headline or menu."""
    return columns(text[:200]) > 160 or (
        ends_sentence(text) and (words(text) >= 8 or columns(text) >= 50)
    )


def is_short(text: str, most: int = 12) -> bool:
    """Tell whether `text` has the length of a headline or a label: `most` words."""
    return len(text) <= 200 and columns(text) <= 100 and words(text) <= most


def is_headline(text: str, most: int = 12) -> bool:
    """Tell whether `text` has the shape of a headline: short, no sentence, no label, no address."""
    return (
        is_short(text, most)
        and not ends_sentence(text)
        and not _NOT_IN_HEADLINES.search(text)
        and not text[0].islower()
        and any(c.isalpha() for c in text)
    )


def has_figure(headline: str) -> bool:
    """Tell whether a headline states a figure ("3,000 participants in 10 years"), a date apart."""
    return bool(_FIGURE.search(without_dates(headline)))
