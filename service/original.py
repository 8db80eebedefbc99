"""Where the original of a quote is: its page, at the quote where that page has it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote as percent_encoded

from corpus.documents import Document, Source, Span

_WHOLE = 100  # code points; a longer quote is named by where it begins and ends
_WORDS = 5
_CHARACTERS = 20  # of a text that puts no space between words


@dataclass(frozen=True)
class Original:
    """The source of a quote and the address of its page, None where there is none.

    `exact`: the address leads to the quote itself where the page still has it.
    """

    source: Source
    url: str | None
    exact: bool


def original_of(document: Document, quote: Span) -> Original | None:
    """The source of the paragraph that holds `quote`, None where it has none.

    Only a document that has one source and marks no paragraph with it can be a copy of that page.
    Marks are what people write who say in their own words what several pages say: to point at a
    sentence there would promise what the page does not have.
    """
    source = document.source_at(quote)
    if source is None:
        return None
    if not source.url or not source.url.lower().startswith(("https://", "http://")):
        return Original(source, None, exact=False)
    if document.marks or len(document.sources) != 1:
        return Original(source, source.url, exact=False)
    page = source.url if "#" in source.url else f"{source.url}#"
    return Original(source, page + text_directive(document.text[slice(*quote)]), exact=True)


def text_directive(quote: str) -> str:
    """What, in the fragment of an address, has the browser look for `quote` and scroll to it.

    See https://wicg.github.io/scroll-to-text-fragment/. A page that has no such text opens at its
    beginning, as without it.
    """
    words = quote.split()
    if len(quote) <= _WHOLE and "\n" not in quote:
        ends = [" ".join(words)]
    elif len(words) > 2 * _WORDS:
        ends = [" ".join(words[:_WORDS]), " ".join(words[-_WORDS:])]
    else:
        ends = [quote[:_CHARACTERS].split("\n")[0], quote[-_CHARACTERS:].split("\n")[-1]]
    return ":~:text=" + ",".join(_encoded(end.strip()) for end in ends)


def _encoded(text: str) -> str:
    """In a text fragment "-", "," and "&" have a meaning of their own."""
    return percent_encoded(text, safe="").replace("-", "%2D")
