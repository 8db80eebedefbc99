"""What a conversation has spoken of so far, the most salient first.

Salience adds up over all mentions and halves with every turn (Lappin and Leass, 1994: An Algorithm
for Pronominal Anaphora Resolution).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from service.conversation.coordination import side_by_side
from service.conversation.mentions import mentions
from service.conversation.phrases import NAMED, Mention, Sort
from service.conversation.referents import (
    Referent,
    merged,
    only_dates,
    same,
    spoken_of,
)
from service.conversation.sought import asks_for_place
from service.conversation.terms import Terms
from service.conversation.words import (
    ANYWHERE,
    COUNTRIES,
    MANY_PEOPLE,
    ORDINAL,
    PROJECTS,
    is_plural,
)

# How our own answers begin that quote nothing, and what they say between quotations.
_NOTHING_SAID = re.compile(r"The documents do not say:")
_OUR_WORDS = re.compile(r"\s*\[\d+\]|The documents (?:do not say|give)\b[^.:]*[.:]")
_MALE = re.compile(r"\b(?:he|him|his|himself)\b", re.IGNORECASE)
_FEMALE = re.compile(r"\b(?:she|her|hers|herself)\b", re.IGNORECASE)
_COUNTED = re.compile(rf"\b{ORDINAL} (?P<noun>(?!ones?\b)[\w-]+)", re.IGNORECASE)
_REMEMBERED = 8  # turns, after which a mention weighs next to nothing
_HEARD = 1000  # characters of an answer
_LISTED = 6  # names that "they" stands for together; more are called by their noun
_DECAY = 0.5  # of salience, with every turn


@dataclass(frozen=True)
class Exchange:
    """One earlier turn: its question made to stand alone, its answer, and how it was asked.

    An `aside` only told something, or named what the question behind it is about.
    """

    question: str
    answer: str
    asked: str
    referents: tuple[Referent, ...]
    aside: bool = False


@dataclass(frozen=True)
class Discourse:
    """The conversation up to a question, oldest first; `start` counts the turns before the subject
    was changed.
    """

    terms: Terms
    exchanges: tuple[Exchange, ...] = ()
    start: int = 0

    @property
    def current(self) -> tuple[Exchange, ...]:
        """The turns since the subject was changed."""
        return self.exchanges[self.start :]

    @property
    def asked(self) -> tuple[Exchange, ...]:
        """Those that asked something."""
        return tuple(exchange for exchange in self.current if not exchange.aside)

    @property
    def last(self) -> str | None:
        """The question before, None at the start."""
        return self.asked[-1].question if self.asked else None

    @property
    def latest(self) -> Discourse:
        """The conversation as if its last turn were all of it."""
        return replace(self, start=max(len(self.exchanges) - 1, self.start))

    def then(self, question: str, answer: str, asked: str = "") -> Discourse:
        """The conversation after one more turn, which was `asked` and reads `question` alone."""
        said = "" if _NOTHING_SAID.match(answer) else _OUR_WORDS.sub("", answer)[:_HEARD]
        return self._and(question, said, asked)

    def corrected(self, question: str) -> Discourse:
        """The conversation as if `question` had been asked last, and not been answered yet."""
        last = max(at for at, exchange in enumerate(self.exchanges) if not exchange.aside)
        return replace(self, exchanges=self.exchanges[:last])._and(question, "", question)

    def aside(self, said: str) -> Discourse:
        """The conversation after what the next question is preceded by."""
        return self._and(said, "", "", aside=True)

    def afresh(self) -> Discourse:
        """The conversation after a change of subject."""
        return replace(self, start=len(self.exchanges))

    def _and(self, question: str, said: str, asked: str, *, aside: bool = False) -> Discourse:
        referents = _once(spoken_of(question, said, self.terms))
        exchange = Exchange(question, said, asked, tuple(referents), aside)
        return replace(self, exchanges=(*self.exchanges, exchange))

    def person(self, pronoun: str = "") -> Referent | None:
        """Whom `pronoun` stands for: nobody who was spoken of by a pronoun of another gender."""
        other = _FEMALE if _MALE.fullmatch(pronoun) else _MALE if pronoun else None
        excluded = {
            name
            for exchange in self.current
            if other and other.search(exchange.asked)
            for name in _persons(exchange.question, self.terms)
            if name not in exchange.asked
        }
        named = self.best(lambda r: r.sort is Sort.PERSON and r.head not in excluded)
        return named or self.best(
            # An award is named as well, and nobody.
            lambda r: r.sort is Sort.NAME and not r.head.isupper() and not r.text.startswith("the ")
        )

    def thing(self, *, places: bool = True) -> Referent | None:
        """What "it" and "this" stand for."""
        sorts = {Sort.NOUN, Sort.NAME, Sort.PLACE} if places else {Sort.NOUN, Sort.NAME}
        return self.best(lambda r: r.sort in sorts and not r.plural and not only_dates(r))

    def several(self, *, acting: bool = False) -> Referent | None:
        """What "they", "these" and the like stand for: names said side by side, several things, or
        else, and first where they are `acting`, who or what has a name.
        """
        texts = [text for e in self.current[-1:] for text in (e.question, e.answer)]
        together = [run for text in texts for run in side_by_side(text, self.terms)]
        for run in together:
            if len(run.text.split(",")) <= _LISTED:
                return run
        things = self.asked_of() or self.best(lambda r: r.plural and r.sort is not Sort.PLACE)
        named = self.best(
            lambda r: r.sort in NAMED and (acting or r.sort is not Sort.PERSON or is_plural(r.head))
        )
        named = None if together and things else named
        if things and things.head.split()[-1].lower() in MANY_PEOPLE:
            return things
        return (named or things) if acting else (things or named)

    def asked_of(self) -> Referent | None:
        """The several things that the question before spoke of: they are nearer than any answer."""
        question = self.current[-1].question.lower() if self.current else ""
        several = (r for r in self.latest._referents if r.plural and r.sort is Sort.NOUN)
        return next((r for r in several if r.head.lower() in question), None)

    def pair(self) -> Referent | None:
        """What "both" and "the two" stand for: names said side by side, or one after the other."""
        if (together := self.several()) and together.sort in NAMED and together.plural:
            return together
        latest = [m for e in self.current[-2:] for m in mentions(e.question, self.terms)]
        for sort in (Sort.PLACE, Sort.PERSON, Sort.NAME):
            names = list(dict.fromkeys(m.text for m in latest if m.sort is sort))
            if len(names) > 1:
                return Referent(" and ".join(names[-2:]), sort, names[-1], plural=True)
        return together

    def place(self, noun: str = "place") -> Referent | None:
        """Where "there" is, or what `noun` stands for: "that country" is no city."""
        if noun in ANYWHERE:
            known = self.best(lambda r: r.sort is Sort.PLACE)
            return known or self.best(
                lambda r: r.sort is Sort.NAME and not r.text.startswith("the ")
            )
        country = noun in COUNTRIES
        return self.best(
            lambda r: r.sort is Sort.PLACE and self.terms.is_country(r.head) is country
        )

    def cities(self) -> list[str]:
        """The cities that were asked about or asked for, in order, from the very start."""
        found: list[str] = []
        for exchange in self.exchanges:
            found += [m.text for m in self._places(exchange.question)]
            found += [r.text for r in exchange.referents if r.sought and r.sort is Sort.PLACE]
        return [city for city in dict.fromkeys(found) if not self.terms.is_country(city)]

    def project(self) -> Referent | None:
        """What "the programme" stands for, whatever it is called: the centre, the campaign."""
        return self.best(
            lambda r: (
                r.sort is Sort.NAME or (r.sort is Sort.NOUN and r.head.split()[-1] in PROJECTS)
            )
        )

    def time(self) -> Referent | None:
        """When "then" and "that year" are."""
        return self.best(lambda r: r.sort is Sort.TIME)

    def called(self, head: str, *, specific: bool) -> Referent | None:
        """What "that festival" stands for: called so, and where `specific` by more than that."""
        wanted = _singular(head)
        return self.best(
            lambda r: (
                r.sort is not Sort.PLACE
                and _singular(r.head.split()[-1]) == wanted
                and (r.specific or r.sort is Sort.NAME or not specific)
            )
        )

    def full_name(self, name: str) -> Referent | None:
        """The longer name of a person that `name` is the first or the last word of."""
        return self.best(
            lambda r: r.sort is Sort.PERSON and name in (r.head.split()[0], r.head.split()[-1])
        )

    def counted(self) -> str | None:
        """The noun that was last counted in order: "conference" after "the first conference"."""
        for exchange in reversed(self.current):
            for text in (exchange.question, exchange.answer):
                if found := _COUNTED.search(text):
                    return found["noun"]
        return None

    def topic(self) -> Referent | None:
        """What a question that names nothing is still about: the places of the last one, or the
        most salient name, or noun.
        """
        if self.last and asks_for_place(self.last) and (answered := self.latest.place()):
            return answered
        for exchange in reversed(self.current):
            names = list(dict.fromkeys(place.text for place in self._places(exchange.question)))
            if names:
                return Referent(" and ".join(names), Sort.PLACE, names[-1])
            if not exchange.aside:
                break
        return self.best(lambda r: r.sort in NAMED) or self.best(lambda r: r.sort is Sort.NOUN)

    def _places(self, text: str) -> list[Mention]:
        """The places a text speaks of; "the UNESCO-Japan Prize" speaks of none."""
        found = mentions(text, self.terms)
        names = [
            m for m in found if m.sort is Sort.NAME and "'" not in m.text and "’" not in m.text
        ]
        return [
            place
            for place in found
            if place.sort is Sort.PLACE
            and not any(n.start <= place.start and place.end <= n.end for n in names)
        ]

    def best(self, fits: Callable[[Referent], bool]) -> Referent | None:
        """The most salient of the referents that fit."""
        fitting = [referent for referent in self._referents if fits(referent)]
        return max(fitting, key=lambda referent: referent.salience, default=None)

    @cached_property
    def _referents(self) -> list[Referent]:
        """All that was spoken of, the latest first; several mentions of one thing add up."""
        found: list[Referent] = []
        for age, exchange in enumerate(reversed(self.current[-_REMEMBERED:])):
            for referent in exchange.referents:
                aged = replace(referent, salience=referent.salience * _DECAY**age)
                known = next((i for i, other in enumerate(found) if same(other, aged)), None)
                if known is None:
                    found.append(aged)
                else:
                    found[known] = merged(found[known], aged)
        return found


def _once(referents: Iterable[Referent]) -> list[Referent]:
    """Each referent of one turn with its most salient mention."""
    best: dict[str, Referent] = {}
    for referent in referents:
        other = best.get(referent.text)
        if other is None or referent.salience > other.salience:
            best[referent.text] = referent
    return list(best.values())


def _persons(text: str, terms: Terms) -> set[str]:
    return {mention.head for mention in mentions(text, terms) if mention.sort is Sort.PERSON}


def _singular(word: str) -> str:
    lower = word.lower()
    return lower.removesuffix("s") if is_plural(lower) else lower
