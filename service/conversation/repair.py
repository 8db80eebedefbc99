"""Corrections put into the last question: "no, the one in Busan", "not Cork, Limerick"."""

from __future__ import annotations

import re

from service.conversation.correction import Correction, correction
from service.conversation.discourse import Discourse
from service.conversation.ellipsis import THE_ONE, completed, described
from service.conversation.instead import asked_as, asking_instead
from service.conversation.mentions import mentions
from service.conversation.phrases import Sort
from service.conversation.words import words

_ARTICLE = re.compile(r"(?:the|an?) ", re.IGNORECASE)
_ONES = re.compile(r" ones?$", re.IGNORECASE)
_KNOWN = re.compile(r"(?:\b(?:the|an?|its|his|her|their|many|much|which|what)|['’]s?) $", re.I)


def without_correction(text: str) -> str:
    """`text` without the words that only say that it corrects something."""
    said = correction(text)
    if said is None or said.wrong:
        return text
    contents = [*said.right, said.question] if said.question else said.right
    return contents[0] if len(contents) == 1 else text


def only_corrects(text: str) -> bool:
    """Whether `text` says nothing but that something was wrong."""
    said = correction(text)
    return said is not None and not (said.wrong or said.right or said.question)


def repaired(text: str, discourse: Discourse) -> str | None:
    """The last question with what it had wrong put right; None where `text` corrects nothing, or
    asks by itself.
    """
    said = correction(text) if discourse.last else None
    return _put_right(said, discourse) if said and not said.question else None


def asked_after(turn: str, discourse: Discourse) -> tuple[str, Discourse] | None:
    """What a turn asks that corrects something first, and the conversation with that put right."""
    said = correction(turn) if discourse.last else None
    if said is None or not said.question or not (said.wrong or said.right):
        return None
    if last := _put_right(said, discourse):
        discourse = discourse.corrected(last)
    for right in said.right:
        if not asked_as(right):
            discourse = discourse.aside(described(right, discourse))
    return said.question, discourse


def _put_right(said: Correction, discourse: Discourse) -> str | None:
    last = question = discourse.last or ""
    left = list(said.right)
    for wrong in said.wrong if left else ():
        right = _alike(wrong, left, discourse)
        if replaced := _exchanged(wrong, right, question, discourse):
            question = replaced
            left.remove(right)
    for right in left:
        # What the last question has already was understood wrong: it is asked again.
        if _found(right, question) is None:
            question = _with(right, discourse.corrected(question)) or question
    return question if question != last or said.right else None


def _alike(wrong: str, rights: list[str], discourse: Discourse) -> str:
    """Which of several is right in place of the wrong: the first of the same sort."""

    def sorts(text: str) -> set[Sort]:
        return {mention.sort for mention in mentions(text, discourse.terms)}

    return next((right for right in rights if sorts(right) & sorts(wrong)), rights[0])


def _exchanged(wrong: str, right: str, question: str, discourse: Discourse) -> str | None:
    """The question with `right` for `wrong`; None where it has nothing of the kind."""
    named = _ARTICLE.match(wrong) is not None
    if asked_as(right) and asked_as(wrong) and not (named and wrong.lower() in question.lower()):
        return asking_instead(right, discourse.corrected(question))
    span = _found(wrong, question)
    if span is None:
        return None
    start, end = span
    if named:  # "the award" is all of "the learning city award"
        nouns = [m for m in mentions(question, discourse.terms) if m.sort is Sort.NOUN]
        nouns = [m for m in nouns if m.start <= start <= m.end + 1 and m.end <= end]
        start = min([start, *(m.start + m.text.index(m.head) for m in nouns)])
    before, after = question[:start], question[end:]
    right = _ONES.sub("", right)
    if _KNOWN.search(before) or not named:
        right = _ARTICLE.sub("", right)
    return before + _without_overlap(right, after) + after


def _found(phrase: str, question: str) -> tuple[int, int] | None:
    """Where a question has a phrase, but for its article."""
    bare = re.escape(_ARTICLE.sub("", phrase))
    found = re.search(rf"(?<!\w){bare}(?!\w)", question, re.IGNORECASE)
    return found.span() if found else None


def _without_overlap(right: str, after: str) -> str:
    """ "Secondary" of "secondary schools" where "schools" follows already."""
    tokens = words(right)
    for token in tokens[1:]:
        if re.match(rf" {re.escape(right[token.start :])}(?!\w)", after, re.IGNORECASE):
            return right[: token.start].rstrip()
    return right


def _with(right: str, discourse: Discourse) -> str | None:
    """The last question with what is right where nothing was said to be wrong."""
    last = discourse.last or ""
    if asked_as(right):
        return asking_instead(right, discourse)
    if one := THE_ONE.match(right):
        right = right[one.end() :]
        if narrowed := _narrowed(last, right, discourse):
            return narrowed
    return completed(right, discourse)


def _narrowed(last: str, where: str, discourse: Discourse) -> str | None:
    """The last question with a place whose name several have told apart: "Seo-gu in Busan"."""
    for place in mentions(last, discourse.terms):
        told = f"{place.text} {where}"
        if place.sort is Sort.PLACE and (0, len(told)) in discourse.terms.places(told):
            return last[: place.start] + told + last[place.end :]
    return None
