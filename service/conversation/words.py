"""The words of a question, and the closed classes of English that tell how it is built."""

from __future__ import annotations

import re
from dataclasses import dataclass

# "O'Leary" is one word; "Cork's" and "don't" are two.
_WORD = re.compile(r"[^\W_]+(?:[-.&][^\W_]+|['’][^\W\d_]{3,})*|['’][a-z]{0,2}\b")


@dataclass(frozen=True)
class Word:
    """A word where it stands in its text, `text[start:end]`, or what follows an apostrophe."""

    text: str
    start: int
    end: int

    @property
    def lower(self) -> str:
        """As it is looked up in the classes below."""
        return self.text.lower().replace("’", "'")

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter, as names do."""
        return self.text[:1].isupper()


def words(text: str) -> list[Word]:
    """The words of `text` in order; "Cork's" is two, "Cork" and "'s"."""
    return [Word(match.group(), match.start(), match.end()) for match in _WORD.finditer(text)]


def word_class(members: str) -> frozenset[str]:
    """The words of a text with a space between any two."""
    return frozenset(members.split())


ARTICLES = word_class("the a an")
DEMONSTRATIVES = word_class("this that these those")
PERSONAL = word_class("he she him her his hers himself herself")
PLURAL = word_class("they them their theirs themselves these those")
NEUTER = word_class("it its itself")
POSSESSIVE = word_class("his her its their")
PREPOSITIONS = word_class(
    "about above across after against among around as at before behind below between by during for"
    " from in inside into near of off on onto outside over per since through throughout till to"
    " toward towards under until up upon via with within without"
)
AUXILIARIES = word_class(
    "is are was were be been being am do does did has have had can could will would shall should"
    " may might must isn aren wasn weren don doesn didn hasn haven hadn"
)
TO_BE = word_class("is are was were be been being am")
ANY_AUXILIARY = f"(?:{'|'.join(sorted(AUXILIARIES))})"
"""A pattern for one of them."""

WH = word_class("what which who whom whose when where why how")
ANY_WH = f"(?:{'|'.join(sorted(WH))})"
"""A pattern for one of them."""

ADVERBIAL_WH = word_class("when where why how")
OTHERS = word_class(
    "and or but nor so if than then also too else ever even still yet not no only just very more"
    " most much many few several some any all both each every other another such own same there"
    " here i you we me us my your our mine yours ours please again now today currently always never"
    " often already well exactly actually really anything something nothing everyone anyone because"
    " while although though however moreover meanwhile furthermore therefore thus later finally"
    " according despite mr mrs ms dr"
)
COMMANDS = word_class(
    "tell describe explain list name compare give show say summarise summarize let thanks hello hi"
    " yes no ok okay sorry"
)
REQUESTS = COMMANDS - word_class("hello hi let no ok okay sorry thanks yes")
"""Those that ask for something."""

_BASE = word_class(
    "accept access act add address admit adopt afford agree aim allow announce answer appear"
    " apply approve arrange arrive ask assess assign assist attend authorise authorize avoid"
    " award become begin believe belong born bring build buy call cancel capture care carry"
    " cause celebrate change check choose close collect combine come commit compare complete"
    " configure confirm connect conquer consider consist consult contact contain continue"
    " contribute control convert cooperate coordinate cost count cover create deal decide defeat"
    " defend define delete deliver depend deploy describe design detect develop die differ"
    " disable discover display divide do double download draft draw drink drive drop earn eat"
    " edit educate elect employ enable encourage end enforce engage enjoy enrol ensure enter"
    " equip establish estimate evaluate evolve examine exceed exclude exist expand expect"
    " explain explore export express extend face fail fall feel finance find finish focus follow"
    " forget form found fund gain get give go grow happen hear help hire hold hope host imagine"
    " import improve include increase influence install introduce invent invest investigate"
    " invite involve join judge keep kill know last launch lay lead learn leave let lie like"
    " live locate look lose love maintain make manage marry mean measure meet mention mind"
    " monitor move name need note occur offer open operate organise organize own participate"
    " pass pay perform pick plan play point prefer prepare present prevent produce promise"
    " promote protect provide publish pull purchase push put raise reach react read receive"
    " recognise recognize recover reduce register regulate reject relate release rely remain"
    " remove rent replace report represent require rescue reset resolve respond restore retire"
    " return review reward rise rotate run save say search secure see seek seem select sell send"
    " separate serve set settle shape share show shut sign sing sleep solve sound speak spend split"
    " spread stand start stay steal stop store strengthen study submit succeed suffer suggest"
    " supply support survive sustain take teach tell think tour trade train transfer travel"
    " treat trust try turn understand update upload use verify visit volunteer vote wait walk"
    " want warn watch wear welcome win wish work worry write"
)
_PAST = word_class(
    "beat became began born bought broke brought built came chose chosen drawn drove fell felt"
    " flew fought found gave given gone got grew grown had held hit hurt kept knew known laid led"
    " left lost made meant met paid put ran read rose said sang saw seen sent set shot slept sold"
    " spent spoke spoken stood swam taken taught thought told took went won wore written wrote"
)
VERBS = _BASE | _PAST
PLACES = word_class(
    "city cities town towns place places district districts county country countries region"
    " village area municipality metropolis province state"
)
COUNTRIES = word_class("country countries state nation")
GROUPS = word_class(
    "network alliance association union league coalition consortium cluster club federation"
    " organisation organization"
)
"""Nouns for what cities and people are members of."""

ANYWHERE = word_class("place places area region province")
TITLES = word_class(
    "ambassador captain chancellor chief chair chairman councillor deputy director dr general"
    " governor king lady lord mayor minister president prince princess professor queen secretary"
    " senator sir vice"
)
"""Words before a person's name."""
TIMES = word_class("year time period month day date decade season")
PEOPLE = word_class(
    "person man woman lady official politician expert academic scholar researcher speaker"
)
MANY_PEOPLE = word_class(
    "people adults children women men citizens residents inhabitants learners students pupils"
    " teachers volunteers participants visitors migrants refugees seniors parents workers graduates"
)
PROJECTS = word_class(
    "programme program project scheme initiative campaign plan service channel platform"
)
"""Nouns for what is known by a name of its own, besides places and people."""

FUNCTION = (
    ARTICLES
    | DEMONSTRATIVES
    | PERSONAL
    | PLURAL
    | NEUTER
    | PREPOSITIONS
    | AUXILIARIES
    | WH
    | OTHERS
)
"""Words that name nothing: no noun phrase holds one after its first word."""


def is_past(word: str) -> bool:
    """Whether a lower-case word reads as a past tense or participle."""
    return word in _PAST or (word.endswith("ed") and len(word) > 3)


def is_verb(word: str) -> bool:
    """Whether a lower-case word reads as a verb where a noun phrase may end."""
    stems = {word, word.removesuffix("s"), word.removesuffix("es")}
    return bool(stems & VERBS) or is_past(word)


ORDINAL = (
    r"(?:\d+(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
    r"|next|last|previous|latest)"
)
"""A pattern for what counts one of several in order."""

_COUNTS = "one two three four five six seven eight nine ten"
COUNTS = {word: number for number, word in enumerate(_COUNTS.split(), 1)} | {"a": 1}
"""Small numbers by their words."""


def is_plural(phrase: str) -> bool:
    """Whether the last word of a noun phrase looks like a plural."""
    last = phrase.split()[-1].lower() if phrase.split() else ""
    regular = last.endswith("s") and not last.endswith(("ss", "us", "is", "'s", "’s"))
    return regular or last in {"people", "children", "women", "men", "adults", "staff", "alumni"}
