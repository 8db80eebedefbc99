"""What a question for a list asks of each thing that may belong in it.

"Which cities won the award twice?" asks of each city whether it won the award twice: a reader that
looks for one answer finds what one city did much more surely than a list that nobody wrote down.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from service.conversation.words import PLACES, PREPOSITIONS, is_plural, is_verb
from service.several.frames import SLOT, Frame, base_form

_WHICH = re.compile(
    r"(?:(?P<by>in|at|for|from|to|by|of|with|on) )?(?:which|what) (?P<rest>.+)", re.IGNORECASE
)
_ARE = re.compile(
    r"(?:which|what|who) (?P<be>are|were) (?:all )?(?:of )?(?:the )?(?P<rest>.+)", re.IGNORECASE
)
_LIST = re.compile(
    r"(?:list|name|give|show|tell)(?: me| us)?(?: all| every| some)?(?: (?:of )?the)? (?P<rest>.+)",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"(?P<noun>.+?) (?:that|which|who) (?P<rest>.+)", re.IGNORECASE)
_BE = re.compile(r"(?:are|is|were|was)\b", re.IGNORECASE)
_HAVE = re.compile(r"(?:have|has|had)\b", re.IGNORECASE)
_DO = re.compile(r"(?:do|does|did|can|could|will|would|should|must)\b", re.IGNORECASE)
_ADVERB = re.compile(r"(?:also|already|ever|currently|now|still|all|each)\s", re.IGNORECASE)
_LAST_SENTENCE = re.compile(r"(?:.*[.!?]\s+)?(?P<last>\S.*)", re.DOTALL)
_PLEASE = re.compile(r",? please$|^please ", re.IGNORECASE)
_OF_THESE = re.compile(r"^of (?:the|these|those|all|our|your)(?: the)? ", re.IGNORECASE)
_OWNED = re.compile(r"(?:the|these|\w+['’]s) ", re.IGNORECASE)
_WHERE = frozenset({"in", "of", "from", "near"})
_ENDS_PHRASE = PREPOSITIONS | {"that", "which", "who", "and", "or"}
_ONE = {"are": "is", "were": "was", "have": "has", "do": "does"}
_LONGEST_NOUN = 4  # words
_LONGEST_WHERE = 4  # words

# What kind of place it may be, and what it may be called besides.
_KIND = re.compile(
    rf"(?!countries|states|regions)(?:{'|'.join(sorted(PLACES))}|capitals|municipalities"
    r"|communities|boroughs|ones)",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"members|winners|newcomers|participants|hosts|partners|candidates|awardees", re.IGNORECASE
)
_ANY = frozenset({"cities", "towns", "places", "ones"})  # that leave open what they are


@dataclass(frozen=True)
class Listing:
    """A question for a list: of which `noun`, and what `frame` asks of one thing.

    `adjectives` stand before the noun, and `where` behind it: "in Kenya". The frame leaves open
    what kind of place it is, and where: a reader would take that it is one of the districts of a
    city for what was asked of them.
    """

    noun: str
    adjectives: str = ""
    where: str = ""
    frame: Frame = field(default=Frame(""))

    @property
    def phrase(self) -> str:
        """The noun with what stands around it."""
        return " ".join(filter(None, (self.adjectives, self.noun, self.where)))

    @property
    def of_places(self) -> bool:
        """Whether cities and the like are listed; countries are not."""
        return bool(_KIND.fullmatch(self.noun) or _ROLE.fullmatch(self.noun))

    @property
    def kind(self) -> str:
        """The noun, if it says what kind of place each is: "districts", but not "towns"."""
        any_kind = self.noun.lower() in _ANY or not _KIND.fullmatch(self.noun)
        return "" if any_kind else self.noun


def listing_of(question: str) -> Listing | None:
    """What list a question asks for; None where it asks for none."""
    sentence = _LAST_SENTENCE.fullmatch(re.sub(r"\s+", " ", question.strip().rstrip("?!. ")))
    text = _PLEASE.sub("", sentence["last"]) if sentence else ""
    if match := _ARE.fullmatch(text):
        return _one_of(match["rest"], _ONE[match["be"].lower()])
    if match := _WHICH.fullmatch(text):
        split = _noun_and_rest(_OF_THESE.sub("", match["rest"]).split())
        return _whether(*split, match["by"] or "") if split else None
    listed = _LIST.fullmatch(text)
    phrase = listed["rest"] if listed else text
    if relative := _RELATIVE.fullmatch(phrase):
        asked = _head(relative["noun"].split())
        return _whether(asked, relative["rest"], "") if asked else None
    return _one_of(phrase, "is")


def _one_of(phrase: str, be: str) -> Listing | None:
    """Ask whether the slot is one of what a noun phrase names."""
    asked = _head(phrase.split())
    text = f"{be.capitalize()} {SLOT} one of {'' if _OWNED.match(phrase) else 'the '}{phrase}"
    return replace(asked, frame=Frame(text)) if asked else None


def _head(words: list[str]) -> Listing | None:
    """The noun of a phrase that begins with it and its adjectives, if it is a plural."""
    end = next((i for i, word in enumerate(words) if word.lower() in _ENDS_PHRASE), len(words))
    if not end or end > _LONGEST_NOUN + 1 or not is_plural(words[end - 1]):
        return None
    where = " ".join(words[end:]) if end < len(words) and words[end].lower() in _WHERE else ""
    return Listing(words[end - 1], " ".join(words[: end - 1]), where)


def _noun_and_rest(words: list[str]) -> tuple[Listing, str] | None:
    """The plural noun that a list is asked of, and what is said of it."""
    for end in range(1, min(_LONGEST_NOUN, len(words) - 1) + 1):
        if not is_plural(words[end - 1]):
            continue
        adjectives, noun = " ".join(words[: end - 1]), words[end - 1]
        if _is_verb(words[end]):
            return Listing(noun, adjectives), " ".join(words[end:])
        if words[end].lower() in _WHERE:
            for after in range(end + 2, min(end + 2 + _LONGEST_WHERE, len(words))):
                if _is_verb(words[after]):
                    where = " ".join(["in", *words[end + 1 : after]])
                    return Listing(noun, adjectives, where), " ".join(words[after:])
    return None


def _is_verb(word: str) -> bool:
    word = word.lower()
    ends = _BE.match(word) or _HAVE.match(word) or _DO.match(word)
    return bool(ends) or is_verb(word) or base_form(word) != word


def _whether(asked: Listing, rest: str, by: str) -> Listing:
    """Ask whether what `rest` says is so of the slot; `by` stood before "which"."""
    rest = _ADVERB.sub("", rest)
    verb, _, more = rest.partition(" ")
    more = _ADVERB.sub("", more)
    # "Learning cities" are no cities that learn, and "other cities" any.
    adjectives = " ".join(
        word for word in asked.adjectives.split() if word != "other" and not word.endswith("ing")
    )
    if not (_KIND.fullmatch(asked.noun) or by or _DO.match(verb)):
        return replace(asked, frame=Frame(f"Is {SLOT} one of the {asked.phrase} that {rest}"))
    slot = f"{f'the {adjectives} ' if adjectives else ''}{SLOT}"
    return replace(asked, frame=Frame(_asked_of(slot, verb, more, by)))


def _asked_of(slot: str, verb: str, more: str, by: str) -> str:
    one = _ONE.get(verb.lower(), verb.lower())
    if by:
        return f"{verb.capitalize()} {more} {by.lower()} {slot}"
    if _BE.match(verb):
        return f"{one.capitalize()} {slot} {_singular(more)}"
    if _HAVE.match(verb):
        first = more.partition(" ")[0].lower()
        done = is_verb(first) and not is_plural(first)
        return f"{one.capitalize()} {slot} {more}" if done else f"Does {slot} have {more}"
    if _DO.match(verb):
        return f"{verb.capitalize()} {more} {slot}"
    base = base_form(verb)
    if base == verb and verb.endswith("ed"):
        return f"Has {slot} {verb} {more}".rstrip()
    more = _singular(more) if base == "become" else more
    return f"{'Does' if base == verb else 'Did'} {slot} {base} {more}".rstrip()


def _singular(phrase: str) -> str:
    """What one is, where several are that: "members of the league"."""
    return f"one of the {phrase}" if _head(phrase.split()) else phrase
