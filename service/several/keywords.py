"""Several things of one subject that are only named: "Cork motto and number of libraries"."""

from __future__ import annotations

import re

from corpus.names import Mention
from service.conversation.words import ARTICLES, AUXILIARIES, COMMANDS, PREPOSITIONS, WH, words
from service.several.degrees import measured

_BETWEEN = re.compile(r"\s*(?:,|&|\+|\band\b)(?:\s*\band\b)?\s*", re.IGNORECASE)
_PLEASE = re.compile(r",? (?:please|pls)$", re.IGNORECASE)
_OF = re.compile(r"(?P<things>.+) (?:of|for) ", re.IGNORECASE)
_LINK = re.compile(r"^(?:['’]s)?\s*[:–—-]?\s*")
_ARTICLE = re.compile(r"^(?:the|its|their) ", re.IGNORECASE)
_LONGEST = 5  # words
_NO_NOUNS = AUXILIARIES | WH | (COMMANDS - {"name", "list"})


def keywords_of(text: str, named: tuple[Mention, ...]) -> list[str]:
    """The questions that such a text stands for; none, where it asks or names something else."""
    body = _PLEASE.sub("", text.strip(" ?!."))
    if len(named) != 1:
        return []
    (subject,) = named
    of = _OF.fullmatch(body[: subject.start]) if subject.end == len(body) else None
    if subject.start and of is None:
        return []
    rest = of["things"] if of else _LINK.sub("", body[subject.end :])
    things = [_ARTICLE.sub("", thing) for thing in _BETWEEN.split(rest)]
    if len(things) < 2 or not all(map(_is_noun_phrase, things)):
        return []
    name = body[subject.start : subject.end]
    name = subject.places[0].city if name.islower() else name
    return [f"{measured(thing, name)}?" for thing in things]


def _is_noun_phrase(text: str) -> bool:
    said = [word.lower for word in words(text)]
    names = bool(said) and not PREPOSITIONS.intersection((said[0], said[-1]))
    names = names and not _NO_NOUNS.intersection(said)
    return names and len([word for word in said if word not in ARTICLES]) <= _LONGEST
