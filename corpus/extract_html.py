"""HTML pages: their text as lines, and what their head says about them."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

from corpus.canonical import one_line
from corpus.dates import publication_date
from corpus.documents import Source
from corpus.dom import Node, parse, tree
from corpus.headings import with_strong_headings, without_contents
from corpus.layout import Extracted
from corpus.page import tidy
from corpus.prune import prune
from corpus.writer import written

_ISO = re.compile(r"(?:19|20)\d\d(?:-\d\d(?:-\d\d)?)?(?!\d)")
_JSON_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]{4,40})"')
_PUBLISHED = (
    'meta[property="article:published_time"]',
    'meta[itemprop="datePublished"]',
    'meta[name="date" i]',
    'meta[name="dcterms.date" i]',
    'meta[name="dcterms.issued" i]',
    'meta[name="dc.date" i]',
    'meta[name="pubdate" i]',
    'time[itemprop="datePublished"]',
    "time[pubdate]",
)
_SITE = 'meta[property="og:site_name"]'
_SITE_SEPARATORS = " \t|-–—·:»›"


def extract_html(content: str) -> Extracted:
    """Read an HTML page. Raises UnreadableDocument if its elements are nested too deep."""
    parser = parse(content)
    body = prune(tree(parser))
    title = _title(parser, body)
    site = _content(parser, _SITE)
    lines = [line for line in written(body) if not (line.level and line.text == site)]
    page = tidy(lines, title)
    source = Source(
        title=page.title,
        publisher=site,
        url=_url(parser),
        published=_published(parser) or page.published,
    )
    return Extracted(
        lines=tuple(without_contents(with_strong_headings(page.lines))),
        title=page.title,
        language=_language(parser),
        sources=(source,) if source.publisher or source.url or source.published else (),
    )


def _title(parser: LexborHTMLParser, body: Node) -> str | None:
    """Return the page's title without the name of the site: a heading, or what its head says."""
    site = _content(parser, _SITE) or ""
    shared = _content(parser, 'meta[property="og:title"]')
    node = parser.css_first("head title")
    window = one_line(node.text()) if node else ""
    main = [text for h1 in body.find("h1") if (text := one_line(h1.said())) and text != site]
    for given in filter(None, (shared, window)):
        for heading in main:
            if given.casefold().startswith(heading.casefold()):
                return heading
    if not shared and len(main) == 1:
        return main[0]
    title = shared or window
    if site and title.endswith(site) and title != site:
        title = title.removesuffix(site).rstrip(_SITE_SEPARATORS)
    if not shared and not main:  # a window that shows the site's name on every page
        lesser = (one_line(heading.said()) for heading in body.find("h2", "h3"))
        title = max(title, next(lesser, ""), key=len)
    return title or None


def _url(parser: LexborHTMLParser) -> str | None:
    """Return the address the page gives as its own, if it can be a link."""
    node = parser.css_first('link[rel="canonical"]')
    for given in (
        node.attributes.get("href") if node else None,
        _content(parser, 'meta[property="og:url"]'),
    ):
        if given and re.match(r"https?://[^\s/]", given.strip()):
            return one_line(given)
    return None


def _published(parser: LexborHTMLParser) -> str | None:
    for selector in _PUBLISHED:
        if day := _day(_content(parser, selector)):
            return day
    for node in parser.css('script[type="application/ld+json"]'):
        if (match := _JSON_DATE.search(node.text())) and (day := _day(match[1])):
            return day
    return None


def _day(given: str | None) -> str | None:
    """Return the date of "2024-03-12T10:15:00+09:00" or "12 March 2024", as precise as it is."""
    if not given:
        return None
    match = _ISO.match(given)
    return match[0] if match else publication_date(given, alone=True)


def _language(parser: LexborHTMLParser) -> str | None:
    given = (parser.root.attributes.get("lang") or "") if parser.root else ""
    match = re.match(r"([a-z]{2})(?![a-z])", given.strip().lower())
    return match[1] if match else None


def _content(parser: LexborHTMLParser, selector: str) -> str | None:
    """Return what the first element for `selector` says in its content or datetime."""
    node = parser.css_first(selector)
    if node is None:
        return None
    return one_line(node.attributes.get("content") or node.attributes.get("datetime") or "") or None
