"""What a conversation has spoken of so far, the most salient first.

Salience adds up over all mentions and halves with every turn (Lappin and Leass, 1994: An Algorithm
for Pronominal Anaphora Resolution).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from service.conversation.mentions import NAMED, Mention, Sort, mentions
from service.conversation.referents import Exchange, Referent, merged, same, spoken_of
from service.conversation.terms import Terms
from service.conversation.words import ORDINAL, is_plural

# How our own answers begin that quote nothing, and what they say between quotations.
_NOTHING_SAID = re.compile(r"The documents do not say:")
_OUR_WORDS = re.compile(r"\s*\[\d+\]|The documents (?:do not say|give)\b[^.:]*[.:]")
_MALE = re.compile(r"\b(?:he|him|his|himself)\b", re.IGNORECASE)
_FEMALE = re.compile(r"\b(?:she|her|hers|herself)\b", re.IGNORECASE)
_AND = re.compile(r",? (?:and|or) |, ")
_LAST_AND = re.compile(r"\b(?:and|or) $")
_COUNTED = re.compile(rf"\b{ORDINAL} (?P<noun>(?!ones?\b)[\w-]+)", re.IGNORECASE)
_REMEMBERED = 8  # turns, after which a mention weighs next to nothing
_HEARD = 1000  # characters of an answer
_LISTED = 6  # names that "they" stands for together; more are called by their noun
_DECAY = 0.5  # of salience, with every turn


@dataclass(frozen=True)
class Discourse:
    """The conversation up to a question, oldest first."""

    terms: Terms
    exchanges: tuple[Exchange, ...] = ()

    @property
    def last(self) -> str | None:
        """The question before, None at the start."""
        return self.exchanges[-1].question if self.exchanges else None

    def then(self, question: str, answer: str, asked: str = "") -> Discourse:
        """The conversation after one more turn, which was `asked` and reads `question` alone."""
        said = "" if _NOTHING_SAID.match(answer) else _OUR_WORDS.sub("", answer)[:_HEARD]
        return Discourse(self.terms, (*self.exchanges, Exchange(question, said, asked)))

    def person(self, pronoun: str = "") -> Referent | None:
        """Whom `pronoun` stands for: nobody who was spoken of by a pronoun of another gender."""
        other = _FEMALE if _MALE.fullmatch(pronoun) else _MALE if pronoun else None
        excluded = {
            name
            for exchange in self.exchanges
            if other and other.search(exchange.asked)
            for name in _persons(exchange.question, self.terms)
            if name not in exchange.asked
        }
        return self._best(lambda r: r.sort is Sort.PERSON and r.head not in excluded) or (
            self._best(lambda r: r.sort is Sort.NAME)
        )

    def thing(self, *, places: bool = True) -> Referent | None:
        """What "it" and "this" stand for."""
        sorts = {Sort.NOUN, Sort.NAME, Sort.PLACE} if places else {Sort.NOUN, Sort.NAME}
        return self._best(lambda r: r.sort in sorts and not r.plural)

    def several(self, *, acting: bool = False) -> Referent | None:
        """What "they", "these" and the like stand for: names said side by side, several things, or
        else, and first where they are `acting`, who or what has a name.
        """
        texts = [text for e in self.exchanges[-1:] for text in (e.question, e.answer)]
        together = [run for text in texts for run in self._together(text)]
        for run in together:
            if len(run.text.split(",")) <= _LISTED:
                return run
        things = self._best(lambda r: r.plural and r.sort is not Sort.PLACE)
        named = None if together and things else self._best(lambda r: r.sort in NAMED)
        return (named or things) if acting else (things or named)

    def pair(self) -> Referent | None:
        """What "both" and "the two" stand for: names said side by side, or one after the other."""
        if (together := self.several()) and together.sort in NAMED and together.plural:
            return together
        latest = [m for e in self.exchanges[-2:] for m in mentions(e.question, self.terms)]
        for sort in (Sort.PLACE, Sort.PERSON, Sort.NAME):
            names = list(dict.fromkeys(m.text for m in latest if m.sort is sort))
            if len(names) > 1:
                return Referent(" and ".join(names[-2:]), sort, names[-1], plural=True)
        return together

    def place(self) -> Referent | None:
        """Where "there" is."""
        return self._best(lambda r: r.sort is Sort.PLACE)

    def time(self) -> Referent | None:
        """When "then" and "that year" are."""
        return self._best(lambda r: r.sort is Sort.TIME)

    def called(self, head: str, *, specific: bool) -> Referent | None:
        """What "that festival" stands for: called so, and where `specific` by more than that."""
        wanted = _singular(head)
        return self._best(
            lambda r: (
                r.sort is not Sort.PLACE
                and _singular(r.head.split()[-1]) == wanted
                and (r.specific or r.sort is Sort.NAME or not specific)
            )
        )

    def full_name(self, name: str) -> Referent | None:
        """The longer name of a person that `name` is the first or the last word of."""
        return self._best(
            lambda r: r.sort is Sort.PERSON and name in (r.head.split()[0], r.head.split()[-1])
        )

    def counted(self) -> str | None:
        """The noun that was last counted in order: "conference" after "the first conference"."""
        for exchange in reversed(self.exchanges):
            for text in (exchange.question, exchange.answer):
                if found := _COUNTED.search(text):
                    return found["noun"]
        return None

    def topic(self) -> Referent | None:
        """What a question that names nothing is still about: the places of the last one, or the
        most salient name, or noun.
        """
        places = [m for m in mentions(self.last or "", self.terms) if m.sort is Sort.PLACE]
        if places:
            names = list(dict.fromkeys(place.text for place in places))
            return Referent(" and ".join(names), Sort.PLACE, names[-1])
        return self._best(lambda r: r.sort in NAMED) or self._best(lambda r: r.sort is Sort.NOUN)

    def _together(self, text: str) -> Iterator[Referent]:
        """The names that a text says side by side: "Cork, Limerick and Ulm"."""
        for run in _runs(text, [m for m in mentions(text, self.terms) if m.sort in NAMED]):
            if len(run) > 1 and any(_LAST_AND.search(text[: name.start]) for name in run):
                together = text[run[0].start : run[-1].end]
                yield Referent(together, run[0].sort, run[-1].head, plural=True)

    def _best(self, fits: Callable[[Referent], bool]) -> Referent | None:
        fitting = [referent for referent in self._referents if fits(referent)]
        return max(fitting, key=lambda referent: referent.salience, default=None)

    @cached_property
    def _referents(self) -> list[Referent]:
        """All that was spoken of, the latest first; several mentions of one thing add up."""
        found: list[Referent] = []
        for age, exchange in enumerate(reversed(self.exchanges[-_REMEMBERED:])):
            for referent in _once(spoken_of(exchange, self.terms)):
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


def _runs(text: str, named: Sequence[Mention]) -> Iterator[list[Mention]]:
    run: list[Mention] = []
    for mention in named:
        if run and mention.start < run[-1].end:
            continue
        if run and not _AND.fullmatch(text[run[-1].end : mention.start]):
            yield run
            run = []
        run.append(mention)
    yield run


def _singular(word: str) -> str:
    lower = word.lower()
    return lower.removesuffix("s") if is_plural(lower) else lower
