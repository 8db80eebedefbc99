"""Finding the passages to read for each part of a question."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice

from index.search import Filters, Hit, Searcher
from service.question import Kind
from service.several.parts import Part
from service.several.subjects import Subjects

PASSAGES_READ = 8
"""How many passages are read for one question, or for one part of several."""

READ_IN_ALL = 40
"""How many are read at most, for a list or however many parts."""

_ABOUT_SUBJECT = 40  # passages looked through for those about one subject
_FOR_LIST = 120  # passages looked through for a list
_OF_ONE_DOCUMENT = 4  # passages, of those for a list


class Finder:
    """Finds passages in one index; may be shared by threads."""

    def __init__(self, searcher: Searcher, subjects: Subjects) -> None:
        self._searcher = searcher
        self._subjects = subjects
        self._pool = ThreadPoolExecutor(os.cpu_count())

    def find(self, parts: Sequence[Part], filters: Filters) -> list[list[Hit]]:
        """For each part the passages to read, the nearest first."""
        most = min(PASSAGES_READ, READ_IN_ALL // len(parts))
        if len(parts) == 1:  # which need not wait until all parts of another question are found
            return [self._find(parts[0], filters, most)]
        return list(self._pool.map(lambda part: self._find(part, filters, most), parts))

    def _find(self, part: Part, filters: Filters, most: int) -> list[Hit]:
        text, context = part.question.standalone, part.question.context
        if part.subject:
            near = self._searcher.search(text, filters, _ABOUT_SUBJECT)
            about = (hit for hit in near if self._subjects.is_told_of(part.subject, hit))
            return list(islice(about, most))
        if part.question.kind is Kind.LIST:
            return spread(self._searcher.search(text, filters, _FOR_LIST, context))
        return self._searcher.search(text, filters, most, context)


def spread(hits: Iterable[Hit]) -> list[Hit]:
    """The nearest passages, but only a few of each document."""
    taken: Counter[str] = Counter()
    kept: list[Hit] = []
    for hit in hits:
        taken[hit.document.id] += 1
        if taken[hit.document.id] <= _OF_ONE_DOCUMENT:
            kept.append(hit)
    return kept[:READ_IN_ALL]
