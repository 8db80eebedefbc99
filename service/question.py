"""What is asked: the kind of answer wanted, and a follow-up made to stand alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from service.conversation.alternative import of_the_city
from service.conversation.courtesy import Courtesy, courtesy_of, without_courtesy
from service.conversation.discourse import Discourse
from service.conversation.embedded import unwrapped
from service.conversation.follow_up import in_full, leans
from service.conversation.foreign import unread_language
from service.conversation.hearing import Heard, heard
from service.conversation.spelling import corrected
from service.conversation.talk import without_talk
from service.conversation.terms import Terms
from service.conversation.words import ANY_AUXILIARY


class Kind(StrEnum):
    """The kind of answer a question asks for."""

    DATE = "date"
    NUMBER = "number"
    PERSON = "person"
    PLACE = "place"
    REASON = "reason"
    MANNER = "manner"
    LIST = "list"
    DESCRIPTION = "description"
    YES_NO = "yes_no"
    OTHER = "other"


@dataclass(frozen=True)
class Turn:
    """One earlier question of the conversation, with the answer it was given."""

    question: str
    answer: str


@dataclass(frozen=True)
class Question:
    """A question as it was asked, as it reads alone, and what kind of answer it wants.

    `context` is this question as it was asked, and those before it as they read alone, the latest
    first; empty where this one changes the subject. `alternative` is what else a follow-up may have
    meant, to be asked where nothing answers `standalone`. Of a question that asks nothing of the
    documents, `courtesy` says which politeness it is; of one that cannot be read, `unread` is the
    code of its language.
    """

    asked: str
    standalone: str
    kind: Kind
    context: tuple[str, ...] = ()
    alternative: str | None = None
    courtesy: Courtesy | None = None
    unread: str | None = None


_MANY = "cities|districts|counties|countries|towns|villages|municipalities|regions|capitals|places"

_ADJECTIVES = r"((?!(of|for|in|to|by|on|with|at|and|between)\b)[\w'’-]+ ){0,4}"

# The first pattern found in the question decides, so narrower kinds stand above wider ones.
_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (
            Kind.DESCRIPTION,
            r"\b(tell \w+( (a (bit|little)|some|any)?(more|thing|what|bit)?)*( more)? about"
            r"|describe|explain (?!when|where|who|how|why)|overview|summar\w+|says? about)\b",
        ),
        (Kind.DATE, r"\b(when|(what|which) (year|date|month|day|time)s?|(until|by) what)\b"),
        (Kind.NUMBER, r"\bhow (many|much|old|large|big|long|often|far|tall|high)\b"),
        (
            Kind.NUMBER,
            r"\b(what|which) (number|percentage|share|proportion|population|amount|cost)\b",
        ),
        (Kind.LIST, rf"\b(who|what|which) (are|were) {_ADJECTIVES}({_MANY}|members|winners)\b"),
        (Kind.LIST, rf"\b(tell|give|show) (me|us) {_ADJECTIVES}({_MANY}|members|winners)\b"),
        (Kind.LIST, rf"^{_ADJECTIVES}({_MANY}|members|winners)( please| (that|which|who) .+)?\W*$"),
        (Kind.PERSON, r"\b(who|whom|whose)\b"),
        (Kind.REASON, r"\b(why|what for|for what (reason|purpose))\b"),
        (Kind.LIST, r"\b(list|name) (all|the|every|some|[\w'’]+ ([\w-]+ )?\w+s)\b"),
        (
            Kind.LIST,
            rf"\b(which|what) ((?!{ANY_AUXILIARY}\b)[\w-]+ ){{0,2}}({_MANY}|members|winners"
            r"|programmes)\b",
        ),
        (Kind.PLACE, r"\b(where|(what|which) (place|city|country|district|venue|town|region))\b"),
        (Kind.MANNER, r"\b(how|in what way)\b"),
        (Kind.OTHER, r"\b(what|which)\b"),
        (Kind.YES_NO, r"^(is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)\b"),
    )
)

_PLAIN = Terms()


def kind_of(question: str) -> Kind:
    """The kind of answer `question` asks for; `Kind.OTHER` where its words do not tell."""
    for kind, pattern in _KINDS:
        if pattern.search(question):
            return kind
    return Kind.OTHER


def interpret(question: str, history: Sequence[Turn], terms: Terms = _PLAIN) -> Question:
    """Make `question` stand alone, given the earlier turns (oldest first).

    `terms` are the names and words of the documents: what the turns speak of, and how words that
    nothing else explains should have been typed.
    """
    if courtesy := courtesy_of(question):
        return Question(question, question, Kind.OTHER, courtesy=courtesy)
    if language := unread_language(question, terms):
        return Question(question, question, Kind.OTHER, unread=language)
    discourse = Discourse(terms)
    for turn in history:
        if not (courtesy_of(turn.question) or unread_language(turn.question, terms)):
            asked = _as_meant(turn.question, terms)
            before = heard(asked, discourse)
            discourse = before.discourse.then(in_full(before), turn.answer, asked)
    asked = _as_meant(question, terms)
    now = heard(asked, discourse)
    standalone = in_full(now)
    # An earlier question may have come along whole; then what this one asks for counts.
    own = kind_of(asked) if asked in standalone else Kind.OTHER
    kind = kind_of(standalone) if own is Kind.OTHER else own
    context, alternative = _context(now, standalone), of_the_city(now, standalone)
    return Question(question, standalone, kind, context, alternative)


def _context(turn: Heard, standalone: str) -> tuple[str, ...]:
    """The question and those before it; none where this one has nothing to do with them."""
    earlier = tuple(exchange.question for exchange in reversed(turn.discourse.asked))
    if not earlier or (turn.question == standalone and not leans(standalone, turn.discourse)):
        return ()
    return (turn.question, *earlier)


def _as_meant(question: str, terms: Terms) -> str:
    return unwrapped(without_talk(corrected(without_courtesy(question), terms)))
