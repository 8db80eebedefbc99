"""Turns that correct, clause by clause: what was wrong, what is right, what is asked after that."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from service.conversation.asides import opens_question
from service.conversation.ellipsis import is_fragment
from service.conversation.words import AUXILIARIES, WH, is_verb, word_class, words

_CLAUSE_END = re.compile(
    r"\s*(?:[,;:!?…]+|\.+|(?<=\s)[-–—]+)(?:\s+(?:and\s+|but\s+)?|$)"
    # "Cork not Ulm" are two, "it is not Ulm" is one
    r"|(?<!\bis)(?<!\bwas)(?<!\bdo)(?<!\bdid)(?<!\bam)(?<!\bare)(?<!['’]s)(?<!['’]m)"
    r"\s+(?:(?:and|but)\s+)?(?=(?:not|instead of|rather than)\b)"
    r"|\s+but\s+|\s+(?=i (?:did|do)(?:n['’]t| not) \w)",
    re.IGNORECASE,
)
_MARK = re.compile(r"[,;:.!?…–—-]")
_INTERJECTIONS = re.compile(
    r"(?:(?P<sign>no+|nope|nah|oops|whoops|argh|sorry|wait|(?:hold|hang) on|actually|correction"
    r"|nvm|never ?mind|(?:scratch|strike) that|pardon(?: me)?|apologies|rather|typo"
    r"|my (?:bad|fault|mistake)|(?:the )?wrong \w+(?= \S))|oh|ah|a+rgh|h+m+"
    r"|well|ok(?:ay)?|yes|excuse me|please|i am|i['’]m(?= sorry))\b[ ]*",
    re.IGNORECASE,
)
# "My mistake", "I mixed them up", "that came out wrong", "not what I asked".
_ADMITS = re.compile(
    r"(?:(?:i|we|you|my|that|this|it|there|an?|the|was|let me)\b.*)?\b(?:my (?:bad|fault)|mistaken?"
    r"|misspel\w+|mistyped?|misunderst\w+|misread|typos?|wrong(?:ly)?(?: \w+)?|mix(?:ed|ing)?\b.*"
    r"\bup|mixed up\b.*|mix-up|confus(?:ed|ing)\b.*|rephrase\b.*|correct (?:myself|that|it))"
    r"(?: there)?"
    r"|(?:(?:it|that|this)(?:['’]s| is| was) )?not (?:(?:it|this|that)(?: one)?"
    r"|(?:quite )?what (?:i|we)\b.*|(?:my|the) question)",
    re.IGNORECASE,
)
_VERB = (
    r"(?P<verb{0}>mean|meant|said|say|want|wanted|need|needed|asked|asking|thinking|thought|talking"
    r"|looking|speaking|wondering|referring|like|know|after|interested in)"
)
_HELPING = (
    r"(?: (?:am|was|were|do|did|had|have|been|would|should|actually|really|rather|just|only"
    r"|obviously|clearly|of course))*"
)
_I = rf"(?:i|we)(?:['’](?:m|d|ve))?{_HELPING} {_VERB}"
_I_MEANT = re.compile(
    rf"(?:(?P<what>what|all|the \w+) )?{_I.format('')}(?: to (?:say|ask|know|write|type|mean|have"
    r"|see|hear))?(?: (?:is|was))?(?: (?:about|of|for|to|that))?(?: |$)",
    re.IGNORECASE,
)
_AS_I_MEANT = re.compile(
    rf"(?:(?:^| )(?:is|was)(?: the \w+)? (?:what|who|which|that)| that)?(?:^| ){_I.format('')}"
    r"(?: (?:about|of|for|to))?$",
    re.IGNORECASE,
)
# Its groups tell what is surely a correction: "it is free" may just tell something.
_SHOULD_BE = re.compile(
    r"(?:(?:it|that|this)(?P<sure> (?:should|must|ought to|has to|had to))?"
    r"|(?P<right>the (?:right|correct|proper) [\w ]+?|(?:my|the) question)(?: should| must)?)"
    r"(?:['’]s|(?: (?:have been|be|read|say|is|was|were))+)(?: about)? "
    r"|(?P<made>make (?:it|that)|change (?:it|that) to|read) ",
    re.IGNORECASE,
)
_WRONG = re.compile(
    r"(?:(?:it|that|this|i)(?:['’][sm]| is| was| am)? )?(?:not|instead of|rather than)"
    r" (?:(?:about|for|of) )?(?!(?:yet|sure|only|really|at|just|so|bad|all|exactly|quite)\b)"
    r"|(?:i|we) (?:(?:did|do|was|am)(?:n['’]t| not)|never|['’]m not) (?:mean(?:t|ing)?|want(?:ed)?"
    r"|ask(?:ed|ing)?|say|said|need|talk(?:ing)?|interested in)(?: (?:about|for|of))? ",
    re.IGNORECASE,
)
_IS_NOT = re.compile(
    r" (?:(?:is|was)(?:n['’]t| not) what (?:i|we) \w+(?: \w+)?|(?:is|was) wrong)$", re.IGNORECASE
)
_AFTER = re.compile(r"[ ,]+(?:please|pls|instead|then|though|sorry|of course)$", re.IGNORECASE)
_MAYBE = frozenset({"want", "need", "needed", "like", "know", "thought", "looking", "say"})
"""What people also say who correct nothing: "I need a library"."""

_FIRST_PERSON = word_class("i me my mine we us our")


@dataclass(frozen=True)
class Correction:
    """What a turn says was `wrong` and is `right`, and what it then asks by itself, or nothing."""

    wrong: tuple[str, ...]
    right: tuple[str, ...]
    question: str


class _Role(Enum):
    SIGN = auto()
    WRONG = auto()
    RIGHT = auto()
    QUESTION = auto()


@dataclass(frozen=True)
class _Clause:
    """What a clause does; its content stands at `start` to `end` of the turn, in code points.

    `sure` where it says in so many words that it corrects.
    """

    role: _Role
    start: int
    end: int
    sure: bool


def correction(turn: str) -> Correction | None:
    """What `turn` corrects; None where it does something else, or more than that."""
    clauses: list[_Clause] = []
    for start, end in _clauses(turn):
        asked = next((c for c in clauses if c.role is _Role.QUESTION), None)
        clause = _read(turn, start, end)
        if clause is None and asked is None:
            return None
        behind = asked is None or (_MARK.search(turn, asked.end, start) is not None)
        if clause and behind and (asked is None or clause.role in {_Role.SIGN, _Role.WRONG}):
            clauses.append(clause)
        elif asked:  # one question, whatever marks it holds
            clauses[clauses.index(asked)] = _Clause(_Role.QUESTION, asked.start, end, asked.sure)
    if not any(clause.sure for clause in clauses):
        return None
    content = [c for c in clauses if c.role is not _Role.SIGN]
    asks_first = content and content[0].role is _Role.QUESTION
    if asks_first and len(content) > 1:  # "Who won, not counting Cork?"
        return None
    question = next((_content(turn, c) for c in content if c.role is _Role.QUESTION), "")
    wrong = tuple(_content(turn, c) for c in content if c.role is _Role.WRONG)
    right = tuple(_runs(turn, clauses))
    return Correction(wrong, right, question)


def _clauses(turn: str) -> Iterator[tuple[int, int]]:
    start = 0
    for mark in _CLAUSE_END.finditer(turn):
        if start < mark.start():
            yield start, mark.start()
        start = mark.end()
    if start < len(turn):
        yield start, len(turn)


def _content(turn: str, clause: _Clause) -> str:
    text = turn[clause.start : clause.end].strip()
    asked = clause.role is _Role.QUESTION and turn[clause.end :].lstrip().startswith("?")
    return f"{text}?" if asked else text


def _runs(turn: str, clauses: list[_Clause]) -> Iterator[str]:
    """What is right, as one where nothing stands between: "Cork, Ireland"."""
    start: int | None = None
    for clause, after in zip(clauses, [*clauses[1:], None], strict=True):
        if clause.role is not _Role.RIGHT:
            continue
        start = clause.start if start is None else start
        if after is None or after.role is not _Role.RIGHT or after.sure:
            yield turn[start : clause.end].strip()
            start = None


def _read(turn: str, start: int, end: int) -> _Clause | None:
    """One clause; None where it neither corrects nor says what a correction may."""
    sure = False
    while opening := _INTERJECTIONS.match(turn, start, end):
        start, sure = opening.end(), sure or opening["sign"] is not None
    while after := _AFTER.search(turn[start:end]):
        sure = sure or after.group().strip(" ,").lower() == "sorry"
        end = start + after.start()
    text = turn[start:end]
    if not text or _ADMITS.fullmatch(text):
        return _Clause(_Role.SIGN, start, end, sure=sure or bool(text))
    if wrong := _wrong(text):
        return _Clause(_Role.WRONG, start + wrong[0], start + wrong[1], sure=True)
    if meant := _AS_I_MEANT.search(text):
        sure, end = sure or meant["verb"].lower() not in _MAYBE, start + meant.start()
    if should := _SHOULD_BE.match(turn, start, end):
        sure, start = sure or any(should.groups()), should.end()
    elif meant := _I_MEANT.match(turn, start, end):
        sure, start = sure or meant["verb"].lower() not in _MAYBE, meant.end()
    text = turn[start:end]
    if not text:
        return _Clause(_Role.SIGN, start, end, sure)
    if _is_question(text):
        return _Clause(_Role.QUESTION, start, end, sure)
    return _Clause(_Role.RIGHT, start, end, sure) if _is_phrase(text) else None


def _wrong(text: str) -> tuple[int, int] | None:
    """Where a clause names what was wrong."""
    lead, trail = _WRONG.match(text), _IS_NOT.search(text)
    start, end = lead.end() if lead else 0, trail.start() if trail else len(text)
    return (start, end) if (lead or trail) and _is_phrase(text[start:end]) else None


def _is_question(text: str) -> bool:
    """Whether a clause asks by itself: "when" and "how many members" only say what for."""
    verbs = (word.lower in AUXILIARIES or is_verb(word.lower) for word in words(text))
    return opens_question(text) and any(verbs)


def _is_phrase(text: str) -> bool:
    tokens = words(text)
    if any(word.lower in _FIRST_PERSON for word in tokens):
        return False
    asks = any(word.lower in WH for word in tokens[:2])
    return is_fragment(text) or (asks and all(word.lower != "about" for word in tokens))
