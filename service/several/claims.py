"""What a sentence claims, without its source, its figures and what its document is called."""

from __future__ import annotations

import re
from itertools import pairwise

from index.tokens import content_tokens, tokenize
from service.conversation.words import PREPOSITIONS, is_verb, words
from service.reader import Reading

_SAYS = r"(?:say|said|write|wrote|written|report|reported|state|stated|announce|announced)s?"
_SOURCE = re.compile(
    rf"^according to [^,]+,\s*|^[^,]*\b{_SAYS}\b[^,]*? that\s|,? according to\b.*$"
    rf"|, (?:as )?[^,]*\b{_SAYS}\b[^,]*$",
    re.IGNORECASE | re.DOTALL,
)
_MONTHS = "january february march april may june july august september october november december"
_DATES = frozenset(tokenize(_MONTHS))


def claimed(reading: Reading) -> frozenset[str]:
    """The words of a sentence that tell its claim from others of its document."""
    told = {token for token in content_tokens(_claim(reading)) if not token[0].isdigit()}
    return frozenset(told - names_of(reading) - _DATES)


def likeness(one: Reading, other: Reading) -> float:
    """The share of the words of two claims that both have, 0 to 1 (Jaccard, 1901)."""
    ours, theirs = claimed(one), claimed(other)
    return len(ours & theirs) / (len(ours | theirs) or 1)


def share_verb(one: Reading, other: Reading) -> bool:
    """Whether both claims have one verb: "joined in 2015", "join in 2016", "joining in 2017"."""
    return bool(_verbs(one) & _verbs(other))


def names_of(reading: Reading) -> set[str]:
    """The words of the names of a sentence's document."""
    document = reading.hit.document
    names = [document.title, document.city, *document.aliases]
    return set(tokenize(" ".join(name for name in names if name)))


def _claim(reading: Reading) -> str:
    return _SOURCE.sub("", reading.text.rstrip(". "))


def _verbs(reading: Reading) -> set[str]:
    """The verbs of a claim, those behind a preposition as well: "the year of joining"."""
    said = words(_claim(reading))
    verbs = [word.text for word in said if is_verb(word.text)]
    behind = (word.text for before, word in pairwise(said) if before.lower in PREPOSITIONS)
    verbs += [word for word in behind if is_verb(word.removesuffix("ing"))]
    return set(content_tokens(" ".join(verbs)))
