"""Questions of hardly more than their first word, about the one before: "Why?", "How many?"."""

from __future__ import annotations

import re

from service.conversation.asides import asks
from service.conversation.discourse import Discourse
from service.conversation.ellipsis import LONGEST_FRAGMENT, added
from service.conversation.mentions import mentions
from service.conversation.phrases import Sort
from service.conversation.words import (
    ADVERBIAL_WH,
    ANY_AUXILIARY,
    AUXILIARIES,
    FUNCTION,
    WH,
    is_verb,
    words,
)

_OBJECT = re.compile(r"(?:how (?:many|much)|what|which|whom?) ?", re.IGNORECASE)
_HAVE = re.compile(r"\bhave\b", re.IGNORECASE)
_BY = "since|until|till|by|from|in|at|on|for|to|with"
_BEFORE_WH = tuple(f"{word} " for word in _BY.split("|"))
_DO = frozenset({"do", "does", "did"})
_BARE_WH = re.compile(
    rf"(?P<wh>(?:(?:{_BY}) )?"
    r"(?:when|where|why|how|who|whom|what|which|how (?:many|much|long|often|old|far|big|large)"
    r"|(?:what|which) (?:year|city|place|day|month))(?: else)?)"
    r"(?: (?:exactly|so|then|ones?|of them))?",
    re.IGNORECASE,
)
_OF_THAT = re.compile(
    r"(?P<wh>when (?:is|was)|why (?:is|was)|where was) (?:that|this)", re.IGNORECASE
)
_ASKED_NOUN = re.compile(
    r"(?P<wh>how many|how much|what|which) (?P<noun>[\w'’-]+(?: [\w'’-]+){0,3})", re.IGNORECASE
)
_HOW_MANY = re.compile(
    rf"how (?:many|much) (?P<what>(?!{ANY_AUXILIARY}\b).+?) {ANY_AUXILIARY}\b", re.IGNORECASE
)
_HOW_MANY_DOES = re.compile(rf"(?P<many>how (?:many|much)) (?={ANY_AUXILIARY}\b)", re.IGNORECASE)
_NEGATED = {"can": "can't", "will": "won't", "shall": "shan't", "may": "may not", "am": "am not"}
_HEARD = re.compile(
    r"(?:(?:i|we|they|people)(?:'ve)? (?:have )?(?:heard|read|thought|think|saw|see|believe|say"
    r"|know)(?: that)? |apparently,? )",
    re.IGNORECASE,
)
_WHY = re.compile(r"(?:how come|what for|for what(?: reason)?|how so)\b", re.IGNORECASE)
_WHY_NOT = re.compile(r"(?:why|how come) not", re.IGNORECASE)
_OPENING = re.compile(
    rf"(?P<wh>(?:(?:{_BY}|of) )?"
    r"(?:how (?:many|much)(?: [\w'’-]+)+?|(?:what|which)(?: [\w'’-]+)*?"
    r"|how (?:long|often|old|far|big|large)|when|where|why|how|who|whom))"
    rf" (?P<aux>{ANY_AUXILIARY}) ",
    re.IGNORECASE,
)
_OWNER = re.compile(r"\b(?:the|its|his|her|their) $", re.IGNORECASE)
_YES_NO = re.compile(f"{ANY_AUXILIARY} ", re.IGNORECASE)


def bare_question(text: str, discourse: Discourse) -> str | None:
    """ "Why?" asked about the question before; None where `text` is no such question."""
    last = discourse.last
    if last is None:
        return None
    before = discourse.asked[-1].asked or last
    bare = text.strip(" ?.!")
    if _WHY_NOT.fullmatch(bare):
        return _negated(last) or f"{bare}? {before}"
    if of_that := _OF_THAT.fullmatch(bare):
        return asked_of(of_that["wh"].split()[0], last)
    wanted = _BARE_WH.fullmatch(_WHY.sub("Why", bare))
    if wanted is None:
        if not _lacks_verb(text):
            return None
        return _asking_for(bare, last, discourse) or f"{text.strip()} {before}"
    if wanted["wh"].lower() in {"how many", "how much"}:
        said = counted(wanted["wh"], last, discourse)
    elif wanted["wh"].lower() == "why" and not asks(last):
        said = why_it_is(last)
    else:
        said = asked_of(wanted["wh"], last)
    return said or f"{text.strip()} {before}"


def is_why(text: str) -> bool:
    """Whether `text` is nothing but "why?" or "what for?"."""
    return _WHY.sub("why", text.strip(" ?.!")).lower() == "why"


def why_it_is(statement: str) -> str:
    """What asks for the reason of what a statement says."""
    said = _HEARD.sub("", statement.strip(" .!…"))
    first = next(iter(words(said)), None)
    small = first is not None and first.lower in FUNCTION and first.text != "I"
    return f"Why is it that {said[:1].lower() if small else said[:1]}{said[1:]}?"


def _negated(last: str) -> str | None:
    """ "Why not?" after "Did Cork join?": "Why didn't Cork join?"."""
    opening = _OPENING.match(last) or _YES_NO.match(last)
    if opening is None:
        return None
    auxiliary = opening.group().split()[-1].lower()
    negated = _NEGATED.get(auxiliary, f"{auxiliary}n't")
    return f"Why {negated} {last[opening.end() :]}"


def _asking_for(text: str, last: str, discourse: Discourse) -> str | None:
    """ "How many schools?" after "How many islands does Cork have?"."""
    asked = _ASKED_NOUN.fullmatch(text)
    opening = _OPENING.match(last)
    if asked is None:
        return None
    before = _ASKED_NOUN.fullmatch(opening["wh"]) if opening else None
    if opening and before and _alike(asked["wh"], before["wh"]):
        return text + last[opening.end("wh") :]
    topic = discourse.topic()
    if asked["wh"].lower() == "how many" and topic and topic.sort is Sort.PLACE:
        return f"{text} are there in {topic.text}?"
    return None


def _alike(one: str, other: str) -> bool:
    counts = {"how many", "how much"}
    return (one.lower() in counts) is (other.lower() in counts)


def asked_of(wh: str, last: str) -> str | None:
    """The last question asking `wh` in place of what it asked; None where that makes no sense."""
    opening = _OPENING.match(last)
    asked = opening["wh"] if opening else ""
    rest = last[opening.end("wh") :] if opening else f" {last[0].lower()}{last[1:]}"
    if wh.lower() == f"{asked} else".lower():
        return wh + rest
    if not (opening or _YES_NO.match(last)) or not _is_adverbial(wh):
        return None
    if opening is None or _is_adverbial(asked):
        return wh + rest
    return _with_object(wh, asked, rest) if opening["aux"].lower() in _DO else None


def _is_adverbial(wh: str) -> bool:
    return wh.split()[-1].lower() in ADVERBIAL_WH or wh.lower().startswith(_BEFORE_WH)


def _with_object(wh: str, asked: str, rest: str) -> str:
    """ "When?" after "Which award did Cork win?": "When did Cork win the award?"."""
    noun = _OBJECT.sub("", asked)
    if not noun:
        return wh + rest
    if have := _HAVE.search(rest):
        return f"{wh}{rest[: have.end()]} the {noun}{rest[have.end() :]}"
    return wh + added(rest, f"the {noun}")


def _lacks_verb(text: str) -> bool:
    """Whether `text` asks without a verb: "Who for Cork?"."""
    tokens = [word.lower for word in words(text)]
    return (
        0 < len(tokens) <= LONGEST_FRAGMENT
        and tokens[0] in WH
        and "about" not in tokens
        and not any(token in AUXILIARIES or is_verb(token) or "'" in token for token in tokens)
        and not (len(tokens) > 2 and tokens[1].endswith("s"))
    )


def counting_the_same(question: str, other: str) -> str:
    """ "How many were there?" counting what `other` does; else as it is."""
    said, bare = _HOW_MANY.match(other), _HOW_MANY_DOES.match(question)
    return f"{bare['many']} {said['what']} {question[bare.end() :]}" if said and bare else question


def counted(asked: str, last: str, discourse: Discourse) -> str | None:
    """ "How many?" after "Are there libraries?": "How many libraries are there?"."""
    opening = _OPENING.match(last)
    plurals = [m for m in mentions(last, discourse.terms) if m.plural and not m.definite]
    if not plurals:
        return None
    noun = plurals[0]
    if opening and noun.asked:
        return asked + last[noun.start - 1 :]
    if opening and opening["wh"].split()[-1].lower() not in ADVERBIAL_WH:
        return None
    start = opening.end("wh") + 1 if opening else 0
    before, after = _OWNER.sub("", last[start : noun.start]).rstrip(), last[noun.end :]
    return f"{asked} {noun.text} {before[0].lower()}{before[1:]}{after}"
