"""Checking a quote: it stands in the documents word for word, or nearly so, or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from rapidfuzz import fuzz

from corpus.canonical import canonical
from corpus.documents import Document, Span
from corpus.sentences import sentence_spans
from index.search import Filters, Hit, Searcher

Status = Literal["exact", "moved", "altered", "absent"]

MAX_MATCHES = 20
# Percent of similarity from which a sentence counts as the one that was altered: measured over 117
# documents, 95 of 100 sentences with one or two words changed stay above it, and of 150 texts from
# elsewhere none came above 65.
NEAR = 75.0
_CANDIDATES = 10
# More words than this find no other passages.
_SEARCHED = 1_000
# Aligning takes time by the square of the length: of a longer quote, only both ends are aligned.
_ALIGNED = 300

_LOOKALIKES = str.maketrans(
    dict.fromkeys("“”„‟«»″", '"') | dict.fromkeys("‘’‚‛′`´", "'") | dict.fromkeys("‐‑‒–—―−", "-")
)


@dataclass(frozen=True)
class Match:
    """A place in a document."""

    document: Document
    start: int
    end: int

    @property
    def quote(self) -> str:
        """What the document says there, word for word."""
        return self.document.text[self.start : self.end]


@dataclass(frozen=True)
class Verdict:
    """What became of a quote, and where it stands; by document id and start."""

    status: Status
    matches: tuple[Match, ...]


def verify(searcher: Searcher, quote: str, document_id: str | None = None) -> Verdict:
    """Look for `quote` in the document named, then in all, then for what is nearest to it.

    A document that is not there (any more) lacks the quote like any other. The quote is compared
    in canonical form, as the texts are.
    """
    wanted = canonical(quote).strip()
    if not wanted:
        return Verdict("absent", ())
    exact = _verbatim(searcher, wanted, document_id)
    if exact:
        return Verdict("exact", exact)
    moved = _verbatim(searcher, wanted, None) if document_id else ()
    if moved:
        return Verdict("moved", moved)
    nearest = _nearest(searcher, wanted, document_id)
    return Verdict("altered" if nearest else "absent", nearest)


def _verbatim(searcher: Searcher, quote: str, document_id: str | None) -> tuple[Match, ...]:
    found = sorted(islice(searcher.containing(quote, document_id), MAX_MATCHES))
    places = ((searcher.document(name), start) for name, start in found)
    return tuple(
        Match(document, start, start + len(quote)) for document, start in places if document
    )


def _nearest(searcher: Searcher, quote: str, document_id: str | None) -> tuple[Match, ...]:
    """The most similar places: in the document named, or where it has none, in any."""
    query = quote[:_SEARCHED]
    if document_id:
        own = searcher.search(query, Filters(documents=(document_id,)), _CANDIDATES)
        if found := _most_similar(quote, own):
            return found
    return _most_similar(quote, searcher.search(query, k=_CANDIDATES))


def _most_similar(quote: str, hits: Iterable[Hit]) -> tuple[Match, ...]:
    scored: dict[tuple[str, int, int], tuple[float, Match]] = {}
    for hit in hits:
        match = _align(quote, hit)
        if match:
            score = _similarity(quote, match.quote)
            scored[match.document.id, match.start, match.end] = (score, match)
    best = max((score for score, _ in scored.values()), default=0.0)
    if best < NEAR:
        return ()
    return tuple(scored[place][1] for place in sorted(scored) if scored[place][0] == best)[
        :MAX_MATCHES
    ]


def _similarity(quote: str, said: str) -> float:
    """Percent of the quote that `said` has too; what it says around the quote does not count."""
    short, long = _fold(quote)[0], _fold(said)[0]
    compare = fuzz.partial_ratio if len(short) <= len(long) else fuzz.ratio
    return compare(short, long)


def _align(quote: str, hit: Hit) -> Match | None:
    """The sentences in and around the passage that are most like `quote`."""
    text = hit.document.text
    first = max(0, hit.passage.start - len(quote))
    folded, offsets = _fold(text[first : hit.passage.end + len(quote)])
    wanted, _ = _fold(quote)
    begin = fuzz.partial_ratio_alignment(wanted[:_ALIGNED], folded)
    finish = fuzz.partial_ratio_alignment(wanted[-_ALIGNED:], folded)
    if begin is None or finish is None or begin.dest_start >= finish.dest_end:
        return None
    stretch = Span(first + offsets[begin.dest_start], first + offsets[finish.dest_end])
    sentences = [span for span in _sentences(hit.document, stretch) if _mostly(span, stretch)]
    if not sentences:
        return None
    return Match(hit.document, sentences[0].start, sentences[-1].end)


def _sentences(document: Document, stretch: Span) -> Iterator[Span]:
    for block in document.blocks:
        if block.start < stretch.end and stretch.start < block.end:
            yield from sentence_spans(document.text, block, document.language)


def _mostly(sentence: Span, stretch: Span) -> bool:
    """Whether most of the sentence is in the stretch, or most of the stretch in the sentence."""
    shared = min(sentence.end, stretch.end) - max(sentence.start, stretch.start)
    return 2 * shared > min(sentence.end - sentence.start, stretch.end - stretch.start)


def _fold(text: str) -> tuple[str, list[int]]:
    """`text` without regard to case, spacing and kinds of quote mark, and where each of it was.

    The offsets have one entry a folded character, and the end of `text` at last.
    """
    folded: list[str] = []
    offsets: list[int] = []
    for offset, character in enumerate(text.translate(_LOOKALIKES)):
        plain = " " if character.isspace() else character.casefold()
        if plain == " " and folded[-1:] == [" "]:
            continue
        folded.extend(plain)
        offsets.extend([offset] * len(plain))
    return "".join(folded), [*offsets, len(text)]
