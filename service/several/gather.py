"""Gathering a list over the whole corpus: one statement a subject, lists before mentions."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus.name_list import Place
from index.search import Hit
from index.tokens import content_tokens, tokenize
from service.confidence import Candidate, Judgement
from service.question import Kind
from service.reader import Sentence
from service.several.parts import Part
from service.several.subjects import LIST_FROM, Subject, Subjects
from service.several.which import Listing, listing_of

# How sure a list must be, as a share of the surest sentence's probability, to stand before that.
_LIST_SHARE = 0.7
_FOR_AN_ITEM = 0.03  # what each thing that it lists adds to its worth
_MOST_ITEMS = 10

_MOST_SUBJECTS = 16  # of which a question for a list is asked one by one
_OF_ONE_PASSAGE = 4  # subjects, of those that a passage only mentions

_MOST_OF_THEM = 0.5  # of what is found singly, as a share, a list names that is all of the answer
_FOUND_FROM = 0.4  # the probability from which a sentence tells of a subject what is asked
_SURELY = 0.9  # the probability from which an answer may be in other words
_COUNTS_FROM = 0.2  # the probability under which an answer to one of several questions is none

_BETWEEN_ITEMS = re.compile(r"\s*(?:[,;、，；]\s*(?:and|or|&)?|\b(?:and|or)\b|&)\s+|[、，；]")
_LONGEST_ITEM = 5  # words


def asked_of_each(part: Part, hits: Sequence[Hit], subjects: Subjects) -> tuple[Part, ...]:
    """What a question for a list asks of each subject that the found passages may tell of."""
    question = part.question
    listing = listing_of(question.standalone) if question.kind is Kind.LIST else None
    if part.subject or listing is None or (subjects.are_places and not listing.of_places):
        return ()
    countries = _countries(listing, subjects)
    described = set(content_tokens(f"{listing.kind} {'' if countries else listing.where}"))
    known: set[Place] = set().union(*subjects.counted_in(question.standalone))
    each: list[Part] = []
    for hit in hits:
        if not _describes(hit, described):
            continue
        # Some of a long list tell whether it is asked for; all would leave no room for others.
        mentioned = subjects.mentioned_in(hit)[: None if countries else _OF_ONE_PASSAGE]
        for subject in (*subjects.told_of(hit), *mentioned):
            if known.isdisjoint(subject.places) and _lie_in(subject.places, countries):
                text = listing.frame.about(subject.name)
                alone = replace(question, standalone=text, kind=Kind.YES_NO)
                each.append(Part(alone, subject, subject.name))
                known |= subject.places
    return tuple(each[:_MOST_SUBJECTS])


def _describes(hit: Hit, words: set[str]) -> bool:
    """Whether a sentence of a passage holds all of the words: "a district of Seoul"."""
    spans = hit.passage.sentences
    said = (hit.document.text[span.start : span.end] for span in spans)
    return not words or any(words.issubset(tokenize(sentence)) for sentence in said)


def _countries(listing: Listing, subjects: Subjects) -> frozenset[str]:
    """The countries that what is listed has to lie in; any, where there are none."""
    return subjects.countries_in(f"{listing.adjectives} {listing.where}")


def _lie_in(places: frozenset[Place], countries: frozenset[str]) -> bool:
    return not countries or any(place.country in countries for place in places)


def in_its_words(part: Part, judgement: Judgement) -> Judgement:
    """The candidates that say what is asked of the part's subject in a word of the question.

    "In 2024" alone tells of anything that happened then. What is sure, or a list, may use others.
    """
    name = part.subject.name if part.subject else ""
    asked = set(content_tokens(part.question.standalone)) - set(tokenize(name))
    words = {word for word in asked if not word[0].isdigit()}

    def says_so(candidate: Candidate) -> bool:
        reading = candidate.reading
        said = tokenize(f"{reading.hit.passage.heading or ''} {reading.text}")
        sure = candidate.probability >= _SURELY or is_list(candidate)
        return sure or not words.isdisjoint(said)

    return replace(judgement, candidates=tuple(filter(says_so, judgement.candidates)))


def confirmed(whole: Judgement, of_each: Sequence[Judgement], sure_from: float) -> list[Candidate]:
    """The sentences that answer what is asked of each, alone or several questions together.

    A sentence that answers several of them, and the `whole` question, is a list: it is as sure as
    it is that one of these answers is right.
    """
    single = _answers(c for one in of_each for c in one.candidates)
    listed = _answers(whole.candidates)
    sure: list[Candidate] = []
    for sentence, answers in single.items():
        answers += listed[sentence]
        probability = 1 - math.prod(1 - answer.probability for answer in answers)
        if probability >= sure_from:
            sure.append(replace(answers[0], probability=round(probability, 6)))
    return sure


def beside(own: Sequence[Candidate], others: Sequence[Candidate]) -> list[Candidate]:
    """`own` without the sentences that are among `others`, too."""
    known = {candidate.reading.place for candidate in others}
    return [candidate for candidate in own if candidate.reading.place not in known]


def found_singly(
    parts: Iterable[Part], single: Iterable[Judgement], sure: Sequence[Candidate]
) -> list[tuple[Subject, Sentence]]:
    """The subjects of the parts that `sure` sentences answer, each with the surest of these."""
    places = {candidate.reading.place for candidate in sure}
    found: list[tuple[Subject, Sentence]] = []
    for part, judgement in zip(parts, single, strict=True):
        told = [c for c in judgement.candidates if c.reading.place in places]
        best = max(told, key=lambda candidate: candidate.probability, default=None)
        if part.subject and best and best.probability >= _FOUND_FROM:
            found.append((part.subject, best.reading.place))
    return found


def whole_lists(
    ranked: Sequence[Candidate], found: Sequence[tuple[Subject, Sentence]], subjects: Subjects
) -> list[Candidate]:
    """The lists that name at least half of what other sentences were `found` to tell of singly.

    Each is as sure as it is by itself, or as the share of these that it names is great.
    """
    lists: list[Candidate] = []
    for candidate in ranked:
        if candidate.probability < _COUNTS_FROM or not is_list(candidate):
            continue
        named = frozenset[Place]().union(*subjects.of(candidate.reading))
        others = [subject for subject, place in found if place != candidate.reading.place]
        share = sum(not named.isdisjoint(s.places) for s in others) / (len(others) or 1)
        if share >= _MOST_OF_THEM and share * len(others) >= LIST_FROM:
            sure = max(candidate.probability, _SURELY * share)
            lists.append(replace(candidate, probability=round(sure, 6)))
    return lists


def unrefuted(
    own: Sequence[Candidate], asked: Sequence[Subject], subjects: Subjects
) -> list[Candidate]:
    """`own` without the sentences on nothing but what was `asked` about by itself in vain.

    What tells of several says more than was asked of each.
    """
    places = frozenset[Place]().union(*(subject.places for subject in asked))

    def refuted(candidate: Candidate) -> bool:
        told = subjects.of(candidate.reading)
        return len(told) == 1 and told[0] <= places

    return [candidate for candidate in own if not refuted(candidate)]


def _answers(candidates: Iterable[Candidate]) -> defaultdict[Sentence, list[Candidate]]:
    found: defaultdict[Sentence, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        if candidate.probability >= _COUNTS_FROM:
            found[candidate.reading.place].append(candidate)
    return found


def one_each(question: str, sure: Sequence[Candidate], subjects: Subjects) -> list[Candidate]:
    """Of the candidates, surest first, those that tell of a subject no earlier one tells of.

    A sentence that lists several stands before those that mention one, if it is about as sure. Any
    number may tell of what the question itself names, and of nothing that is counted one by one.
    Of "Kenyan cities" or "places in Kenya", none may lie elsewhere.
    """
    asked = frozenset[Place]().union(*subjects.counted_in(question))
    listing = listing_of(question)
    countries = _countries(listing, subjects) if listing else frozenset[str]()
    told: set[Place] = set()
    kept: list[Candidate] = []
    for candidate in _lists_first(sure):
        of = [places for places in subjects.of(candidate.reading) if asked.isdisjoint(places)]
        if of and not any(_lie_in(places, countries) for places in of):
            continue
        if not of or any(told.isdisjoint(places) for places in of):
            kept.append(candidate)
            told.update(*of)
    return kept


def is_list(candidate: Candidate) -> bool:
    """Whether a sentence lists several things."""
    return items_of(candidate.reading.text) >= LIST_FROM


def items_of(text: str) -> int:
    """How many things `text` lists: the longest run of short pieces between commas and "and"."""
    longest = run = 0
    pieces = _BETWEEN_ITEMS.split(text)
    for number, piece in enumerate(pieces):
        words = len(piece.split())
        # The first and the last piece may hold the rest of the sentence, too.
        if words <= _LONGEST_ITEM or number in {0, len(pieces) - 1}:
            run += 1
        else:
            run = 1
        longest = max(longest, run)
    return longest if len(pieces) > 1 else 1


def _lists_first(sure: Sequence[Candidate]) -> list[Candidate]:
    """The candidates with the lists in front, a long one before a short one that is as sure."""
    if not sure:
        return []
    enough = _LIST_SHARE * sure[0].probability

    def worth(candidate: Candidate) -> float:
        if candidate.probability < enough or not is_list(candidate):
            return 0
        items = min(items_of(candidate.reading.text), _MOST_ITEMS)
        return candidate.probability * (1 + _FOR_AN_ITEM * items)

    return sorted(sure, key=lambda candidate: -worth(candidate))
