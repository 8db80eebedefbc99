"""What a page is called and when it was published, and its lines without all that is not text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain

from corpus.canonical import one_line
from corpus.dates import publication_date
from corpus.furniture import is_caption, without_furniture
from corpus.labels import join_labels
from corpus.layout import Line
from corpus.menus import is_trail, menu_places
from corpus.patterns import BYLINE, COOKIE, IDENTIFIER
from corpus.phrases import MENU, key
from corpus.shape import ends_sentence, has_figure, is_prose, is_short, words

_LONGEST_HEAD = 40
"""Lines. A page without running text is a list, and all of it would be above its text."""

_LONGEST_TITLE = 40  # words

_SITE = re.compile(r"\s*(?:[|·»›]|\s[-–—:])\s+\S")
_NO_TITLE = re.compile(r"[.,;:。，；：、]$|://|\S@\S")


@dataclass(frozen=True)
class Page:
    """Lines of text, and what the page says of itself; `published` is an ISO date."""

    lines: tuple[Line, ...]
    title: str | None
    published: str | None


def tidy(lines: Sequence[Line], title: str | None = None) -> Page:
    """Take the furniture out of a page's `lines`; without a `title`, its first headline is it."""
    lines = [replace(line, text=one_line(line.text)) for line in lines]
    lines = join_labels([line for line in lines if line.text])
    published = _published(lines)
    start = _below_menus(lines)
    above, kept = without_furniture(lines[:start]), without_furniture(lines[start:])
    end = min(_prose_at(kept), _LONGEST_HEAD)
    head, rest = kept[:end], kept[end:]
    head = [line for line in head if not _says_nothing(line.text)]
    title = title or _title(head, rest) or _title(above, rest)
    if title:
        above = [x for x in above if x.text == title or not _is_page_label(x, ())]
        head = _head([*above, *head], title)
        rest = [line for line in (_without_headline(line, title) for line in rest) if line.text]
    return Page((*head, *rest), title, published)


def _below_menus(lines: Sequence[Line]) -> int:
    """Return where a page begins below the menus and trails that stand above its text."""
    head = lines[: _prose_at(lines)]
    trails = (i for i, line in enumerate(head) if is_trail(line.text))
    return max((*menu_places(head), *trails), default=-1) + 1


def _prose_at(lines: Sequence[Line]) -> int:
    """Return where the running text begins, which ends the head of a page."""
    prose = (
        i
        for i, line in enumerate(lines)
        if is_prose(line.text) and not COOKIE.search(line.text[:700])
    )
    return next(prose, len(lines))


def _published(lines: Sequence[Line]) -> str | None:
    """Return the first date above the text, else the first that is said to be of publication."""
    head = (publication_date(line.text, alone=True) for line in lines[: _prose_at(lines)])
    anywhere = (publication_date(line.text) for line in lines)
    return next((day for day in chain(head, anywhere) if day), None)


def _says_nothing(text: str) -> bool:
    return bool(publication_date(text, alone=True) or IDENTIFIER.search(text))


def _title(head: Sequence[Line], rest: Sequence[Line]) -> str | None:
    """Return the headline of a page: what is repeated as a line or in one, else what comes first.

    Of a page that repeats several lines, these are a table of contents.
    """
    texts = [line.text for line in head if _could_be_title(line.text)]
    others = [line.text for line in (*head, *rest) if is_short(line.text, _LONGEST_TITLE)]
    counts = Counter(others)
    repeated = {text for text in texts if counts[text] > 1}
    named = [text for text in texts if any(_with_site(other, text) for other in texts)]
    inside = (
        text
        for text in texts
        if words(text) >= 3 and any(text in other for other in others if text != other)
    )
    if len(repeated) == 1:
        return repeated.pop()
    return next(chain(named, [] if repeated else inside, texts), None)


def _could_be_title(text: str) -> bool:
    return (
        not is_prose(text)
        and not _NO_TITLE.search(text)
        and key(text) not in MENU
        and any(character.isalpha() for character in text)
    )


def _with_site(text: str, title: str) -> bool:
    """Tell whether `text` is `title` and the name of a site, as in the title of a window."""
    return text.startswith(title) and bool(_SITE.match(text[len(title) :]))


def _head(head: Sequence[Line], title: str) -> list[Line]:
    """Keep one copy of the title, as a heading, and none of the labels above and around it."""
    copies = [
        i
        for i, line in enumerate(head)
        if key(line.text) == key(title) or _with_site(line.text, title)
    ]
    last = copies[-1] if copies else -1
    title_at = next((i for i in copies if head[i].level), copies[0] if copies else -1)
    kept: list[Line] = []
    labels: list[str] = []
    for i, line in enumerate(head):
        if i == title_at:
            kept.append(replace(line, text=title, level=line.level or 1, depth=0))
        elif i in copies or BYLINE.search(line.text) or (key(line.text) in MENU and not line.level):
            continue
        elif i < last and _is_page_label(line, labels):
            labels.append(line.text)
        else:
            kept.append(line)
    return kept


def _is_page_label(line: Line, labels: Sequence[str]) -> bool:
    """Tell whether a line above the title only names the site or the kind of page."""
    if line.level or not is_short(line.text) or ends_sentence(line.text) or ": " in line.text:
        return False
    return not has_figure(line.text) or any(line.text.startswith(label) for label in labels)


def _without_headline(line: Line, title: str) -> Line:
    """Take a repeated headline off the beginning of a line, and the line if a caption remains."""
    if line.level or words(title) < 4 or not line.text.startswith(title):
        return line
    rest = line.text[len(title) :].strip()
    if rest[:1].islower() or rest[:1] in {",", ".", ";", ":"}:
        return line
    return replace(line, text=rest if is_prose(rest) and not is_caption(rest) else "")
