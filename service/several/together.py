"""Putting the answers to the parts of one question together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain, zip_longest
from statistics import fmean

from service.answer import Answer, Reason, Statement, as_text, declined, unquoted
from service.several.parts import Part

_MOST = 20


def together(parts: Sequence[Part], answers: Sequence[Answer], limit: int | None) -> Answer:
    """One answer out of those to each part, in the order they were asked in.

    A sentence that answers several parts is quoted once. Where some parts are answered, notes name
    the others. The confidence is the mean of the parts': how many of them, silences included, are
    to be expected right. On our development questions (33 of several parts, 88% right) it came to
    0.78, the product to 0.59 and the least to 0.68.
    """
    confidence = round(fmean(answer.confidence for answer in answers), 4)
    quotes = _merged(
        [replace(statement, about=(part.label,)) for statement in answer.statements]
        for part, answer in zip(parts, answers, strict=True)
    )
    kept = _fairly(quotes, _MOST if limit is None else limit)
    near = chain.from_iterable(zip_longest(*(answer.related for answer in answers)))
    related = unquoted((statement for statement in near if statement), kept)
    if not kept:
        about_it = any(answer.reason == "no_sentence_answers" for answer in answers)
        reason: Reason = "no_sentence_answers" if about_it else "nothing_relevant"
        return declined(reason, confidence, related)
    silent = [part for part, answer in zip(parts, answers, strict=True) if not answer.answered]
    notes = tuple(dict.fromkeys(map(_silence, silent)))
    left = sum(map(len, quotes)) - len(kept)
    return Answer(
        answered=True,
        text=as_text(kept, notes),
        confidence=confidence,
        reason=None,
        statements=tuple(kept),
        related=related,
        more=sum(answer.more for answer in answers) + left,
        notes=notes,
    )


def _silence(part: Part) -> str:
    """Our own sentence about a part that no document answers."""
    if part.subject:
        return f"The documents do not say this of {part.label}."
    return f"The documents do not answer “{part.label}”"


def _merged(quotes: Iterable[Sequence[Statement]]) -> list[list[Statement]]:
    """The quotes of each part, one that stood in an earlier part only there, about both."""
    merged: list[list[Statement]] = []
    places: dict[tuple[str, int, int], tuple[int, int]] = {}
    for number, statements in enumerate(quotes):
        merged.append([])
        for statement in statements:
            key = (statement.hit.document.id, *statement.span)
            if key in places:
                part, place = places[key]
                earlier = merged[part][place]
                merged[part][place] = replace(earlier, about=earlier.about + statement.about)
            else:
                places[key] = (number, len(merged[number]))
                merged[number].append(statement)
    return merged


def _fairly(quotes: Sequence[Sequence[Statement]], most: int) -> list[Statement]:
    """At most so many quotes, taken from each part in turn, in the order of the parts."""
    turns = chain.from_iterable(zip_longest(*quotes))
    taken = [statement for statement in turns if statement][:most]
    return [statement for part in quotes for statement in part if statement in taken]
