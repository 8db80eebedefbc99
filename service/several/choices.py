"""Questions that offer subjects to choose from, turned into what decides, asked of each.

"Whose fair is older, A's or B's?" asks since when each has one.
"""

from __future__ import annotations

import re
from dataclasses import replace

from service.conversation.words import AUXILIARIES, PREPOSITIONS, WH, is_verb
from service.several.degrees import chosen, how_much, is_degree
from service.several.frames import SLOT, Frame

# The subjects are offered to choose from: what remains says by what to choose.
_CHOOSE = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:(?:of|between|among|out of|from) )?{SLOT}[,:;]? (?:which|who|what) (?P<by>.+)",
        rf"(?:which|who|what)(?: (?:of|out of|among|between))?(?: (?:the|these) [\w ]+?)?,? {SLOT}"
        r",? (?P<by>.+)",
        rf"which(?: one)? of (?:the|these|those) (?:\w+ )?(?:two|three|four|cities|towns|places)"
        rf" (?P<by>[^{SLOT}]+?) in {SLOT}",
        rf"(?:which|who|what) (?P<by>[^{SLOT}]+?)"
        rf"(?:\s*[,:;(–—-]\s*(?:between |of )?| between ){SLOT}\)?"
        r"(?:,? (?:in terms of|measured by|by|as to) (?:the )?(?P<what>.+))?",
    )
)
# What is said of all, where it is asked of which of them it is so: "whether A has more".
_WHETHER = re.compile(
    rf"(?:whether|if|(?P<be>is|are|was|were|has|have|had|do|does|did)) (?P<said>.*{SLOT}.*)",
    re.IGNORECASE,
)
_WHOSE = re.compile(
    rf"(?:{SLOT}['’]?s?[,:;]? )?whose (?P<said>[^,:;{SLOT}]+?)"
    rf"(?:(?:\s*[,:;(–—-]|,? in)? {SLOT}['’]?s?\)?)?",
    re.IGNORECASE,
)
_WAS_WHEN = re.compile(
    rf"(?P<be>is|are|was|were) (?P<said>.*{SLOT}.*?) (?:earlier|later|sooner|before|after)"
    r"(?: or (?:earlier|later|before|after|not))?",
    re.IGNORECASE,
)
# Where something is the case more than elsewhere: how much it is there.
_WHERE = re.compile(
    rf"(?:(?:where|in (?:which|what)(?: [\w-]+){{1,3}}?) )?(?P<be>do|does|did|is|are|was|were)"
    rf" (?P<rest>(?!there an? )[^{SLOT}]+?),? (?:(?:in|at) )?{SLOT}",
    re.IGNORECASE,
)

_DO = frozenset({"do", "does", "did"})


def choice(text: str, *, inhabited: bool) -> Frame | None:
    """What decides, where one of the subjects is to be chosen by first, more or larger."""
    if where := _WHERE.fullmatch(text):
        return how_much(where["be"].lower(), where["rest"])
    if when := _WAS_WHEN.fullmatch(text):
        return Frame(f"When {when['be'].lower()} {when['said']}")
    if whose := _WHOSE.fullmatch(text):
        return _stated(f"{SLOT}'s {whose['said']}", inhabited=inhabited)
    if whether := _WHETHER.fullmatch(text):
        return _stated(whether["said"], (whether["be"] or "").lower(), inhabited=inhabited)
    matches = filter(None, (pattern.fullmatch(text) for pattern in _CHOOSE))
    frames = (chosen(**match.groupdict(), inhabited=inhabited) for match in matches)
    return next(filter(None, frames), None)


def offers_choice(text: str) -> bool:
    """Whether a question offers subjects to choose from, whatever it is that decides."""
    return any(pattern.fullmatch(text) for pattern in (*_CHOOSE, _WHOSE))


def _stated(text: str, be: str = "", *, inhabited: bool) -> Frame | None:
    """What decides whether something is so of one of the subjects, or of something of theirs.

    `be` stood before what is said where that is asked: "is A older".
    """
    said = text.split()
    at = next(i for i, word in enumerate(said) if SLOT in word)
    end = at + 1
    if said[at] != SLOT:  # "A's fair is older"
        ends = (i for i in range(at + 2, len(said)) if _begins_predicate(*said[i - 1 : i + 1]))
        end = next(ends, len(said))
    if any(_is_no_noun(word.lower()) for word in said[:at]):
        return None
    of, by = " ".join(said[:end]), " ".join(said[end:])
    frame = chosen(by if be in {"", *_DO} else f"{be} {by}", of=of, inhabited=inhabited)
    return (
        replace(frame, text=frame.text.replace(f"does {of}", f"{be} {of}"))
        if frame and be in _DO
        else frame
    )


def _begins_predicate(before: str, word: str) -> bool:
    """Whether a word tells something of the noun before it: "money for work | went up"."""
    word = word.lower()
    verb = is_verb(word) and before.lower() not in PREPOSITIONS
    return verb or word in AUXILIARIES or is_degree(word)


def _is_no_noun(word: str) -> bool:
    return word in AUXILIARIES | WH | {"there"} or is_degree(word)
