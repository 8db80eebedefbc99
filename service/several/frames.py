"""A question with a slot in it, to be asked of one subject after the other."""

from __future__ import annotations

from dataclasses import dataclass

from service.conversation.words import VERBS, is_past

SLOT = "\0"
"""Stands in a frame for the name of a subject."""


@dataclass(frozen=True)
class Frame:
    """What is asked of each subject.

    `aspect` where it is no more than named ("on their festivals"): a passage may be about it where
    no single sentence answers.
    """

    text: str
    aspect: str = ""

    def about(self, name: str) -> str:
        """The question about one subject."""
        return f"{self.text.replace(SLOT, name)}?"


_PAST = {
    "won": "win", "began": "begin", "became": "become", "got": "get", "held": "hold",
    "took": "take", "came": "come", "had": "have", "made": "make", "built": "build",
    "went": "go", "gave": "give", "grew": "grow", "rose": "rise", "paid": "pay", "spent": "spend",
    "ran": "run", "lost": "lose", "met": "meet", "drew": "draw", "brought": "bring",
}  # fmt: skip


def base_form(verb: str) -> str:
    """A verb without the ending of its past."""
    regular = (verb.removesuffix("ed"), verb.removesuffix("d"), verb[:-3])
    found = (form for form in regular if form.lower() in VERBS)
    return _PAST.get(verb.lower()) or next(found, verb)


def asked_with(verb: str) -> tuple[str, str]:
    """The auxiliary that asks of one subject what `verb` tells, and the verb's base."""
    base = base_form(verb)
    if base != verb or is_past(verb.lower()):
        return "did", base
    stems = (verb.removesuffix("es"), verb.removesuffix("s"))
    return "does", next((stem for stem in stems if stem.lower() in VERBS), verb)
