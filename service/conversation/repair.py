"""Corrections: "no, the one in Busan", "I meant 2017", "not Cork, Limerick"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.conversation.asides import asks
from service.conversation.discourse import Discourse
from service.conversation.ellipsis import THE_ONE, completed, is_fragment
from service.conversation.mentions import mentions
from service.conversation.phrases import Sort
from service.conversation.words import Word, word_class, words

_SIGNALS = word_class(
    "actually argh asking correction know mean meant mistake mistaken misspelt misspelled nah no"
    " nope nvm oops rather rephrase said sorry typo wait wanted whoops wrong"
)
"""Words that say that something said before was not meant so."""
_AROUND = word_class(
    "'d 'm 's 't a about ah ask asked been did didn for have hm hmm hmmm i it know let like me my"
    " not of oh one please say should that the this to want was we well what would"
)
_NOT_AT_FIRST = word_class("for of one the to was what not did have about")
_AFTER_SIGNAL = word_class("about ask asking for is know say to was")
_NOT_THIS = re.compile(
    r"(?:^|,?\s+(?:and\s+)?)(?:i\s+(?:didn['’]t|did\s+not)\s+mean|not)\s+(?P<wrong>[^,?.!;]+?)"
    r"(?:\s+but\s+|[,?.!;]+\s*|$)",
    re.IGNORECASE,
)


def without_correction(text: str) -> str:
    """`text` without the words that only say that it corrects something."""
    tokens = words(text)
    start, end = _cut(text, tokens), _tail(tokens)
    rest = text[start : tokens[end - 1].end if end < len(tokens) else len(text)] if end else ""
    return rest if words(rest) else text


def only_corrects(text: str) -> bool:
    """Whether `text` says nothing but that something was wrong."""
    return _cut(text, words(text)) == len(text)


def repaired(text: str, discourse: Discourse) -> str | None:
    """The last question with what it had wrong put right; None where `text` corrects nothing."""
    last = discourse.last or ""
    wrong = next((w for w in _NOT_THIS.finditer(text) if not _is_signal(w["wrong"])), None)
    said = (f"{text[: wrong.start()]} {text[wrong.end() :]}" if wrong else text).strip(" ,?.!")
    right = without_correction(said).strip(" ,?.!")
    if not last or (not wrong and right == said):
        return None
    named = wrong["wrong"].strip() if wrong else ""
    at = last.lower().find(named.lower()) if named else -1
    if at >= 0:
        right = _alike(named, right, discourse) if words(right) else named
        return last[:at] + right + last[at + len(named) :]
    if not words(right):
        return None
    if not is_fragment(right):
        told = [] if asks(right) else _new(right, last, discourse)
        return completed(told[0], discourse) if len(told) == 1 else None
    if one := THE_ONE.match(right):
        right = right[one.end() :]
        if narrowed := _narrowed(last, right, discourse):
            return narrowed
    return completed(right, discourse)


def _new(said: str, last: str, discourse: Discourse) -> list[str]:
    """The places, people and times that a statement has and the last question has not."""
    sorts = {Sort.PLACE, Sort.PERSON, Sort.TIME}
    found = (m.text for m in mentions(said, discourse.terms) if m.sort in sorts)
    return [name for name in dict.fromkeys(found) if name not in last]


def _alike(wrong: str, said: str, discourse: Discourse) -> str:
    """What is said to be right: of several things, the last one of the same sort as the wrong."""
    sorts = {mention.sort for mention in mentions(wrong, discourse.terms)}
    alike = [m for m in mentions(said, discourse.terms) if m.sort in sorts]
    return alike[-1].text if alike else said


def _cut(text: str, tokens: Sequence[Word]) -> int:
    """Where what is meant begins, in code points: behind the signals that open the text."""
    start = 0
    seen = False
    for at, word in enumerate(tokens):
        if word.lower in _SIGNALS:
            seen, start = True, at + 1
        elif word.lower not in _AROUND or (at == 0 and word.lower in _NOT_AT_FIRST):
            break
        elif seen and at == start and word.lower in _AFTER_SIGNAL:
            start += 1
        elif seen and _ends_clause(text, tokens, at):
            start = at + 1
    return tokens[start].start if start < len(tokens) else (len(text) if start else 0)


def _tail(tokens: Sequence[Word]) -> int:
    """How many words are left where the last ones say "I mean" or "sorry"."""
    end = len(tokens)
    while end and tokens[end - 1].lower in {"please", "pls"}:
        end -= 1
    if end and tokens[end - 1].lower == "sorry":
        return end - 1
    says = [word.lower for word in tokens[max(end - 2, 0) : end]]
    return end - 2 if says in (["i", "mean"], ["i", "meant"]) else end


def _is_signal(text: str) -> bool:
    return any(word.lower in _SIGNALS for word in words(text))


def _ends_clause(text: str, tokens: Sequence[Word], at: int) -> bool:
    """Whether a mark stands behind this word."""
    return re.match(r"\s*[,.;:!?]", text[tokens[at].end :]) is not None


def _narrowed(last: str, where: str, discourse: Discourse) -> str | None:
    """The last question with a place whose name several have told apart: "Seo-gu in Busan"."""
    for place in mentions(last, discourse.terms):
        told = f"{place.text} {where}"
        if place.sort is Sort.PLACE and (0, len(told)) in discourse.terms.places(told):
            return last[: place.start] + told + last[place.end :]
    return None
