"""What one turn of a conversation speaks of, and how salient that makes it.

The subject weighs most, as in centering (Grosz, Joshi and Weinstein, 1995: Centering: A Framework
for Modeling the Local Coherence of Discourse), and so does what an answer gives to its question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from service.conversation.mentions import mentions
from service.conversation.phrases import NAMED, Mention, Sort
from service.conversation.sought import IN, WHO, asks_for_place, sought
from service.conversation.terms import Terms
from service.conversation.words import (
    ANY_AUXILIARY,
    COUNTRIES,
    GROUPS,
    ORDINAL,
    PLACES,
    TIMES,
    VERBS,
    is_plural,
    words,
)

# What a mention counts: in a question
SUBJECT = 4.0
IN_QUESTION = 3.0
ASKED = 1.5  # what it asks for, and names inside longer phrases
INTRODUCED = 6.0  # what "Is there a festival?" makes the subject of all that follows
# and in an answer
SOUGHT = 4.0  # the person a question was after
SOUGHT_THING = 4.5  # and what else it was after
FIRST_IN_ANSWER = 2.0
IN_ANSWER = 1.0
INDEFINITE = 0.5  # times that, for a noun that was not spoken of as known

# "Which cities won in 2024", "Who won": what "these" and "them" are, in full.
_RESTRICTED = re.compile(
    r"(?:which (?P<noun>(?:[\w-]+ ){0,2}?[\w-]+s)|who) (?P<told>(?:(?:have|has|had) )?"
    rf"(?:{'|'.join(sorted(VERBS))}|\w+ed|(?:is|are|was|were) (?:in|from|near|members?))\b.*)",
    re.IGNORECASE,
)
_WHAT_IS = re.compile(r"\b(?:what|which)(?:'s| is| was| are| were) $", re.IGNORECASE)
# What something is called or made: "when was it designated a learning city".
_GIVEN = re.compile(
    r"\b(?:become|became|becoming|(?:named|designated|chosen|selected|declared)(?: as)?) $",
    re.IGNORECASE,
)
# "A project for women": whom it is for.
_FOR_MANY = re.compile(
    r"\bfor (?:(?:the|all|its|their) )?"
    r"(?P<whom>(?:[a-z-]+ ){0,2}(?:[a-z-]+s|women|men|children|people))"
    r"(?= (?:in|at|of|from|on|with)\b|$)"
)
_WHAT_ARE = re.compile(r"\bwhat (?:are|were) $", re.IGNORECASE)
_INDEFINITE = re.compile(r"an? ", re.IGNORECASE)
_INTRODUCES = re.compile(rf"{ANY_AUXILIARY} (?:there\b|.*\bhave\b)", re.IGNORECASE)
_WHO_IS = re.compile(r"\bwho(?:'s| is| was| are| were) $", re.IGNORECASE)
_DEFINED = re.compile(
    r"(?:\bwhat (?:is|was|are|were)|\b(?:about|of|for|in|to|with)) $", re.IGNORECASE
)
_ORDINAL = re.compile(rf"{ORDINAL}\b", re.IGNORECASE)
_ARTICLE = re.compile(r"(?:an?|the) ", re.IGNORECASE)


@dataclass(frozen=True)
class Referent:
    """What an expression of a later question can stand for, in words that need no context.

    `specific` where it was called by more than a single noun: "Cork's festival"; `sought` where a
    question was after it, and the answer gave it.
    """

    text: str
    sort: Sort
    head: str
    plural: bool = False
    specific: bool = False
    salience: float = 0.0
    sought: bool = False


def spoken_of(question: str, answer: str, terms: Terms) -> Iterator[Referent]:
    """The referents of one turn, each mention with its salience in it."""
    asked = [_located(mention, question, terms) for mention in mentions(question, terms)]
    said = [_located(mention, answer, terms) for mention in mentions(answer, terms)]
    yield from _of_question(question, asked)
    known = {mention.head for mention in asked if mention.sort is not Sort.NOUN}
    new = [m for m in said if m.head not in known and _stands_alone(answer, m)]
    towns = [m for m in new if m.sort is not Sort.PLACE or not terms.is_country(m.text)]
    of_country = any(word.lower in COUNTRIES for word in words(question))
    given = sought(question, answer, asked, new if of_country else towns)
    for number, mention in enumerate(new):
        weight = IN_ANSWER if number else FIRST_IN_ANSWER
        referent = _referent(mention, asked, weight * _definiteness(mention))
        if mention == given:
            who = mention.sort is not Sort.PLACE and WHO.search(question) is not None
            referent = replace(referent, salience=SOUGHT if who else SOUGHT_THING, sought=True)
            referent = replace(referent, sort=Sort.PERSON) if who else referent
        yield referent


def _located(mention: Mention, text: str, terms: Terms) -> Mention:
    """A mention as a place, where a name that no list has stands behind "in" or "where is"; of
    "Cork, in Ireland", Cork.
    """
    if mention.sort is Sort.PLACE:
        city, comma, country = mention.text.partition(",")
        alone = comma and terms.is_country(country.strip().removeprefix("in "))
        return (
            replace(mention, text=city, head=city, end=mention.start + len(city))
            if alone
            else mention
        )
    name = mention.sort in {Sort.NAME, Sort.PERSON} and mention.text == mention.head
    if name and IN.search(text[: mention.start]):
        return replace(mention, sort=Sort.PLACE)
    return mention


def only_dates(referent: Referent) -> bool:
    """Whether a noun says no more than when: "the time of the award"."""
    return referent.sort is Sort.NOUN and referent.head.split()[-1].lower() in TIMES


def _of_question(question: str, asked: Sequence[Mention]) -> Iterator[Referent]:
    subject = next((m for m in asked if not m.asked and m.sort is not Sort.TIME), None)
    if restricted := _RESTRICTED.match(question.rstrip(" ?.!")):
        noun, told = restricted["noun"], restricted["told"]
        text = f"the {noun} that {told}" if noun else f"those who {told}"
        yield Referent(text, Sort.NOUN, noun or "those", plural=True, salience=IN_QUESTION)
    place = asks_for_place(question)
    for mention in asked:
        if not _stands_alone(question, mention):
            continue
        before = question[: mention.start]
        weight = _weight(mention, subject, asked)
        if _INTRODUCES.match(question) and _INDEFINITE.match(mention.text):
            weight = INTRODUCED
        referent = _referent(mention, asked, weight)
        if _GIVEN.search(before):
            continue
        if mention.sort is Sort.NOUN and place and mention.head.split()[-1].lower() in PLACES:
            referent = replace(referent, salience=ASKED)  # no more than what is to be named
        elif mention.sort is Sort.NOUN and _WHO_IS.search(before):
            referent = replace(referent, sort=Sort.PERSON, salience=ASKED)
        elif mention.sort is Sort.PERSON and _WHAT_IS.search(before):
            referent = replace(referent, sort=Sort.NAME)
        yield replace(referent, plural=True) if _WHAT_ARE.search(before) else referent
        if mention.sort is Sort.NOUN and (people := _FOR_MANY.search(mention.text)):
            whom = f"the {people['whom']}"
            yield Referent(whom, Sort.NOUN, people["whom"], plural=True, salience=ASKED)


def _weight(mention: Mention, subject: Mention | None, asked: Sequence[Mention]) -> float:
    """What a mention in a question counts by its place there."""
    if mention == subject and not mention.plural:
        return SUBJECT
    inside = any(m != mention and m.start <= mention.start and mention.end <= m.end for m in asked)
    if mention == subject:
        weight = SUBJECT
    elif mention.asked or _joined(mention) or (inside and mention.sort is not Sort.PERSON):
        weight = ASKED
    else:
        weight = IN_QUESTION
    return weight * _definiteness(mention)


def _joined(mention: Mention) -> bool:
    """Whether a mention is of a group that is known: "the network", whoever joins it."""
    return mention.definite and mention.head.split()[-1].lower() in GROUPS


def _definiteness(mention: Mention) -> float:
    known = mention.sort is not Sort.NOUN or mention.definite or mention.asked
    return 1.0 if known else INDEFINITE


def _stands_alone(text: str, mention: Mention) -> bool:
    """Whether a mention can be spoken of again: a bare word may be no noun at all."""
    if mention.sort is not Sort.NOUN or mention.plural or mention.asked or " " in mention.text:
        return True
    return _DEFINED.search(text[: mention.start]) is not None


def same(one: Referent, other: Referent) -> bool:
    """Whether two names are the same or one is a part of the other: "Kohli", "Virat Kohli"."""
    if one.text.lower() == other.text.lower():
        return True
    if not {one.sort, other.sort} <= {Sort.PERSON, Sort.NAME}:
        return False
    words, more = sorted((one.head.split(), other.head.split()), key=len)
    if _ORDINAL.match(" ".join(words)) or _ORDINAL.match(" ".join(more)):
        return False
    person = Sort.PERSON in {one.sort, other.sort}
    return set(words) <= set(more) and (person or words[-1] == more[-1])


def merged(one: Referent, other: Referent) -> Referent:
    """The two as one, by the longer name."""
    fuller = max((one, other), key=lambda referent: len(referent.head))
    return replace(
        fuller, salience=one.salience + other.salience, sought=one.sought or other.sought
    )


def _referent(mention: Mention, beside: Sequence[Mention], salience: float) -> Referent:
    """A mention in words that need no context: with the name that its question held besides."""
    text = mention.text
    if _ARTICLE.match(text):
        text = f"the {text.split(maxsplit=1)[1]}"
    if mention.sort is Sort.NOUN or _INDEFINITE.match(mention.text):
        known = mention.definite or text != mention.text
        if not known and (mention.plural or mention.asked or " of " in text):
            text = f"the {text}"
        named = [m for m in beside if m.sort in NAMED and not m.asked and m != mention]
        if (
            named
            and not _joined(mention)
            and " of " not in text
            and not any(m.text in text for m in named)
        ):
            text += f" {'in' if named[0].sort is Sort.PLACE else 'of'} {named[0].text}"
    plural = mention.plural or (mention.sort is Sort.NAME and is_plural(mention.head))
    specific = len(mention.text.split()) > 2
    return Referent(text, mention.sort, mention.head, plural, specific, salience)
