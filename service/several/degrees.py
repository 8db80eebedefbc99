"""What to ask of each subject where one is to be chosen: which is first, or has or is more.

"Which joined first?" asks when each did, "which has more boats?" how many each has: of each the
date, the number or the size by which they are compared.
"""

from __future__ import annotations

import re

from service.conversation.words import PREPOSITIONS, is_plural
from service.several.frames import SLOT, Frame, asked_with, base_form

_CHOSEN = (
    r"(?:(?:one )?of (?:them|(?:the two|these|those|both)(?: (?:[\w-]+ )??[\w-]{3,}s)?) "
    r"|(?:of (?:the two|these|those) (?:[\w-]+ )?ones|one) "
    r"|(?!(?:is|are|was|were|has|have|had)\b)(?:the )?\w+ (?=(?:is|are|was|were|has|have|had"
    r"|won|began|became|got|held|\w+ed)\b))"
)
_TIME = re.compile(
    r"(?<!the )(?<!a )(?<!'s )\b(?:first|earlier|earliest|later|latest|last|sooner|before|after)"
    r"(?=$| (?:in|at|by|to|of)\b)",
    re.IGNORECASE,
)
_FIRST_TO = re.compile(
    r"(?:(?:is|are|was|were) )?(?:the )?(?:first|last)(?: \w+)? to (?P<what>.+)", re.IGNORECASE
)
_LONGER = re.compile(
    r"(?P<be>is|are|was|were|has been|have been) (?P<rest>\S.*?) (?:for )?(?:the )?"
    r"(?:longer|longest|shorter|shortest)(?: time)?",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"(?P<verb>.*?)\b(?:the )?(?:more|most|fewer|fewest|less|least"
    r"|(?:greater|greatest|higher|highest|larger|largest|bigger|smaller) (?:number|amount) of)"
    r"\b ?(?P<what>.*)",
    re.IGNORECASE,
)
# By the adjective that asks for the measure: "how old?", whichever is the younger.
_DEGREES = {
    "large": "larger largest smaller smallest", "big": "bigger biggest",
    "old": "older oldest elder newer newest younger youngest",
    "long": "longer longest shorter shortest", "high": "higher highest lower lowest",
    "expensive": "cheaper cheapest dearer", "rich": "richer richest poorer poorest",
    "good": "better best", "bad": "worse worst", "great": "greater greatest",
    "fast": "faster fastest slower slowest", "wide": "wider widest",
}  # fmt: skip
_BASE = {degree: base for base, degrees in _DEGREES.items() for degree in degrees.split()}
_DEGREE = re.compile(
    rf"(?P<verb>.*?)\b(?:the |an? )?(?P<degree>{'|'.join(_BASE)})\b"
    r"(?:,? (?:i mean,? |that is,? )?(?:in terms of|in|by|of))? ?(?P<what>.*)",
    re.IGNORECASE,
)
_BE = re.compile(r"(?:is|are|was|were)\b", re.IGNORECASE)
_HAVE = re.compile(r"(?:has|have|had|with|got)(?: got)?", re.IGNORECASE)
_HAVING = re.compile(r"(?:has|have|had) (?=\w)", re.IGNORECASE)
_WORTH = re.compile(r"(?P<be>is|are|was|were) worth", re.IGNORECASE)
_POPULOUS = re.compile(
    r"(?:(?:is|are) )?(?:the )?(?P<more>more|most|less|least) (?:populous|populated)", re.IGNORECASE
)
_SIZES = frozenset({"large", "big"})
_COMPARED = frozenset(_BASE) | {"more", "most", "less", "least", "fewer", "earlier", "later"}

_WHERE_MORE = re.compile(
    r"(?P<there>there )?(?:the )?(?:more|most|fewer|fewest) (?P<what>\w+)(?P<rest>.*)",
    re.IGNORECASE,
)


def is_degree(word: str) -> bool:
    """Whether a lower-case word compares: "older", "more"."""
    return word in _COMPARED


def chosen(
    by: str, what: str | None = None, *, of: str = SLOT, inhabited: bool = False
) -> Frame | None:
    """What to ask of each where one is to be chosen; None where that is no matter of degree.

    `what` is that of which they have more or less, where it is told behind them; `of` is what of a
    subject is compared. An `inhabited` subject is as large as the number of people there.
    """
    by = re.sub(rf"^{_CHOSEN}", "", by, flags=re.IGNORECASE).strip(" ,")
    by = _POPULOUS.sub(r"has \g<more> inhabitants", by)
    by = f"{by} in {what}" if what else by
    return _when(by, of) or _how_many(by, of) or _how_large(by, of, inhabited=inhabited)


def _when(by: str, of: str) -> Frame | None:
    """Ask when, where subjects are compared by which was first."""
    if first := _FIRST_TO.fullmatch(by):
        return Frame(f"When did {of} {first['what']}")
    if longer := _LONGER.fullmatch(by):
        be, _, been = longer["be"].partition(" ")
        return Frame(f"Since when {be} {of} {been} {longer['rest']}".replace("  ", " "))
    if not _TIME.search(by):
        return None
    rest = re.sub(r"\s+", " ", _TIME.sub("", by)).strip()
    if being := _BE.match(rest):
        return Frame(f"When {being.group()} {of} {rest[being.end() :].strip()}".rstrip())
    verb, _, more = rest.partition(" ")
    do, base = asked_with(verb) if verb else ("was", "")
    return Frame(f"When {do} {of} {base} {more}".rstrip())


def _how_many(by: str, of: str) -> Frame | None:
    """Ask how many or how much, where subjects are compared by which has more."""
    match = _MORE.fullmatch(by)
    if match is None:
        return None
    verb, what = match["verb"].strip(), match["what"].strip()
    counted = bool(what) and what.split()[0].lower() not in PREPOSITIONS
    if "expensive" in what.split():
        return Frame(_cost(of))
    if worth := _WORTH.fullmatch(verb):
        return Frame(f"How much {worth['be']} {of} worth {what}".rstrip())
    if counted and (_BE.fullmatch(verb) or not (verb or _are_many(what))):
        return Frame(f"How {what} {verb or 'is'} {of}")
    if counted and (not verb or _HAVE.fullmatch(verb)):
        return Frame(f"How many {what} does {of} have")
    return _how_much_done(_HAVING.sub("", verb), what if counted else "", of, what)


def _how_much_done(verb: str, counted: str, of: str, what: str) -> Frame | None:
    """Ask how many of what is `counted` are won or made, or how much is spent on `what`."""
    first, _, rest = verb.partition(" ")
    if not first or _HAVE.fullmatch(verb) or _BE.match(verb):
        return None
    do, base = asked_with(first)
    said = f"{do} {of} {base} {rest}".rstrip()
    return Frame(f"How many {counted} {said}" if counted else f"How much {said} {what}".rstrip())


def _how_large(by: str, of: str, *, inhabited: bool) -> Frame | None:
    """Ask how large, old or high, where subjects are compared by which is larger."""
    match = _DEGREE.fullmatch(by)
    if match is None:
        return None
    verb, what, base = match["verb"].strip(), match["what"].strip(), _BASE[match["degree"].lower()]
    if what:
        many = f"How many {what} does {of} have"
        return Frame(many if _are_many(what) else f"What is the {what} of {of}", what)
    text = f"How {base} {verb or 'is'} {of}"
    if base == "expensive":
        text = _cost(of)
    elif base in _SIZES and inhabited and of == SLOT:
        text = f"How many people live in {of}"
    elif base == "old" and of != SLOT:
        text = f"Since when {'do' if _are_many(of) else 'does'} {of} exist"
    return Frame(text)


def _cost(of: str) -> str:
    return f"How much {'do' if _are_many(of) else 'does'} {of} cost"


def _are_many(phrase: str) -> bool:
    """Whether a noun phrase is a plural: "boats at sea" is, "the harbour of Athens" is not."""
    said = phrase.split()
    end = next((i for i, word in enumerate(said) if i and word.lower() in PREPOSITIONS), len(said))
    return SLOT not in said[end - 1 : end] and is_plural(" ".join(said[:end]))


def how_much(be: str, rest: str) -> Frame | None:
    """How much something is the case in each; None where it is asked where it is the case."""
    if more := _WHERE_MORE.fullmatch(rest):
        done = f" {be} there" if more["there"] else ""
        return Frame(f"How many {more['what']}{done}{more['rest']} in {SLOT}")
    if degree := _DEGREE.search(rest):
        base = _BASE[degree["degree"].lower()]
        kept = rest[: degree.start("degree")].removesuffix("the ").removesuffix("for ")
        more_of_it = rest[degree.end("degree") :].strip()
        said = " ".join(filter(None, (kept.strip(), more_of_it)))
        return Frame(f"How {base} {be} {said} in {SLOT}")
    return None


def measured(aspect: str, of: str) -> str:
    """The question for what is only named of a subject: a number, a price, a date or the like."""
    if number := re.fullmatch(r"(?:the )?(?:number|amount) of (?P<what>.+)", aspect, re.IGNORECASE):
        return f"How many {number['what']} does {of} have"
    if re.fullmatch(r"(?:prices?|costs?|fees?)", aspect, re.IGNORECASE):
        return _cost(of)
    if dated := re.fullmatch(r"(?:year|date|time) of (?P<verb>\w+)ing", aspect, re.IGNORECASE):
        return f"When did {of} {base_form(dated['verb'] + 'ed')}"
    return f"What {'are' if _are_many(aspect) else 'is'} the {aspect} of {of}"
