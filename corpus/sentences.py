"""Where sentences begin and end. Only offsets are made here; no text is copied or changed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from sentencex import get_sentence_boundaries

from corpus.documents import Span

LONGEST = 600
"""Code points. A longer sentence is a list or a mistake, and is divided."""

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
    for boundary in get_sentence_boundaries(language, piece):
        end = int(boundary["end_index"])
        quotes = 0
        for found in _UNSPACED_END.finditer(piece, start, end):
            opening, closing = found.groups()
            quotes += bool(opening) - bool(closing)
            if not (opening or closing) and quotes <= 0:
                yield found.end()
        yield end
        start = end


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
    if first.islower() or not _is_boundary("", first):
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
    while cut > middle and not _is_boundary(piece[cut - 1], piece[cut]):
        cut -= 1
    return cut if cut > middle else limit


def _is_boundary(before: str, after: str) -> bool:
    """Tell whether a reader sees two characters in `before` and `after`, and not parts of one."""
    joined = before == "\u200d" or after in "\u200c\u200d" or "\U0001f3fb" <= after <= "\U0001f3ff"
    flag = "\U0001f1e6" <= before <= "\U0001f1ff" and "\U0001f1e6" <= after <= "\U0001f1ff"
    return not (joined or flag or unicodedata.category(after)[0] == "M")
