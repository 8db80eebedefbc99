"""The questions that one question is made of: one a clause, and one a subject that is compared."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from service.conversation.words import ANY_AUXILIARY, PLACES
from service.question import Question, kind_of
from service.several.alongside import Slotted, apart, side_by_side, things
from service.several.clauses import clauses_of
from service.several.comparison import frame_of
from service.several.frames import SLOT
from service.several.keywords import keywords_of
from service.several.subjects import Subject, Subjects

MOST = 8
"""How many parts are answered of one question, at most."""

Follow = Callable[[str, str], str]
"""Makes the second of two questions stand alone, as `interpret` does with a follow-up."""


@dataclass(frozen=True)
class Part:
    """A question to be answered by itself.

    `subject` is what its answer must be about, None where the question leaves that open; `label`
    says which part it is, empty where it is all that was asked. `aspect` is what a comparison only
    names: a passage about that is an answer, too.
    """

    question: Question
    subject: Subject | None = None
    label: str = ""
    aspect: str = ""


_OWNED = re.compile(r"^(?!.*\b(?:it|they)\b).*\b(?:its|their)\b", re.IGNORECASE | re.DOTALL)
_THE_PLACE = re.compile(rf"\bthe (?:{'|'.join(sorted(PLACES))})\b(?! of\b)", re.IGNORECASE)
# "By when must one sign up?", "What does a ticket cost?" name nothing that they are about.
_ANYBODY = re.compile(
    rf"(?:\w+ ){{1,3}}?{ANY_AUXILIARY} (?:one|you|i|we|people|anyone|(?:an? )[a-z]+)\b"
    r"(?!.*\b(?:the|it|its|they|them|their|there|this|that)\b).*",
    re.IGNORECASE,
)
_AND_COMPARE = re.compile(
    r"([.?!]) (?:please )?compare(?: (?:them|both|the two))?(?:,? please)?[.!]?$", re.IGNORECASE
)
_GOES_ON = re.compile(r"\s+[^\W\d_a-z]")


def parts_of(question: Question, subjects: Subjects, follow: Follow) -> tuple[Part, ...]:
    """Take `question` apart: its clauses, and what each asks of several subjects.

    A question that asks one thing is its own only part.
    """
    whole = _AND_COMPARE.sub(r"\1", question.standalone)
    slotted = things(whole, subjects) or apart(whole, subjects)
    found = list(_of_each(question, slotted, subjects))
    keywords = [] if found else keywords_of(whole, subjects.find(whole))
    found += [Part(_alone(question, text), label=text) for text in keywords]
    clauses = [] if found else clauses_of(whole)
    for number, clause in enumerate(clauses):
        before = clauses[:1] if number else []
        alone = _after(before[0], clause, subjects, follow) if before else clause
        of_each = list(_of_each(question, side_by_side(alone, subjects), subjects))
        if of_each:
            found += of_each
        elif len(clauses) > 1:
            asked = replace(question, asked=clause, context=(*before, *question.context))
            found.append(Part(_alone(asked, alone), label=clause))
    return tuple(found[:MOST]) or (Part(question),)


def _after(first: str, clause: str, subjects: Subjects, follow: Follow) -> str:
    """A clause in words that need no `first` one; of what that names, if it is one subject.

    "Its" and "the city" are of that subject.
    """
    named = subjects.find(first)
    if len(named) != 1 or _GOES_ON.match(first, named[0].end):
        return _leaning(first, clause, follow)
    name = first[named[0].start : named[0].end]
    if not subjects.find(clause):
        clause = _THE_PLACE.sub(lambda _: name, clause, count=1)
    if _OWNED.search(clause):
        first = f"Tell me about {name}"
    return _leaning(first, clause, follow)


def _leaning(first: str, clause: str, follow: Follow) -> str:
    """A clause on what anybody does about what the `first` one names, which it leaves out."""
    alone = follow(first, clause)
    if alone != clause or not _ANYBODY.fullmatch(clause):
        return alone
    return follow(first, f"{clause.rstrip('?')} for it?")


def _of_each(question: Question, slotted: Slotted | None, subjects: Subjects) -> Iterator[Part]:
    """What `question` asks of each of the subjects that it names."""
    if slotted is None:
        return
    frame = frame_of(slotted.text, inhabited=subjects.are_places and not slotted.things)
    if frame is None or SLOT not in frame.text:
        return
    for subject in slotted.subjects:
        text = frame.about(subject.name)
        yield Part(_alone(question, text), subject, subject.name, frame.aspect)


def _alone(question: Question, text: str) -> Question:
    return replace(question, standalone=text, kind=kind_of(text))
