"""What a turn says before it asks: a story, what it comes (back) to, that the subject changes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.conversation.terms import Terms
from service.conversation.words import (
    ARTICLES,
    AUXILIARIES,
    COMMANDS,
    DEMONSTRATIVES,
    FUNCTION,
    POSSESSIVE,
    PREPOSITIONS,
    REQUESTS,
    WH,
    Word,
    is_verb,
    word_class,
    words,
)

SENTENCE_END = re.compile(r"(?<=[.!?…])(?<!\b[A-Z]\.)(?<!\b(?:Mr|Ms|Dr|St|vs)\.)(?<!Mrs\.)\s+")
"""Where one sentence ends and the next begins."""

_MARK = re.compile(r"(?:\s*[,;:–—]|\s+-)\s+(?=\S)")
_OPENING = re.compile(
    r"^(?:(?:oh|ah|wow|well|so|and|but|ok|okay|aww*|gosh|h+m+|(?:ha|he)+h?)\b[,.!? ]*)+",
    re.IGNORECASE,
)
_WHAT_ABOUT = re.compile(r"^(?:(?:and|but|ok|so),? )*(?:what|how) about\b", re.IGNORECASE)
_AS_FOR = re.compile(r"as (?:for|to|regards)\b", re.IGNORECASE)
_OPENS = word_class("and but so or also well ok okay now then please oh right yes")
_ASKING = WH | AUXILIARIES | REQUESTS
SUBORDINATES = word_class(
    "according after although as because before given if once since though unless until when"
    " whenever while"
)
# What leads to the name of a topic: "coming back to", "let's talk about".
_LEADING = word_class(
    "ask asked asking back come coming concerning go going let mentioned moving re regarding"
    " regards return returning say said speaking still switch switching talk talking turn turning"
    " want wondering 's 'd 'm"
)
_GOES_BACK = word_class("back concerning re regarding return returning talk talking")
_AFTER_TOPIC = word_class("again earlier first instead now please pls then though too")
_CHANGES = word_class(
    "another aside change changing different else enough forget leave mind moving new nevermind"
    " next switch"
    " switching unrelated"
)
_OF_TALK = word_class(
    "completely entirely matter never one point question questions quick something subject thing"
    " things topic totally two"
)
_JOINS = word_class("and or vs versus between both in for")
_BARE = FUNCTION | {"come"}  # "what for?", "how come?"
_TELLS_WHICH = ARTICLES | DEMONSTRATIVES | POSSESSIVE | {"both", "other"}


def parted(text: str, terms: Terms) -> tuple[tuple[str, ...], str]:
    """The asides of a turn in order, and what it asks; the whole turn, where it only asks."""
    sentences = SENTENCE_END.split(text.strip())
    asking = [at for at, sentence in enumerate(sentences) if asks(sentence)]
    # "Really?" asks nothing where a question follows.
    asking = [at for at in asking if len(words(sentences[at])) > 1 or at == asking[-1]]
    if not asking:
        return (), text
    asides = [*sentences[: asking[0]], *sentences[asking[-1] + 1 :]]
    question = " ".join(sentences[asking[0] : asking[-1] + 1])
    for mark in _MARK.finditer(question):
        lead, rest = question[: mark.start()], question[mark.end() :]
        if opens_question(rest) and _stands_aside(lead, mark.group().strip(), rest, terms):
            asides, question = [*asides, _WHAT_ABOUT.sub("about", lead)], rest
            break
    told = tuple(aside for said in asides if (aside := _OPENING.sub("", said)))
    return (told, question[:1].upper() + question[1:]) if asides else ((), text)


def asks(sentence: str) -> bool:
    """Whether a sentence is a question or a command, by its end or its beginning."""
    return sentence.rstrip(" \"'”)").endswith("?") or opens_question(sentence)


def opens_question(text: str) -> bool:
    """Whether a text begins as questions and commands do: "in which", "and does", "tell me"."""
    tokens = _without_opening(words(text))
    leads = len(tokens) > 1 and tokens[0].lower in PREPOSITIONS and tokens[1].lower in WH
    return bool(tokens) and tokens[1 if leads else 0].lower in _ASKING


def changes_subject(aside: str) -> bool:
    """Whether an aside only says that what follows is about something else."""
    said = {word.lower for word in words(aside)}
    return bool(said & _CHANGES) and said <= FUNCTION | COMMANDS | _LEADING | _CHANGES | _OF_TALK


def goes_back(aside: str) -> bool:
    """Whether an aside says that it comes (back) to a topic."""
    topic = topic_of(aside)
    before = aside[: aside.index(topic)] if topic else ""
    return any(word.lower in _GOES_BACK for word in words(before))


def topic_of(aside: str) -> str | None:
    """What an aside names to ask about: "Cork" of "back to Cork"; empty where it names nothing,
    None where it tells something.
    """
    tokens = words(aside)
    start, end = 0, len(tokens)
    while start < end and _leads(tokens[start]):
        start += 1
    while end > start and tokens[end - 1].lower in _AFTER_TOPIC:
        end -= 1
    named = tokens[start:end]
    if {word.lower for word in named} <= FUNCTION | COMMANDS | _CHANGES | _OF_TALK:
        return ""
    tells = any(_is_predicate(named, at) for at in range(len(named)))
    if tells or all(word.text.isdigit() for word in named):
        return None
    return aside[named[0].start : named[-1].end]


def _stands_aside(lead: str, mark: str, rest: str, terms: Terms) -> bool:
    """Whether the `lead` before a mark is no part of the question behind it."""
    tokens = words(lead)
    lead = _WHAT_ABOUT.sub("about", lead)
    if not tokens or asks(lead) or (tokens[0].lower in SUBORDINATES and not _AS_FOR.match(lead)):
        return False
    if _names_several(lead, terms):
        return False
    topic = topic_of(lead)
    if mark != "," or topic == "":
        return True
    if topic is None:
        return {word.lower for word in words(rest)} <= _BARE
    first = words(topic)[0]
    return first.capital or first.lower in _TELLS_WHICH or bool(terms.places(topic))


def _names_several(lead: str, terms: Terms) -> bool:
    """Whether a lead is no more than the names of several places, of which the rest then asks."""
    places = terms.places(lead)
    between = [
        word.lower for word in words(lead) if not any(p.start <= word.start < p.end for p in places)
    ]
    return len(places) > 1 and _JOINS.issuperset(between)


def _without_opening(tokens: Sequence[Word]) -> Sequence[Word]:
    start = next((at for at, word in enumerate(tokens) if word.lower not in _OPENS), len(tokens))
    return tokens[start:]


def _leads(word: Word) -> bool:
    lower = word.lower
    telling = AUXILIARIES - {"would"} | _TELLS_WHICH
    return lower in _LEADING or (lower in FUNCTION | COMMANDS and lower not in telling)


def _is_predicate(tokens: Sequence[Word], at: int) -> bool:
    word = tokens[at]
    noun = word.capital or (at > 0 and tokens[at - 1].lower in _TELLS_WHICH)
    return word.lower in AUXILIARIES or (not noun and is_verb(word.lower))
