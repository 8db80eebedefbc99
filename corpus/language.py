"""Which language a text is in, by its letters and its commonest words."""

from __future__ import annotations

import re
from collections import Counter

_SAMPLE = 20_000
_SHARE = 0.3
"""Of the letters; a text in another script has names and addresses in Latin letters, too."""

_SCRIPTS = {
    "ko": "가-힣",
    "ja": "ぁ-ヿ",
    "zh": "一-鿿",
    "ru": "а-яё",
    "ar": "ء-ي",
    "el": "α-ω",
    "he": "א-ת",
    "th": "ก-๙",
    "hi": "ऀ-ॿ",
}
_WORDS = {
    "en": "the of and to in is for that with as by are on from",
    "es": "de la el que y en los del las por con una para es se",
    "fr": "de la le les et des en du une est que pour dans sur au",
    "de": "der die und den von zu das mit sich des auf für ist im dem",
    "pt": "de a o que e do da em um para com não uma os no na",
    "it": "di e il la che in un per del della è con sono le dei",
    "nl": "de van het een en in is dat op te zijn voor met die",
    "tr": "ve bir bu için ile olarak da de olan en çok daha gibi",
    "id": "yang dan di untuk dengan dari pada ini dalam adalah tidak",
    "vi": "và của là các có được cho trong một những với người",
}
_LATIN_WORD = re.compile(r"[^\W\d_]+")


def guess_language(text: str) -> str | None:
    """Return the ISO 639-1 code of the likely language of `text`, None where no word is known."""
    sample = text[:_SAMPLE].casefold()
    letters = sum(character.isalpha() for character in sample)
    for code, script in _SCRIPTS.items():
        if letters and len(re.findall(f"[{script}]", sample)) >= _SHARE * letters:
            return code
    counts = Counter(_LATIN_WORD.findall(sample))
    scores = {code: sum(counts[word] for word in words.split()) for code, words in _WORDS.items()}
    best = max(scores, key=lambda code: scores[code])
    return best if scores[best] else None
