"""One question about several subjects, turned into what it asks of each of them.

"Which joined first, Suwon or Osan?" asks of each when it joined. A question is put down with a
`SLOT` for the subject: the frames are rules of English, and none knows a subject or a topic.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from service.conversation.words import VERBS

SLOT = "\0"
"""Stands in a frame for the name of a subject."""


@dataclass(frozen=True)
class Frame:
    """What is asked of each subject.

    `aspect` where it is no more than named ("on their festivals"): a passage may be about it where
    no single sentence answers.
    """

    text: str
    aspect: str = ""

    def about(self, name: str) -> str:
        """The question about one subject."""
        return f"{self.text.replace(SLOT, name)}?"


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
        r"(?:compare|contrast) (?P<question>(?:how|when|what|which|who|where|why)\b.+)",
        rf"(?:compare|contrast) (?:the )?(?P<thing>.*{SLOT}.*)",
        rf"(?:how|in what (?:respects?|ways?)) (?:do|does|did|are|is|were|was|can) (?:the )?"
        rf"(?P<thing>[^,]*{SLOT}[^,]*?) {_DIFFER}{_ON}",
        rf"what (?:distinguishes|sets) (?P<thing>{SLOT})(?: apart)?",
        rf"(?:(?:what|which) (?:is|are|were|was)|what['’]s|describe|explain|(?:is|are) there)"
        rf" (?:the |an? |any )?(?:\w+ )?(?:differences?|similarit(?:y|ies)|comparisons?)"
        rf" (?:between|of|in) (?:the )?(?P<thing>.*?{SLOT}['’]?s?(?: (?!in\b|on\b|as\b)\S+)*){_ON}",
    )
)

# The subjects are offered to choose from: what remains says by what to choose.
_CHOOSE = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:(?:of|between|among|out of|from) )?{SLOT}[,:;]? (?:which|who|what) (?P<by>.+)",
        rf"(?:which|who|what)(?: (?:of|out of|among|between))?(?: (?:the|these) [\w ]+?)?,? {SLOT}"
        r",? (?P<by>.+)",
        rf"(?:which|who|what) (?P<by>[^{SLOT}]+?)"
        rf"(?:\s*[,:;(–—-]\s*(?:between |of )?| between ){SLOT}\)?",
        rf"(?:is|are|was|were|do|does|did|has|have|had) {SLOT} (?P<by>.+)",
    )
)
_CHOSEN = (
    r"(?:(?:one )?of (?:them|(?:the two|these|those)(?: \w+s)?) "
    r"|(?!(?:is|are|was|were|has|have|had)\b)(?:the )?\w+ (?=(?:is|are|was|were|has|have|had"
    r"|won|began|became|got|held|\w+ed)\b))"
)
_YES_NO = re.compile(r"(?:is|are|was|were|do|does|did|has|have|had)\b", re.IGNORECASE)
_TIME = re.compile(
    r"(?<!the )(?<!a )(?<!'s )\b(?:first|earlier|earliest|later|latest|last|sooner|before|after)"
    r"(?=$| (?:in|at|by|to|of)\b)",
    re.IGNORECASE,
)
_FIRST_TO = re.compile(
    r"(?:(?:is|are|was|were) )?(?:the )?(?:first|last)(?: \w+)? to (?P<what>.+)", re.IGNORECASE
)
_MORE = re.compile(
    r"(?P<verb>.*?)\b(?:the )?(?:more|most|fewer|fewest|less|least"
    r"|(?:greater|greatest|higher|highest|larger|largest|bigger|smaller) (?:number|amount) of)"
    r" (?P<what>.+)",
    re.IGNORECASE,
)
_DEGREES = {
    "large": "larger largest", "big": "bigger biggest", "small": "smaller smallest",
    "old": "older oldest elder", "young": "younger youngest", "long": "longer longest",
    "short": "shorter shortest", "high": "higher highest", "low": "lower lowest",
    "rich": "richer richest", "cheap": "cheaper cheapest", "great": "greater greatest",
    "new": "newer newest", "fast": "faster fastest", "wide": "wider widest",
}  # fmt: skip
_BASE = {degree: base for base, degrees in _DEGREES.items() for degree in degrees.split()}
_DEGREE = re.compile(
    rf"(?P<verb>.*?)\b(?:the |an? )?(?P<degree>{'|'.join(_BASE)})\b"
    r"(?: (?:in|by|of))? ?(?P<what>.*)",
    re.IGNORECASE,
)
_PAST = {
    "won": "win", "began": "begin", "became": "become", "got": "get", "held": "hold",
    "took": "take", "came": "come", "had": "have", "made": "make", "built": "build",
}  # fmt: skip
_BE = re.compile(r"(?:is|are|was|were)\b", re.IGNORECASE)
_HAVE = re.compile(r"(?:has|have|had|with|got)\b", re.IGNORECASE)

_POLITE = re.compile(
    r"^(?:please |(?:can|could|would) you (?:please )?|i (?:want|would like) to know "
    r"|let us |let['’]s )+",
    re.IGNORECASE,
)
_EACH = re.compile(
    r"\b(?:both(?: of)?|either|each(?! other)|respectively)\s|\s(?:each|respectively)$", re.I
)

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


def frame_of(question: str) -> Frame | None:
    """What a question with a `SLOT` for its subjects asks of each; None where of all together."""
    text = _POLITE.sub("", question.strip().rstrip("?!. "), count=1)
    text = _one_each(re.sub(r"\s+", " ", _EACH.sub(" ", text)).strip())
    for pattern in _COMPARE:
        if match := pattern.fullmatch(text):
            return _compared(match.groupdict())
    for pattern in _CHOOSE:
        if match := pattern.fullmatch(text):
            return _chosen(match["by"]) or (Frame(text) if _YES_NO.match(text) else None)
    if text == SLOT:
        return Frame(f"Tell me about {SLOT}")
    return None if _TOGETHER.search(text) else Frame(text)


def _one_each(text: str) -> str:
    """The text without the plural that several subjects bring: "the mayors of A and B"."""

    def one(match: re.Match[str]) -> str:
        noun = match["noun"]
        singular = f"{noun[:-3]}y" if noun.endswith("ies") else noun.removesuffix("s")
        return f"{_ONE_IS.get(match['be'], '')}{match['the']}{singular} of {SLOT}"

    return _MANY_ARE.sub(one, text, count=1)


def _compared(parts: dict[str, str | None]) -> Frame:
    question, thing, aspect = (parts.get(key) for key in ("question", "thing", "aspect"))
    if question:
        return Frame(question)
    assert thing is not None
    if number := re.match(r"(?:number|amount) of (.+)", thing, re.IGNORECASE):
        return Frame(f"How many {number[1]} are there")
    if not aspect:
        article = "" if thing.startswith(SLOT) else "the "
        whole = f"Tell me about {SLOT}" if thing == SLOT else f"What is {article}{thing}"
        return Frame(whole, aspect=thing.replace(SLOT, ""))
    if re.match(r"(?:how|when|what|which|who|where|why)\b", aspect, re.IGNORECASE):
        asked = re.sub(r"\b(?:they|it|each|each one)\b", thing, aspect, flags=re.IGNORECASE)
        asked = re.sub(r"\b(?:their|its)\b", f"{thing}'s", asked, flags=re.IGNORECASE)
        return Frame(asked if thing in asked else f"{asked} in {thing}")
    if number := re.match(r"(?:number|amount) of (.+)", aspect, re.IGNORECASE):
        return Frame(f"How many {number[1]} does {thing} have")
    return Frame(f"What is the {aspect} of {thing}", aspect)


def _chosen(by: str) -> Frame | None:
    """What to ask of each where one is to be chosen; None where that is no matter of degree."""
    by = re.sub(rf"^{_CHOSEN}", "", by, flags=re.IGNORECASE).strip(" ,")
    return _when(by) or _how_many(by) or _how_large(by)


def _when(by: str) -> Frame | None:
    """Ask when, where subjects are compared by which was first."""
    if first := _FIRST_TO.fullmatch(by):
        return Frame(f"When did {SLOT} {first['what']}")
    if not _TIME.search(by):
        return None
    rest = re.sub(r"\s+", " ", _TIME.sub("", by)).strip()
    if being := _BE.match(rest):
        return Frame(f"When {being.group()} {SLOT} {rest[being.end() :].strip()}")
    verb, _, more = rest.partition(" ")
    return Frame(f"When did {SLOT} {base_form(verb)} {more}".rstrip())


def base_form(verb: str) -> str:
    """A verb without the ending of its past."""
    regular = (verb.removesuffix("ed"), verb.removesuffix("d"), verb[:-3])
    found = (form for form in regular if form.lower() in VERBS)
    return _PAST.get(verb.lower()) or next(found, verb)


def _how_many(by: str) -> Frame | None:
    """Ask how many, where subjects are compared by which has more."""
    if not (match := _MORE.fullmatch(by)):
        return None
    verb, what = match["verb"].strip(), match["what"].strip()
    if _BE.fullmatch(verb):
        return Frame(f"How {what} {verb} {SLOT}")
    if not verb or _HAVE.fullmatch(verb):
        return Frame(f"How many {what} does {SLOT} have")
    return Frame(f"How many {what} did {SLOT} {base_form(verb)}")


def _how_large(by: str) -> Frame | None:
    """Ask how large, old or high, where subjects are compared by which is larger."""
    if not (match := _DEGREE.fullmatch(by)):
        return None
    verb, what, base = match["verb"].strip(), match["what"].strip(), _BASE[match["degree"].lower()]
    if what:
        return Frame(f"What is the {what} of {SLOT}", what)
    return Frame(f"How {base} {verb or 'is'} {SLOT}")
