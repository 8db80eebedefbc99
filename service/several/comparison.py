"""One question about several subjects, turned into what it asks of each of them.

"Which joined first, Suwon or Osan?" asks of each when it joined. A question is put down with a
`SLOT` for the subject: the frames are rules of English, and none knows a subject or a topic.
"""

from __future__ import annotations

import re
from dataclasses import replace

from service.conversation.words import VERBS
from service.several.choices import choice, offers_choice
from service.several.degrees import measured
from service.several.frames import SLOT, Frame, base_form

_ON = (
    r"(?:(?::|,? (?:in terms of|as to|with (?:regard|respect) to|when it comes to|on|in|by|about"
    r"|for|regarding|concerning)) (?:the |their |its |each other's )?(?P<aspect>.+))?"
)
_EACH_OTHER = r"(?: (?:from|to|with) (?:each other|one another))?"
_DIFFER = rf"(?:differ|vary|compare|different|comparable|alike|similar){_EACH_OTHER}"

# Frames that name what to compare; `thing` holds the slot, and `aspect` what of it is compared.
_COMPARE = tuple(
    re.compile(pattern, re.IGNORECASE | re.DOTALL)
    for pattern in (
        rf"(?:compare|contrast) (?P<thing>{SLOT}){_ON}",
        rf"(?:compare|contrast) (?:the |their )?(?P<aspect>[^:{SLOT}]+): (?P<thing>{SLOT})",
        r"(?:compare|contrast) (?P<question>(?:how|when|what|which|who|where|why)\b.+)",
        rf"(?:compare|contrast) (?:the )?(?P<thing>.*{SLOT}.*)",
        rf"(?:how|in what (?:respects?|ways?)) (?:do|does|did|are|is|were|was|can) (?:the )?"
        rf"(?P<thing>[^,]*{SLOT}[^,]*?) {_DIFFER}{_ON}",
        rf"(?!(?:how|what|which|who|when|where|why)\b)(?P<thing>[^:,]*{SLOT}),? compared",
        rf"what (?:distinguishes|sets) (?P<thing>{SLOT})(?: apart)?",
        rf"(?:(?:what|which) (?:is|are|were|was)|what['’]s|describe|explain|(?:is|are) there)"
        rf" (?:the |an? |any )?(?:\w+ )?(?:differences?|similarit(?:y|ies)|comparisons?)"
        rf" (?:between|of|in) (?:the )?(?P<thing>.*?{SLOT}['’]?s?(?: (?!in\b|on\b|as\b)\S+)*){_ON}",
    )
)

# The subjects, and what is asked of each of them.
_OF_EACH = re.compile(
    rf"(?P<thing>(?:for |in )?{SLOT})\s*(?::|[,;]|\s[-–—])\s*"
    r"(?P<asked>(?:(?:since|until|by|in|on|from|at|for|to|with) )?"
    r"(?:which|who|what|when|where|how|why)\b.+)",
    re.IGNORECASE,
)
_WHO_WHEN = re.compile(
    r"(?:who|which(?: one)?(?: of them)?|what) (?P<verb>\w+)(?P<rest>.*)"
    r" (?P<wh>when|where|why|how)",
    re.IGNORECASE,
)
_NUMBER_OF = re.compile(r"(?:number|amount) of (?P<what>.+)", re.IGNORECASE)
_THEM = re.compile(r"\b(?:each(?: of them)?|they|them|it|each one|every one)\b", re.IGNORECASE)
_THEIRS = re.compile(r"\b(?:their|its)\b", re.IGNORECASE)
_THERE = re.compile(r"\bthere$", re.IGNORECASE)
_NOUNS_OF = re.compile(rf"(?P<thing>[^:?{SLOT}]+?)\s*(?::|\s[-–—])\s*(?:in |of |for )?{SLOT}")

_WH = re.compile(r"(?:which|who|what|when|where|how|why)\b", re.IGNORECASE)
_POLITE = re.compile(
    r"^(?:please |(?:can|could|would|will) you (?:please )?|do you know |tell (?:me|us) "
    r"|i(?: would|['’]d)? (?:want|like|love|need) to know |i (?:wonder|am wondering) "
    r"|i['’]m wondering |let us |let['’]s )+(?=\S+ )",
    re.IGNORECASE,
)
_EACH = re.compile(
    rf"\b(?:both(?: of)?|either(?: of)?|each(?! other| of\b)|each of(?= {SLOT})|respectively)\s"
    r"|(?<!\bof)\s(?:each|respectively)$",
    re.I,
)
# "The one in B", behind what is of A.
_THE_ONE = re.compile(
    rf"\b(?:that|those|the ones?) (?:of|in|at|from) (?:the )?(?={SLOT})", re.IGNORECASE
)
# The verb of several subjects, where there is one.
_PLURAL = re.compile(rf"\b(?P<verb>do|are|were|have) {SLOT}", re.IGNORECASE)
_SINGULAR = {"do": "does", "are": "is", "were": "was", "have": "has"}
_OF_SEVERAL = re.compile(rf"(?P<wh>.+?) {SLOT} (?P<verb>\w+)(?P<rest>.*)", re.IGNORECASE)

_MANY_ARE = re.compile(
    rf"(?P<be>\b(?:are|were) )?\b(?P<the>the (?:\w+ )?)(?P<noun>\w+(?<!s)s) of {SLOT}",
    re.IGNORECASE,
)
_ONE_IS = {"are ": "is ", "were ": "was "}

# What is asked of all together or of one relation between them is not asked of each.
_TOGETHER = re.compile(
    rf"\b(?:together|jointly|each other|one another|in common|share[ds]?)\b"
    rf"|\b(?:between|besides|except(?: for)?|excluding|(?:other|rather) than|apart from|aside from"
    rf"|not(?: in)?|distance|road|from) (?:the )?(?:\w+ )?{SLOT}",
    re.IGNORECASE,
)


def frame_of(question: str, *, inhabited: bool = False) -> Frame | None:
    """What a question with a `SLOT` for its subjects asks of each; None where of all together.

    `inhabited` ones are as large as the number of people there.
    """
    text = _POLITE.sub("", question.strip().rstrip("?!. "), count=1)
    text = _THE_ONE.sub("", _EACH.sub(" ", text))
    frame = _frame_of(_one_each(re.sub(r"\s+", " ", text).strip()), inhabited=inhabited)
    return replace(frame, text=_PLURAL.sub(_singular, frame.text)) if frame else None


def _frame_of(text: str, *, inhabited: bool) -> Frame | None:
    compares = _compared(text) or choice(text, inhabited=inhabited)
    if frame := compares or _beside_names(text) or _nouns_of(text):
        return frame
    if text == SLOT:
        return Frame(f"Tell me about {SLOT}")
    return None if offers_choice(text) or _TOGETHER.search(text) else Frame(text)


def _beside_names(text: str) -> Frame | None:
    """What is asked behind the names of all: "A, B: who joined when?"."""
    each = _OF_EACH.fullmatch(text)
    if each is None:
        return None
    asked = each["asked"]
    if when := _WHO_WHEN.fullmatch(asked):
        did = f"did {SLOT} {base_form(when['verb'])}{when['rest']}"
        return Frame(f"{when['wh'].capitalize()} {did}")
    return Frame(_pointing(_THERE.sub(f"in {SLOT}", asked), SLOT))


def _nouns_of(text: str) -> Frame | None:
    """What is only named before the names of all: "Area in hectares: A, B"."""
    nouns = None if _WH.match(text) else _NOUNS_OF.fullmatch(text)
    if nouns is None:
        return None
    thing = _within_sentence(nouns["thing"])
    return _named(thing, SLOT)


def _pointing(asked: str, thing: str) -> str:
    """A question with what it points to as "they" or "their", or in that, where it does not."""
    pointed = _THEM.sub(thing, _THEIRS.sub(f"{thing}'s", asked))
    return pointed if thing in pointed else f"{asked} in {thing}"


def _within_sentence(phrase: str) -> str:
    """A phrase that began a sentence, without its capital letter; "GDP" keeps it."""
    return phrase[:1].lower() + phrase[1:] if phrase[1:2].islower() else phrase


def _singular(match: re.Match[str]) -> str:
    one = _SINGULAR[match["verb"].lower()]
    return f"{one.capitalize() if match['verb'][0].isupper() else one} {SLOT}"


def _one_each(text: str) -> str:
    """The text without the plural that several subjects bring: "the mayors of A and B"."""

    def one(match: re.Match[str]) -> str:
        noun = match["noun"]
        singular = f"{noun[:-3]}y" if noun.endswith("ies") else noun.removesuffix("s")
        return f"{_ONE_IS.get(match['be'], '')}{match['the']}{singular} of {SLOT}"

    return _MANY_ARE.sub(one, text, count=1)


def _compared(text: str) -> Frame | None:
    """What a question that says that it compares asks of each."""
    match = next(filter(None, (pattern.fullmatch(text) for pattern in _COMPARE)), None)
    if match is None:
        return None
    parts = match.groupdict()
    if question := parts.get("question"):
        return Frame(_asked_of_one(question))
    thing, aspect = parts["thing"], parts.get("aspect")
    if number := _NUMBER_OF.match(thing):
        return Frame(f"How many {number['what']} are there")
    if aspect is None:
        return _of_thing(thing)
    return Frame(_pointing(aspect, thing)) if _WH.match(aspect) else _named(aspect, thing)


def _asked_of_one(question: str) -> str:
    """A question that follows "compare", with its verb turned: "what does A trade"."""
    several = _OF_SEVERAL.fullmatch(question)
    if several is None or several["verb"] not in VERBS | {"have"}:
        return question
    return f"{several['wh']} does {SLOT} {several['verb']}{several['rest']}"


def _of_thing(thing: str) -> Frame:
    article = "" if thing.startswith(SLOT) else "the "
    whole = f"Tell me about {SLOT}" if thing == SLOT else f"What is {article}{thing}"
    return Frame(whole, aspect=thing.replace(SLOT, ""))


def _named(aspect: str, thing: str) -> Frame:
    """What is only named of a thing; a number or a price is asked for as one."""
    text = measured(aspect, thing)
    return Frame(text, aspect if text.startswith("What ") else "")
