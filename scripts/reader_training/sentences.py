"""The sentences of the training passages."""

from __future__ import annotations

import re

_BREAK = re.compile(r"(?<=[.!?])[\"')\]]*\s+(?=[\"'(\[]?[A-Z0-9])")
_SHORT = re.compile(
    r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|St|Jr|Sr|No|vs|etc|e\.g|i\.e|c|ca|Gen|Col|Lt|Sgt|Prof|Rev|Inc|Co"
    r"|U\.S|U\.K)\.$"
)


def sentences(text: str) -> list[tuple[int, int]]:
    """Character ranges of the sentences of a passage; simple, and without gaps that matter."""
    cuts, begin = [], 0
    for match in _BREAK.finditer(text):
        if _SHORT.search(text[begin : match.start()]):
            continue
        cuts.append((begin, match.start() + len(match.group().rstrip())))
        begin = match.end()
    return [*cuts, (begin, len(text))]
