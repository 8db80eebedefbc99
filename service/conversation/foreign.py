"""Which language a question is in, where it is one that the reader does not read."""

from __future__ import annotations

import re

from corpus.language import guess_language
from index.tokens import STOP_WORDS
from service.conversation.terms import Terms

LANGUAGES = {
    "ar": "Arabic",
    "de": "German",
    "el": "Greek",
    "es": "Spanish",
    "fr": "French",
    "he": "Hebrew",
    "hi": "Hindi",
    "id": "Indonesian",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "nl": "Dutch",
    "pt": "Portuguese",
    "ru": "Russian",
    "th": "Thai",
    "tr": "Turkish",
    "vi": "Vietnamese",
    "zh": "Chinese",
}
"""The languages that are told from English, by their codes; English is what the reader reads."""

# What asks and joins in a question: the words of a language that another is least mistaken for.
_ASKING = {
    "de": "wann wo wer wie warum wieso welche welcher welches wieviele viele ist sind hat haben"
    " wird wurde gibt es der die das ein eine den dem im in von zu und was mit für nicht",
    "es": "cuándo cuando dónde donde quién quien qué que cómo como cuál cual cuántos cuántas"
    " cuantos cuantas por es son está hay fue se el la los las un una de del en al y tiene"
    " para",
    "fr": "quand où qui que quoi quel quelle quels quelles comment pourquoi combien est sont a"
    " été il elle le la les l d un une des de du au aux en dans et y t se ce pour",
    "id": "kapan di mana siapa apa apakah bagaimana mengapa berapa yang dan adalah dari untuk"
    " ke itu ini ada dengan pada akan",
    "it": "quando dove chi che cosa come perché quale quali quanti quante è sono ha hanno il lo"
    " la i gli le un una di del della in nel nella e si per",
    "nl": "wanneer waar wie wat hoe waarom welke hoeveel is zijn heeft hebben wordt werd er het"
    " de een van in op en voor met",
    "pt": "quando onde quem que qual quais como porque quantos quantas é são está há foi se o a"
    " os as um uma de do da dos das em no na e tem para",
    "tr": "ne zaman nerede kim nasıl neden hangi kaç var mı mi ve bir bu için ile",
    "vi": "khi nào ở đâu ai gì thế tại sao bao nhiêu có là của và những các một",
}
_FOREIGN = {code: frozenset(words.split()) for code, words in _ASKING.items()}
_WORD = re.compile(r"[^\W\d_]+")


def unread_language(question: str, terms: Terms) -> str | None:
    """The code of the language of `question`, None for English and where no word tells.

    Names are left out of account: "When did 세종 join?" is English.
    """
    text = question
    for start, end in reversed(terms.places(question)):
        text = text[:start] + " " + text[end:]
    words = _WORD.findall(text.lower())
    english = sum(word in STOP_WORDS for word in words)
    counts = {code: sum(word in known for word in words) for code, known in _FOREIGN.items()}
    best = max(counts, key=lambda code: counts[code])
    if counts[best] > max(english, 1):
        return best
    guess = None if english else guess_language(text)
    return guess if guess in LANGUAGES and guess not in _FOREIGN else None
