"""Questions inside others: "do you know when ...", "my boss asks me who ...", "I wonder if ..."."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from service.conversation.asides import SENTENCE_END, SUBORDINATES, asks
from service.conversation.talk import TALK
from service.conversation.words import (
    AUXILIARIES,
    PREPOSITIONS,
    REQUESTS,
    WH,
    Word,
    word_class,
    words,
)

_ADVERB = (
    r"(?:also|actually|again|as well|exactly|first|happen to|just|kindly|maybe|next|now|perhaps"
    r"|please|possibly|quickly|really|then|too)"
)
# How what asks for a clause ends, as its words stand with a space between any two.
_ASKS = re.compile(
    rf"\b(?:(?:you|u|to|anyone|anybody|someone|somebody|do we)(?: {_ADVERB})*"
    r" (?:know|remember|recall|check|find out|look up|hear|say|ask|ask you)(?: for (?:me|us))?"
    r"|you(?: \w+)? tell|(?:tell|telling|remind|reminding|inform|informing) (?:me|us)"
    r"|let(?:ting)? (?:me|us) know|mind (?:checking|finding out|looking up)|in knowing"
    r"|wonder(?:s|ed|ing)?|curious|idea|clue|i ask|(?:ask|asks|asked|asking)(?: you| me| us)?"
    rf"|(?:know|question)(?: would)? (?:is|was|be))(?: (?:{_ADVERB}|about))*$"
)
# "Do I need to know how to swim?" is asked itself.
_NEEDS = re.compile(r"\b(?:i|we|you|he|she|they) (?:need|have|want|get|able|allowed) to\b")
_INVERTED = re.compile(r"(?:(?:and|so|but|or) )*(?:do|does|did|must|should|will|would|can|could) ")
_DENIES = word_class("no nope not sorry wait wrong")
_JOINS = word_class("and because but or so then therefore thus")
_BEGINS = word_class("can could do does i may please we would")
_SOMEBODY = re.compile(
    r"(?:^|(?<=[,;:.!?–—-] )|\b(?:and|because|but|so) )(?:(?:one|some) of )?(?:my|our|an?|some)"
    r"(?: [\w'’-]+){1,3} $",
    re.IGNORECASE,
)
_REQUEST = re.compile(
    rf"(?:[,;:–—]\s+(?:(?:and|so|but|then) )*|\b(?:and|so|but) (?:then )?)"
    rf"(?:{_ADVERB} )*(?:(?:can|could|will|would) you|please) (?:{_ADVERB} )*"
    rf"(?={'|'.join(sorted(REQUESTS))})",
    re.IGNORECASE,
)
_POLITELY = re.compile(
    rf"(?:please )?(?:can|could|will|would) you (?:{_ADVERB} )*"
    r"(?=(?:give|list|name|show|tell)\b(?! (?:me|us)(?: \w+)? about\b))",
    re.IGNORECASE,
)
# Else "there" would be a place: "how many there are in Cork".
_THERE_IS = re.compile(r"\bthere (is|are|was|were)\b", re.IGNORECASE)
_NO_CLAUSE = word_class("you possible not so that")
_MARKS = " ,;:.!?…–—-"


def unwrapped(turn: str) -> str:
    """`turn` asking first-hand what its sentences ask for in other words."""
    sentences = SENTENCE_END.split(turn)
    asked = [_unwrapped(sentence) for sentence in sentences]
    return turn if asked == sentences else " ".join(asked)


def _unwrapped(sentence: str) -> str:
    tokens = words(sentence)
    for at in _openers(tokens):
        start = 0 if at == 0 and tokens[0].lower == "whether" else _frame(sentence, tokens, at)
        if start is None:
            continue
        asked = _THERE_IS.sub(r"\1 there", sentence[tokens[at].start :].rstrip(_MARKS), count=1)
        if tokens[at].lower in {"if", "whether"}:
            asked = f"is it true that {sentence[tokens[at].end :].strip(_MARKS)}"
        return _told(sentence[:start], f"{asked}?")
    if politely := _POLITELY.match(sentence):
        return _told("", f"{sentence[politely.end() :].rstrip(_MARKS)}.")
    request = _REQUEST.search(sentence)
    if request and words(sentence[: request.start()]):
        return _told(sentence[: request.start()], f"{sentence[request.end() :].rstrip(_MARKS)}.")
    return sentence


def _told(story: str, question: str) -> str:
    """The question behind the story that led to it."""
    story = story.strip(_MARKS)
    first = next(iter(words(story)), None)
    if first is None:
        return question[:1].upper() + question[1:]
    if first.lower in PREPOSITIONS | SUBORDINATES | _DENIES:
        return f"{story}, {question}"
    return f"{story}{'?' if asks(story) else '.'} {question[:1].upper()}{question[1:]}"


def _openers(tokens: Sequence[Word]) -> Iterator[int]:
    """Where a clause may begin that is asked for: "when", "in which", "whether"."""
    for at, word in enumerate(tokens):
        if word.lower in WH:
            if at and tokens[at - 1].lower in PREPOSITIONS - {"about"}:  # "curious about why"
                yield at - 1
            yield at
        elif word.lower in {"if", "whether"} and at + 1 < len(tokens):
            after = [token.lower for token in tokens[at + 1 :]]
            if after[0] not in _NO_CLAUSE and "or" not in after and not TALK.issuperset(after):
                yield at


def _frame(sentence: str, tokens: Sequence[Word], end: int) -> int | None:
    """Where what asks for the clause behind it begins; None where nothing does."""
    start = end
    while start and tokens[start - 1].lower in TALK:
        start -= 1
    frame = " ".join(token.lower for token in tokens[start:end])
    if not _ASKS.search(frame) or (_INVERTED.match(frame) and _NEEDS.search(frame)):
        return None
    if somebody := _SOMEBODY.search(sentence[: tokens[start].start]):
        return somebody.start()
    if start and tokens[start - 1].lower == "what" and frame.endswith((" is", " was")):
        start -= 1
    may = (at for at in range(start, end) if tokens[at].lower not in _DENIES)
    return next((tokens[at].start for at in may if _may_begin(sentence, tokens, at)), None)


def _may_begin(sentence: str, tokens: Sequence[Word], at: int) -> bool:
    """Whether a clause may begin with this word: behind a mark, with "and", or with "I" or "do"."""
    before = sentence[: tokens[at].start].rstrip()
    if not before or before[-1] in _MARKS or tokens[at].lower in _JOINS:
        return True
    unasked = not any(token.lower in WH | AUXILIARIES for token in tokens[at - 1 : at])
    asked = any(token.lower in WH for token in words(re.split(r"[,;:–—]", before)[-1]))
    return tokens[at].lower in _BEGINS and unasked and not asked
