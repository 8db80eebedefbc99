"""Names that a text says side by side: "Cork, Limerick and Ulm"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from service.conversation.mentions import mentions
from service.conversation.phrases import NAMED, Mention
from service.conversation.referents import Referent
from service.conversation.terms import Terms

_AND = re.compile(r",? (?:and|or) |, ")
_LAST_AND = re.compile(r"\b(?:and|or) $")


def side_by_side(text: str, terms: Terms) -> Iterator[Referent]:
    """Each run of names that `text` joins by "and" or "or", as one."""
    for run in _runs(text, [m for m in mentions(text, terms) if m.sort in NAMED]):
        if len(run) > 1 and any(_LAST_AND.search(text[: name.start]) for name in run):
            together = text[run[0].start : run[-1].end]
            yield Referent(together, run[0].sort, run[-1].head, plural=True)


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
