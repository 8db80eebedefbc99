"""Taking a turn in: what it tells before it asks becomes a part of the conversation."""

from __future__ import annotations

import re
from typing import NamedTuple

from service.conversation.anaphora import resolved
from service.conversation.asides import changes_subject, parted, topic_of
from service.conversation.described import with_cities_recalled
from service.conversation.discourse import Discourse
from service.conversation.mentions import mentions
from service.conversation.phrases import NAMED
from service.conversation.referents import Referent
from service.conversation.repair import asked_after, only_corrects
from service.conversation.words import DEMONSTRATIVES, words

_NOBODY_KNOWS = re.compile(r"\bones?$", re.IGNORECASE)  # which one is meant


class Heard(NamedTuple):
    """What a turn asks, the conversation up to that, and what its last aside was.

    `topic` is what the aside says that the question is about, `told` what it told instead.
    """

    question: str
    discourse: Discourse
    topic: Referent | None = None
    told: str = ""


def heard(turn: str, discourse: Discourse) -> Heard:
    """Take in a turn after the conversation so far."""
    if corrected := asked_after(turn, discourse):
        return Heard(*corrected)
    turn = with_cities_recalled(turn, discourse)
    asides, question = parted(turn, discourse.terms)
    topic, told = None, ""
    for aside in asides:
        if only_corrects(aside):
            continue
        if changes_subject(aside):
            discourse, topic, told = discourse.afresh(), None, ""
        elif named := topic_of(aside):
            text, _ = resolved(named, discourse)
            if _NOBODY_KNOWS.search(text):
                return Heard(turn, discourse)
            points_nowhere = text == named and words(text)[0].lower in DEMONSTRATIVES
            topic = None if points_nowhere else _referent(text, discourse)
            discourse = discourse.aside(about(text) if topic else aside)
        elif named is None:
            told, _ = resolved(aside, discourse)
            discourse = discourse.aside(told)
    return Heard(question, discourse, topic, told)


def about(topic: str) -> str:
    """What asks for a description of `topic`."""
    return f"Tell me about {topic}."


def _referent(named: str, discourse: Discourse) -> Referent | None:
    """What an aside names, where that begins with a name or is one phrase."""
    first = next(iter(mentions(named, discourse.terms)), None)
    if first is None or (first.sort not in NAMED and first.text != named):
        return None
    return Referent(named, first.sort, first.head)
