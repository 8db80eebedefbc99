"""The talk around a question: thanks, praise, excuses, smileys, "one more thing"."""

from __future__ import annotations

import re

from service.conversation.asides import asks, changes_subject
from service.conversation.repair import only_corrects
from service.conversation.words import FUNCTION, WH, Word, word_class, words

_SMILEY = re.compile(
    r"\s*(?:(?<!\w)[:;=]['’]?-?[)(DPp]+(?!\w)|<3|[\u2600-\u27bf\U0001f300-\U0001faff\ufe0f]+)\s*"
)
_BREAK = re.compile(r"(?<=[.!?…,;:])\s+|\s+[-–—]+\s+")
# "Thanks" and the conditions of politeness need no comma before them.
_TAIL = re.compile(
    r"(?<!\bmany)(?<!\bkind)\s+(?=(?:if (?:i|you|that|it|possible)|(?:(?:many|kind) )?thanks"
    r"|thank you|thx|cheers)\b)",
    re.IGNORECASE,
)
_FILLER = re.compile(
    r",? by any chance\b,?|,? (?:in the end|after all|anyway)(?=\s*(?:[,.?!]|$))", re.IGNORECASE
)
# "Do you know that?", of what was asked before it.
_ASKS_BACK = re.compile(
    r"(?:(?:do|can|could|would|will|might) )?(?:you )?(?:\w+ ){0,3}"
    r"(?:know|tell me|tell us|find|check|help|have|say|look)(?: \w+){0,2}? (?:that|this|it)\b"
    r"(?: [\w'’]+){0,4}",
    re.IGNORECASE,
)
_ENDS = (".", "!", "?", "…")
_SAYS = word_class("give know say show tell")
_GOES_ON = word_class("about anything else more something")
_ASKS_US = word_class("ask clue idea you")
_IF_POLITE = word_class("i me ok okay possible you")
_POLITE = word_class(
    "amazed amazing answer answers apologies apologise apologize appreciate appreciated"
    " appreciates ask asking awesome bother bothering bothers brilliant btw cheers clarifies clear"
    " clears clue cool curiosity curious dear disturb excellent excuse expect expected expecting"
    " explain explaining fantastic fast favor favour forgive genius glad good got grateful great"
    " haha happy hehe hello help helped helpful helping helps hey hi hm hmm hope hoping idea"
    " impressed impressive interested interesting interrupt kind kindly kindness know legend"
    " lifesaver like love lovely marvellous mind neat nice noted pardon patience perfect perhaps"
    " please pls plz question questions quick right see silly sorry splendid star super surprised"
    " surprising sweet tell thank thankful thanks thought thx trouble useful way welcome well"
    " wonder wonderful wondering wow"
)
_SMALL_TALK = word_class(
    "advance afternoon ah anybody asked asks aww bad best better big bit bunch chance check"
    " checking clue come coming day done evening ever everybody far final find finding first"
    " forgot friend get give giving go going gosh guess happen happens hear indeed job just keep"
    " keeps knew knowing last least less let lol look looked looking lot lots made make maybe"
    " means mention million minute moment morning much need needed oh ok okay one out part people"
    " point possible possibly problem quickly quite rather remember reply say second somebody"
    " someone soon sounds stuff suppose sure surely take telling thing things think third time"
    " times tiny tons true try u understand understood use used want wanted wants wish yeah yep"
    " yes 'd 'll 'm 're 's 't 've"
)
TALK = (FUNCTION - WH) | _POLITE | _SMALL_TALK
"""The words that talk is made of; none of them names anything a document tells of."""


def without_talk(turn: str) -> str:
    """`turn` without the talk before, behind and within what it asks; as it is, if all is talk."""
    text = _FILLER.sub("", _SMILEY.sub(_stop, turn).strip())
    kept: list[str] = []
    for end, clause in _clauses(text):
        if not is_talk(clause):
            kept.append(clause)
        elif kept and end:
            kept[-1] = _ended(kept[-1], end)
    said = "".join(kept).strip(" ,;:-–—")
    if not words(said):
        return turn
    return said if said == turn else said[:1].upper() + said[1:]


def is_talk(clause: str) -> bool:
    """Whether a clause says nothing but what is polite."""
    tokens = words(clause)
    said = {word.lower for word in tokens}
    if only_corrects(clause) or changes_subject(clause) or (said & _SAYS and said & _GOES_ON):
        return False
    bare = clause.strip(" ,;:.!?…–—-")
    if "you" in said and _ASKS_BACK.fullmatch(bare):
        return not said & (WH | {"if", "whether"})
    if asks(clause) and not said & _ASKS_US:
        return False
    polite = said & _POLITE or (tokens[:1] and tokens[0].lower == "if" and said & _IF_POLITE)
    return said <= TALK and bool(polite) and not any(map(_is_name, tokens[1:]))


def _clauses(text: str) -> list[tuple[str, str]]:
    """The clauses of a text, each with the mark that ends its sentence there, if one does."""
    starts = [0]
    for mark in (*_BREAK.finditer(text), *_TAIL.finditer(text)):
        starts.append(mark.end())
    starts = sorted(set(starts))
    parts = [text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]
    return [(_sentence_end(part), part) for part in parts]


def _sentence_end(clause: str) -> str:
    last = clause.rstrip()[-1:]
    return f"{last} " if last in _ENDS else ""


def _ended(said: str, end: str) -> str:
    bare = said.rstrip(" ,;:-–—")
    return f"{bare} " if bare.endswith(_ENDS) else bare + end


def _is_name(word: Word) -> bool:
    return word.capital and word.text != "I"


def _stop(smiley: re.Match[str]) -> str:
    before = smiley.string[: smiley.start()].rstrip()[-1:]
    return " " if before in {*_ENDS, ",", ";", ":"} else ". "
