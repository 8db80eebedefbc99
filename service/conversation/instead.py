"""The last question asking for something else: "when, not where", "I meant the date"."""

from __future__ import annotations

import re

from service.conversation.bare import asked_of, counted
from service.conversation.discourse import Discourse
from service.conversation.words import ANY_WH, AUXILIARIES, is_past, words

_ASKS = re.compile(rf"(?:[a-z]+ )?{ANY_WH}\b", re.IGNORECASE)
_NOUNS = {
    "date dates day time month year years": "when",
    "place places location venue": "where",
    "city town country": "in which {}",
    "person": "who",
    "number": "how many",
    "amount sum price cost": "how much",
    "reason": "why",
}
_WH_OF = {noun: wh.format(noun) for nouns, wh in _NOUNS.items() for noun in nouns.split()}
_NOUN = re.compile(rf"(?:the|which|what) (?P<noun>{'|'.join(_WH_OF)})", re.IGNORECASE)
_HOW_MANY = re.compile(r"how (?:many|much)(?P<noun> .+)?", re.IGNORECASE)
_PARTICIPLES = {
    "became": "become",
    "began": "begun",
    "broke": "broken",
    "chose": "chosen",
    "drove": "driven",
    "gave": "given",
    "grew": "grown",
    "knew": "known",
    "ran": "run",
    "sang": "sung",
    "saw": "seen",
    "spoke": "spoken",
    "took": "taken",
    "wore": "worn",
    "wrote": "written",
}
"""Of the verbs whose participle is not their past tense."""

_SUBJECTS = frozenset({"who", "which", "what"})
_LONGEST_SUBJECT = 5  # words: "which other European city"


def asked_as(text: str) -> str | None:
    """The words that ask for what `text` names: "when" of "the date"; None where none do."""
    if noun := _NOUN.fullmatch(text):
        return _WH_OF[noun["noun"].lower()]
    return text if _ASKS.match(text) else None


def asking_instead(text: str, discourse: Discourse) -> str:
    """The last question asking for what `text` names."""
    last, wh = discourse.last or "", asked_as(text) or text
    many = _HOW_MANY.fullmatch(wh)
    if many is None:
        said = asked_of(wh, last) or _passive(wh, last)
    else:
        said = _how_many(wh, discourse) if many["noun"] else counted(wh, last, discourse)
    said = said or f"{wh}? {last}"
    return said[:1].upper() + said[1:]


def _how_many(wh: str, discourse: Discourse) -> str | None:
    """ "How many guests?" after "When was the forum?": "How many guests did the forum have?"."""
    thing = discourse.latest.thing(places=False)
    return f"{wh} did {thing.text} have?" if thing else None


def _passive(wh: str, last: str) -> str | None:
    """ "When?" after "Which city hosted the forum?": "When was the forum hosted?"."""
    tokens = words(last)
    if tokens[0].lower not in _SUBJECTS:
        return None
    verbs = (w for w in tokens[1:_LONGEST_SUBJECT] if w.lower in AUXILIARIES or is_past(w.lower))
    verb = next(verbs, None)
    acted_on = last[verb.end :].strip(" ?.!") if verb else ""
    if verb is None or verb.lower in AUXILIARIES or not acted_on:
        return None
    participle = _PARTICIPLES.get(verb.lower, verb.lower)
    return f"{wh} was {acted_on} {participle}?"
