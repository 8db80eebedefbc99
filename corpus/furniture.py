"""Page furniture: what stands on a page around its text, told by general rules.

Every rule goes by shape, position or repetition, or by the tables of `corpus.phrases` and
`corpus.patterns`, and has to be right on a page never seen before. Where a line could be text, it
stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.dates import publication_date
from corpus.layout import Line
from corpus.menus import FEWEST_ENTRIES, is_trail, menu_places
from corpus.patterns import (
    COOKIE,
    COPYRIGHT,
    CREDIT,
    EMPTY,
    FILE_NAME,
    PICTURED,
    PROVIDED,
    READ_ALSO,
    REPORTER,
    SCRIPT,
    SIGN_UP,
    TAGS,
)
from corpus.phrases import ALWAYS, LANGUAGES, MENU, MENU_TOPICS, RELATED, key, pieces
from corpus.shape import columns, ends_sentence, has_figure, is_prose, words

_ANY = ALWAYS | LANGUAGES | MENU | MENU_TOPICS
_CONTACT = re.compile(r"\S@\S|\d[\d\s()/.-]{6,}\d")
_MOST_NOTES = 3
_LONGEST_LINE = 700
"""Columns of a line that can be furniture."""
_LONGEST_RUN = 40
"""Words of a line that is made of phrases, or is a caption."""
_FEWEST_PHRASES = 2


def without_furniture(lines: Sequence[Line]) -> list[Line]:
    """Return `lines` without those that are furniture in themselves or in their company."""
    kept = _without_tail(_without_banner(lines))
    kept = [line for line in kept if not is_furniture(line.text)]
    menus = menu_places(kept)
    return _without_related([line for i, line in enumerate(kept) if i not in menus])


def is_furniture(text: str) -> bool:
    """Tell whether a line saying `text` is furniture wherever it stands."""
    return (
        columns(text[:_LONGEST_LINE]) < _LONGEST_LINE
        and words(text) <= _LONGEST_RUN
        and (
            _is_phrases(text)
            or is_trail(text)
            or is_caption(text)
            or any(
                pattern.search(text)
                for pattern in (COPYRIGHT, SCRIPT, FILE_NAME, EMPTY, SIGN_UP, TAGS, REPORTER)
            )
            or (bool(READ_ALSO.search(text)) and not ends_sentence(text))
            or publication_date(text) is not None
        )
    )


def is_caption(text: str) -> bool:
    """Tell whether `text` describes a picture: it names who made or gave it."""
    if CREDIT.search(text):
        return True
    return (
        words(text) <= _LONGEST_RUN and bool(PROVIDED.search(text)) and bool(PICTURED.search(text))
    )


def _is_phrases(text: str) -> bool:
    """Tell whether `text` is a phrase of the table, or several in a row (three for menu words)."""
    tokens = key(text).split()
    if pieces(tokens, LANGUAGES):
        return ":" not in text and "：" not in text
    return len(tokens) <= _LONGEST_RUN and (
        " ".join(tokens) in ALWAYS
        or pieces(tokens, ALWAYS) >= _FEWEST_PHRASES
        or (pieces(tokens, _ANY) >= FEWEST_ENTRIES and not pieces(tokens, MENU_TOPICS))
    )


def _without_related(lines: list[Line]) -> list[Line]:
    """Leave out lists of other pages that follow the text: their heading and the headlines."""
    kept: list[Line] = []
    seen_prose = False
    heading: Line | None = None
    for i, line in enumerate(lines):
        prose = is_prose(line.text)
        if heading and _belongs_to_list(
            line, heading, lines[i + 1] if i + 1 < len(lines) else None
        ):
            continue
        heading = None
        if seen_prose and key(line.text) in RELATED:
            heading = line
            continue
        seen_prose = seen_prose or prose
        kept.append(line)
    return kept


def _belongs_to_list(line: Line, heading: Line, following: Line | None) -> bool:
    """Tell whether `line` is a headline or a cut-off teaser under the `heading` of a list."""
    if line.level and line.level <= (heading.level or 6):
        return False
    if is_prose(line.text):
        return line.text.rstrip(" ]").endswith(("...", "…"))
    if line.gap and not line.depth:
        opens_section = following is not None and is_prose(following.text)
        return not opens_section and not _CONTACT.search(line.text)
    return not _CONTACT.search(line.text)


def _without_banner(lines: Sequence[Line]) -> list[Line]:
    """Leave out what a page says of its own cookies, unless it says much: then it is about them."""
    told = [line for line in lines if COOKIE.search(line.text[:_LONGEST_LINE])]
    return [line for line in lines if line not in told] if len(told) <= _MOST_NOTES else list(lines)


def _without_tail(lines: Sequence[Line]) -> list[Line]:
    """Leave out the labels after a page's copyright line; sentences and figures there stay."""
    copyrights = [
        i
        for i, line in enumerate(lines)
        if columns(line.text[:400]) <= 300 and COPYRIGHT.search(line.text)
    ]
    if not copyrights:
        return list(lines)
    end = copyrights[-1]
    tail = lines[end + 1 :]
    if any(is_prose(line.text) or line.level for line in tail):
        return list(lines)
    return [*lines[:end], *(line for line in tail if has_figure(line.text))]
