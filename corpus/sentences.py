"""Where sentences begin and end. Only offsets are made here; no text is copied or changed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from sentencex import get_sentence_boundaries

from corpus.documents import Span

LONGEST = 600
"""Code points. A longer sentence is a list or a mistake, and is divided."""

_AT_ONCE = 10_000

# After a title the sentence goes on, and after what announces a number if there is one.
_TITLE = re.compile(
    r"(?:^|[\s(“\"])(?:mr|mrs|ms|dr|prof|rev|hon|gov|sen|rep|gen|sra?|dra|mme|mlle)\.$",
    re.IGNORECASE,
)
_BEFORE_NUMBER = re.compile(
    r"(?:^|[\s(“\"])(?:approx|ca?|cf|vs|nos?|nr|n[º°]|figs?|vols?|ch|sec|art|pp?|tel|ext|est|incl|núm"
    r"|pág|bzw|inkl|str)\.$",
    re.IGNORECASE,
)
_FRENCH_TITLE = re.compile(r"(?:^|\s)MM?\.$")
_ORDINAL = re.compile(r"(?:^|\s)\d{1,2}\.$")
_ORDINAL_LANGUAGES = {"cs", "da", "de", "et", "fi", "hr", "hu", "lv", "nb", "no", "pl", "sk", "sl"}
_ENUMERATOR = re.compile(r"(?:\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)])+$")

# The mark of a note or a page: "[citation needed]", ":212–219".
_REFERENCE = re.compile(r"\[[^\]]{1,40}\][.,]?|:\d[\d:–-]*")

# A Chinese or Japanese sentence may be followed by a figure or a Latin name without a space.
_UNSPACED_END = re.compile("([“「『（《])|([”」』）》])|[。！？](?=[0-9A-Za-z])")

_CUTS = (
    re.compile(r"[;；:：—–](?=\s|[^\x00-\x7f])"),
    re.compile(r"[,，、](?=\s|[^\x00-\x7f])"),
    re.compile(r"\s"),
)
"""Where a sentence that is too long is divided, the best first."""


def sentence_spans(text: str, block: Span, language: str) -> list[Span]:
    """Return the sentences of the block `text[block.start:block.end]` as offsets into `text`.

    They are in order, do not overlap, have no white space around them, are `LONGEST` code points
    long at most, and cover every character of the block that is not white space. `language` is an
    ISO 639-1 code.
    """
    piece = text[block.start : block.end]
    spans: list[Span] = []
    start = 0
    for end in _joined(piece, _ends(piece, language), language):
        for span in _trimmed(piece, start, end):
            spans += [Span(block.start + s, block.start + e) for s, e in _divided(piece, span)]
        start = end
    return spans


def _ends(piece: str, language: str) -> Iterator[int]:
    """Yield where sentences end: as sentencex finds, and at an unspaced full stop out of quotes."""
    start = 0
    for end in _found(piece, language):
        quotes = 0
        for found in _UNSPACED_END.finditer(piece, start, end):
            opening, closing = found.groups()
            quotes += bool(opening) - bool(closing)
            if not (opening or closing) and quotes <= 0:
                yield found.end()
        yield end
        start = end


def _found(piece: str, language: str) -> Iterator[int]:
    """Yield the ends that sentencex finds. It reads `_AT_ONCE` code points from the beginning of a
    sentence at a time, as it takes time with the square of the quotes that nobody closes.
    """
    at = 0
    while at < len(piece):
        window = piece[at : at + _AT_ONCE]
        ends = [at + int(each["end_index"]) for each in get_sentence_boundaries(language, window)]
        if at + len(window) < len(piece) and len(ends) > 1:
            ends.pop()  # the sentence goes on beyond the window
        yield from ends
        at = ends[-1] if ends else len(piece)


def _joined(piece: str, ends: Iterator[int], language: str) -> list[int]:
    """Leave out the ends that are in the middle of a sentence: after "approx.", before a "km"."""
    kept: list[int] = []
    start = 0
    for end in [*ends, len(piece)]:
        if end <= start:
            continue
        if kept and _goes_on(piece, kept[-1], end, kept[-2] if len(kept) > 1 else 0, language):
            kept.pop()
        kept.append(end)
        start = end
    return kept


def _goes_on(piece: str, at: int, end: int, start: int, language: str) -> bool:
    """Tell whether `piece[start:at]` and `piece[at:end]` are one sentence."""
    before = piece[max(start, at - 40) : at].rstrip()
    first = piece[at:end].lstrip()[:1]
    if not before or not any(character.isalnum() for character in piece[at:end]):
        return True
    if first.islower() or _extends(first) or _REFERENCE.fullmatch(piece[at:end].strip()):
        return True
    if at - start < 20 and _ENUMERATOR.fullmatch(before.strip()):
        return True
    if _TITLE.search(before) or (first.isdigit() and _BEFORE_NUMBER.search(before)):
        return True
    ordinal = language in _ORDINAL_LANGUAGES and _ORDINAL.search(before)
    return bool(ordinal) or (language == "fr" and bool(_FRENCH_TITLE.search(before)))


def _trimmed(piece: str, start: int, end: int) -> list[Span]:
    """Return `piece[start:end]` without the white space around it, nothing if it is only that."""
    bare = piece[start:end]
    first = start + len(bare) - len(bare.lstrip())
    last = start + len(bare.rstrip())
    return [Span(first, last)] if first < last else []


def _divided(piece: str, span: Span) -> Iterator[Span]:
    """Divide a sentence that is too long after a clause, else a word, else between characters."""
    start, end = span
    while end - start > LONGEST:
        cut = _cut(piece, start, start + LONGEST)
        yield from _trimmed(piece, start, cut)
        while piece[cut].isspace():
            cut += 1
        start = cut
    yield Span(start, end)


def _cut(piece: str, start: int, limit: int) -> int:
    middle = (start + limit) // 2
    for pattern in _CUTS:
        cuts = [match.end() for match in pattern.finditer(piece, middle, limit)]
        if cuts:
            return cuts[-1]
    cut = limit
    while cut > middle and not _is_boundary(piece, start, cut):
        cut -= 1
    return cut if cut > middle else limit


def _is_boundary(piece: str, start: int, at: int) -> bool:
    """Tell whether `at` is inside nothing that a reader sees as one character from `start` on."""
    if piece[at - 1] == "\u200d" or _extends(piece[at]):
        return False
    flags = 0  # two regional indicators are one flag
    while flags < at - start and _is_regional(piece[at - 1 - flags]):
        flags += 1
    return flags % 2 == 0 or not _is_regional(piece[at])


def _extends(character: str) -> bool:
    """Tell whether `character` is part of the one before it: an accent, a joiner, a skin tone."""
    return (
        character in "\u200c\u200d"
        or "\U0001f3fb" <= character <= "\U0001f3ff"
        or unicodedata.category(character)[0] == "M"
    )


def _is_regional(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"
