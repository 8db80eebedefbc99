"""What to ask of each subject where one is to be chosen: which is first, or has or is more.

"Which joined first?" asks when each did, "which has more boats?" how many each has.
"""

from __future__ import annotations

import re

from service.conversation.words import is_plural
from service.several.frames import SLOT, Frame, base_form

_CHOSEN = (
    r"(?:(?:one )?of (?:them|(?:the two|these|those)(?: \w+s)?) "
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
_BE = re.compile(r"(?:is|are|was|were)\b", re.IGNORECASE)
_HAVE = re.compile(r"(?:has|have|had|with|got)\b", re.IGNORECASE)

_WHERE_MORE = re.compile(
    r"(?P<there>there )?(?:the )?(?:more|most|fewer|fewest) (?P<what>\w+)(?P<rest>.*)",
    re.IGNORECASE,
)


def chosen(by: str, what: str | None = None) -> Frame | None:
    """What to ask of each where one is to be chosen; None where that is no matter of degree.

    `what` is that of which they have more or less, where it is told behind them.
    """
    by = re.sub(rf"^{_CHOSEN}", "", by, flags=re.IGNORECASE).strip(" ,")
    by = f"{by} in {what}" if what else by
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


def _how_many(by: str) -> Frame | None:
    """Ask how many, where subjects are compared by which has more."""
    if not (match := _MORE.fullmatch(by)):
        return None
    verb, what = match["verb"].strip(), match["what"].strip()
    if _BE.fullmatch(verb):
        return Frame(f"How {what} {verb} {SLOT}")
    if not verb and not is_plural(what):  # "is A more expensive"
        return Frame(f"How {what} is {SLOT}")
    if not verb or _HAVE.fullmatch(verb):
        return Frame(f"How many {what} does {SLOT} have")
    return Frame(f"How many {what} did {SLOT} {base_form(verb)}")


def _how_large(by: str) -> Frame | None:
    """Ask how large, old or high, where subjects are compared by which is larger."""
    if not (match := _DEGREE.fullmatch(by)):
        return None
    verb, what, base = match["verb"].strip(), match["what"].strip(), _BASE[match["degree"].lower()]
    if what and is_plural(what):
        return Frame(f"How many {what} does {SLOT} have", what)
    if what:
        return Frame(f"What is the {what} of {SLOT}", what)
    return Frame(f"How {base} {verb or 'is'} {SLOT}")


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
