"""Questions that leave out what the one before them said: "And Limerick?", "Why?", "In 2017?"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from service.conversation.discourse import Discourse
from service.conversation.mentions import mentions
from service.conversation.phrases import NAMED, Mention, Sort
from service.conversation.words import (
    ARTICLES,
    AUXILIARIES,
    COMMANDS,
    ORDINAL,
    PREPOSITIONS,
    VERBS,
    WH,
    is_verb,
    words,
)

LONGEST_FRAGMENT = 7
"""Words; more are a question of their own."""

LONGEST_QUESTION = 16
"""Words; a longer one is more than a fragment would ask again."""

REMEMBERED = 3
"""Turns; a noun may stand beside one of a question so far back."""

THE_ONE = re.compile(r"\bthe (?:one|ones|other one)\s+(?=(?:in|of|at|from|for)\b)", re.IGNORECASE)
DATED_ONE = re.compile(
    rf"(?:the |that )?(?:{ORDINAL}|following|other) [\w-]+,?"
    r" (?P<when>(?:in|of|from) [\w ]*\d{4})",
    re.IGNORECASE,
)
"""Another of the same sort, known by its year: "the next one, in 2021"."""

_ORDINAL = re.compile(rf"(?:the )?(?P<ordinal>{ORDINAL})(?: ones?)?", re.IGNORECASE)
_ORDERED = re.compile(
    rf"\b(?:the )?{ORDINAL}(?P<what>(?: [\w-]+)?)(?: (?i:in|at) [A-Z][\w-]*(?: [A-Z][\w-]*)*)?",
    re.IGNORECASE,
)
_MORE_ABOUT = re.compile(r"(?:some |any )?(?:more|details?) (?:about|on|of) ", re.IGNORECASE)
_TELL = "Tell me about {}."


def is_fragment(text: str) -> bool:
    """Whether `text` is a phrase, and no question or command of its own."""
    tokens = [word for word in words(text) if word.text[0] not in "'’"]
    return (
        0 < len(tokens) <= LONGEST_FRAGMENT
        and tokens[0].lower not in COMMANDS
        and not (len(tokens) > 1 and tokens[0].lower in VERBS)
        and not any(word.lower in WH | AUXILIARIES and word.text != "May" for word in tokens)
        and not any(
            is_verb(word.lower) and not word.capital and before.lower not in ARTICLES
            for before, word in pairwise(tokens[:-1])
        )
    )


def completed(fragment: str, discourse: Discourse) -> str:
    """The last question with `fragment` in the place of what it stands beside.

    Where the last question holds nothing of its sort, a place or a time is added to it, and of all
    else a description is asked for.
    """
    last = discourse.last or ""
    fragment = THE_ONE.sub("", fragment)
    if dated := DATED_ONE.fullmatch(fragment.strip(" ?.!,")):
        fragment = dated["when"]
        last = _last_dated(discourse) or last
    if ordinal := _ORDINAL.fullmatch(fragment.strip(" ?.!,")):
        return _reordered(last, ordinal["ordinal"]) or described(fragment, discourse)
    new = mentions(fragment, discourse.terms)
    if fragment.strip(" ?.!,").lower() in last.lower() or len(words(last)) > LONGEST_QUESTION:
        return described(fragment, discourse)
    if all(mention.sort is Sort.NOUN for mention in new):
        before = _preposition(fragment, new[0]) if new else None
        extended = added(last, f"{before} {new[0].text}") if before else None
        return _with_noun(new, discourse) or extended or described(fragment, discourse)
    whole = [m for m in new if not any(_inside(m, other) for other in new)]
    said, changed = last, False
    for mention in whole:
        before = _preposition(fragment, mention)
        replaced = _replaced(said, mention, before, discourse)
        if replaced is None and mention.sort in {Sort.PLACE, Sort.TIME} and (before or changed):
            replaced = added(said, f"{before or 'in'} {mention.text}")
        if replaced is None and mention.sort is Sort.TIME:
            replaced = added(said, f"in {mention.text}")
        if replaced is not None:
            said, changed = replaced, True
    return said if changed else described(fragment, discourse)


def _reordered(last: str, ordinal: str) -> str | None:
    """The last question with another of several: without the place, which was the other's."""
    said, count = _ORDERED.subn(lambda match: f"the {ordinal}{match['what']}", last, count=1)
    return said if count else None


def _last_dated(discourse: Discourse) -> str | None:
    """The latest question that says when."""
    asked = (e.question for e in reversed(discourse.exchanges[-REMEMBERED:]))
    return next(
        (q for q in asked if any(m.sort is Sort.TIME for m in mentions(q, discourse.terms))), None
    )


def _with_noun(new: Sequence[Mention], discourse: Discourse) -> str | None:
    """The latest question that has a noun which the first of `new` can take the place of."""
    for exchange in reversed(discourse.exchanges[-REMEMBERED:] if new else ()):
        if replaced := _replaced(exchange.question, new[0], None, discourse):
            return replaced
    return None


def described(fragment: str, discourse: Discourse) -> str:
    """ "Tell me about" the fragment, of what the conversation is about."""
    phrase = fragment.strip(" ?.!,")
    phrase = _MORE_ABOUT.sub("", phrase)
    if phrase.split()[0].lower() in PREPOSITIONS | {"and", "about"} and len(phrase.split()) > 1:
        phrase = phrase.split(maxsplit=1)[1]
    topic = discourse.topic()
    named = any(m.sort in NAMED for m in mentions(fragment, discourse.terms))
    short = topic and len(topic.text.split()) <= LONGEST_FRAGMENT
    if topic and short and not named and topic.head.lower() not in phrase.lower():
        phrase += f" {'in' if topic.sort is Sort.PLACE else 'of'} {topic.text}"
    return _TELL.format(phrase)


def _replaced(last: str, new: Mention, before: str | None, discourse: Discourse) -> str | None:
    candidates = _parallel(mentions(last, discourse.terms), new)
    if not candidates:
        return None
    same = [old for old in candidates if _preposition(last, old) == before]
    old = (same or candidates)[0]
    if before and new.sort is Sort.TIME and (other := _preposition(last, old)):
        # "After 2017" is no answer to "in 2017".
        start = last.lower().rindex(other, 0, old.start)
        return last[:start] + f"{before} {new.text[:1].upper()}{new.text[1:]}" + last[old.end :]
    if new.sort is not Sort.NOUN or new.text.lower() != f"the {new.head}".lower():
        return last[: old.start] + new.text + last[old.end :]
    # Only the noun is new: "the director" after "the mayor of Cork".
    head = old.start + old.text.index(old.head)
    return last[:head] + new.head + last[head + len(old.head) :]


def _parallel(found: Sequence[Mention], new: Mention) -> list[Mention]:
    """The mentions of a question that `new` can take the place of, the likeliest first."""
    if new.sort in {Sort.PLACE, Sort.TIME}:
        return [old for old in found if old.sort is new.sort]
    alike = [old for old in found if old.head.lower() == new.head.lower()]
    if alike:
        return alike
    if new.sort is Sort.PERSON or new.sort is Sort.NAME:
        return [old for old in found if old.sort is new.sort] or [
            old for old in found if old.sort in NAMED - {Sort.PLACE}
        ]
    nouns = [old for old in found if old.sort is Sort.NOUN and old.plural is new.plural]
    if new.definite:
        subject = [old for old in found if not old.asked][:1]
        return [old for old in subject if old in nouns and old.definite]
    return [old for old in nouns if new.plural and not old.definite]


def added(question: str, phrase: str) -> str:
    """`question` with `phrase` at its end."""
    body = question.rstrip(" ?.!")
    return f"{body} {phrase}".strip() + (question[len(body) :].strip() or "?")


def _preposition(text: str, mention: Mention) -> str | None:
    before = words(text[: mention.start])
    return before[-1].lower if before and before[-1].lower in PREPOSITIONS - {"about"} else None


def _inside(mention: Mention, other: Mention) -> bool:
    return mention != other and other.start <= mention.start and mention.end <= other.end
