"""The subjects of which a question asks the same, and the question with a slot for them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.names import Mention
from index.tokens import tokenize
from service.several.frames import SLOT
from service.several.owned import around
from service.several.subjects import Subject, Subjects


@dataclass(frozen=True)
class Slotted:
    """A question with a slot where it named its subjects, or `things` of theirs."""

    text: str
    subjects: tuple[Subject, ...]
    things: bool = False


# What joins the names of one list: "Cork, Limerick and the city of Derry".
_JOIN = (
    r"(?:['’]s?)?\s*(?:,\s*(?:and|or)?|\band\b|\bor\b|&|\bvs\b\.?|\bversus\b|\bagainst\b|/"
    r"|\bas well as\b"
    r"|\b(?:compared|in comparison) (?:to|with)\b)\s*"
    r"(?:(?:(?:that|those|the (?:city|town|ones?)) (?:of|in|at|from)|in|of|for|at|also|the)\s+)*"
)
_JOINED = re.compile(_JOIN, re.IGNORECASE)
_COLON = re.compile(r"\s*(?::|\s[-–—]\s)")
_COLON_BEFORE = re.compile(r"(?::|\s[-–—])\s*$")
_NAME = re.compile(r"[A-Z][\w-]*(?: [A-Z][\w-]*)*")
_NAME_BEFORE = re.compile(rf"(?P<name>(?<!^)\b{_NAME.pattern})(?i:{_JOIN})$")

# Between two names that stand apart: "Is A larger than B?", "What about A's, and that of B?"
_APART = re.compile(
    r"(?P<head>.+),?\s+(?P<by>and|or|but|than|before|after|from|with|to|against|versus|vs\.?)\s+"
    r"(?P<tail>.+?)",
    re.IGNORECASE | re.DOTALL,
)
_BESIDE = re.compile(
    r"(?:compared|in comparison|in contrast) (?:with|to) (?P<other>[^,]+), (?P<asked>.+)",
    re.IGNORECASE,
)
_DID = re.compile(rf"(?:is|are|was|were|do|does|did|has|have|had) {SLOT}", re.IGNORECASE)
_COMPARES = re.compile(
    r"\b(?:compar\w+|contrast\w*|distinguish\w*|differ\w*|similar\w*|alike)\b", re.IGNORECASE
)
_IN_COMPARISON = re.compile(r",?\s+(?:compared|in (?:comparison|contrast))$", re.IGNORECASE)
_FILLERS = frozenset(
    tokenize(
        "what how about when where who why which that those one of in for at on the a an did do"
        " does is are was were has have also then s"
    )
)


def apart(question: str, subjects: Subjects) -> Slotted | None:
    """The question with a slot, and the two subjects that stand in different places of it."""
    return _beside(question, subjects) or _repeated(question, subjects)


def side_by_side(question: str, subjects: Subjects) -> Slotted | None:
    """The question with its first list of names made one slot, and these names."""
    known = {mention.start: mention for mention in subjects.find(question)}
    for start, mention in known.items():
        named, end, joins = [_subject(question, mention)], mention.end, ""
        while joined := _JOINED.match(question, end):
            at = joined.end()
            unknown = _NAME.match(question, at)
            if at in known:
                named.append(_subject(question, known[at]))
                end = known[at].end
            elif unknown:
                named.append(Subject(unknown.group()))
                end = unknown.end()
            else:
                break
            joins += joined.group()
        begin = start
        while before := _NAME_BEFORE.search(question[:begin]):
            named.insert(0, Subject(before["name"]))
            joins += before.group().removeprefix(before["name"])
            begin = before.start()
        distinct = _distinct(named)
        # "Cork, Munster" is one place; "Cork, Munster and Ulster" and "Cork, Munster: ..." are not.
        stands_apart = _COLON.match(question, end) or _COLON_BEFORE.search(question[:begin])
        all_known = all(subject.places for subject in distinct)
        listed = all_known and (len(distinct) > 2 or stands_apart is not None)
        if len(distinct) > 1 and (joins.strip(" ,") or listed):
            return Slotted(f"{question[:begin]}{SLOT}{question[end:]}", distinct)
    return None


def _subject(question: str, mention: Mention) -> Subject:
    """What a mention names, with a capital letter even where the question has none."""
    name = question[mention.start : mention.end]
    written = mention.places[0].city if name.islower() else name
    return Subject(written, frozenset(mention.places))


def _beside(question: str, subjects: Subjects) -> Slotted | None:
    """ "Compared with A, how large is B?" with a slot for B, and both."""
    match = _BESIDE.fullmatch(question)
    if not match:
        return None
    other, asked = subjects.find(match["other"]), subjects.find(match["asked"])
    if len(other) != 1 or len(asked) != 1:
        return None
    (one,), text = asked, match["asked"]
    named = _distinct([_subject(text, one), _subject(match["other"], other[0])])
    return Slotted(f"{text[: one.start]}{SLOT}{text[one.end :]}", named)


def _repeated(question: str, subjects: Subjects) -> Slotted | None:
    """The question with its first name made a slot, where it asks the same of a last one.

    "Does A have more learners than B?", "When did A join, and when did B?"
    """
    match = _APART.fullmatch(question.rstrip("?!. "))
    if not match:
        return None
    one, other = subjects.find(match["head"]), subjects.find(match["tail"])
    if len(other) == 1:
        # Of "the Wales prize of Cork", it is Cork that Derry is compared with.
        one = tuple(m for m in one if _kind(m) == _kind(other[0])) or one
    if len(one) > 1 and len(other) == 1:
        return _with_one_more(match["head"], match["tail"], other[0], subjects)
    if len(one) != 1 or len(other) != 1:
        return None
    (first,), (second,) = one, other
    named = _distinct([_subject(match["head"], first), _subject(match["tail"], second)])
    if len(named) < 2 or _JOINED.match(match["head"], first.end):
        return None
    head = f"{match['head'][: first.start]}{SLOT}{match['head'][first.end :]}".rstrip(" ,;?.")
    around = match["tail"][: second.start], match["tail"][second.end :]
    text = _asked_of_both(head, match["by"].lower(), *around)
    return Slotted(text, named) if text else None


def _with_one_more(head: str, tail: str, other: Mention, subjects: Subjects) -> Slotted | None:
    """ "Where do A and B lie? And what about C?", where the tail asks no more than that."""
    listed = side_by_side(head.rstrip(" ,;?."), subjects)
    around = tokenize(f"{tail[: other.start]} {tail[other.end :]}")
    if listed is None or not _FILLERS.issuperset(around):
        return None
    return Slotted(listed.text, _distinct([*listed.subjects, _subject(tail, other)]))


def _asked_of_both(head: str, by: str, before: str, after: str) -> str | None:
    """What `head` asks of both, if what stands around the second name says no more than that."""
    said = _FILLERS.union(tokenize(head))
    again = said.issuperset(tokenize(before))
    if _COMPARES.search(head) or (by == "than" and again):
        return _IN_COMPARISON.sub("", head) + re.sub(r"^['’]s\b", "", after)
    if not again or not said.issuperset(tokenize(after)):
        return None
    if by in {"before", "after"}:
        return f"{head} {by}" if _DID.match(head) else None
    return head if by in {"and", "or", "but"} else None


def things(question: str, subjects: Subjects) -> Slotted | None:
    """The question with a slot for two things of two subjects, each in words of its own.

    "Which costs more, Cork's museum or the school in Derry?"
    """
    found = subjects.find(question)
    if len(found) != 2:
        return None
    spans = [span for mention in found if (span := around(question, mention))]
    if len(spans) < 2 or not _JOINED.fullmatch(question, spans[0].end, spans[1].start):
        return None
    named = [
        replace(_subject(question, mention), name=question[span.start : span.end])
        for mention, span in zip(found, spans, strict=True)
    ]
    text = f"{question[: spans[0].start]}{SLOT}{question[spans[1].end :]}"
    return Slotted(text, tuple(named), things=True)


def _kind(mention: Mention) -> tuple[bool, bool]:
    """Whether a mention is of a country, and whether of something that lies in one."""
    places = mention.places
    return any(p.is_country for p in places), any(p.country for p in places)


def _distinct(named: Sequence[Subject]) -> tuple[Subject, ...]:
    """The subjects, each once, in the order they are named."""
    kept: list[Subject] = []
    for subject in named:
        if not any(subject.places & other.places or subject.name == other.name for other in kept):
            kept.append(subject)
    return tuple(kept)
