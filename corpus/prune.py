"""Furniture of HTML pages that is told by elements and their names, before any line is read."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from corpus.dom import Node, weigh
from corpus.phrases import LINK_TEXT, NEVER_TEXT, REVEALED

_NAME = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_WITH = re.compile(r"^(?:no|has|with|without|is|not|hide|js)[-_]")

_UNSEEN = {"sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text", "screenreader"}
"""Classes of text that only screen readers say: where a link leads, and the like."""

_ROLES = {"navigation", "search", "menu", "menubar", "dialog", "toolbar", "contentinfo"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6", "summary"}

_MAJORITY = 0.5
"""An element with more of the text out of links than this is the page, whatever its name."""

_MAIN = 0.6
"""A main element or an article with more of the text than this is taken for all of it."""


@dataclass(frozen=True)
class _Place:
    """Where an element stands: in the main text, in a quotation or its figure, in a heading."""

    main: bool = False
    quote: bool = False
    heading: bool = False


def prune(root: Node) -> Node:
    """Take furniture out of the tree `root` and return the element that holds the page's text."""
    whole = root.size - root.linked
    title_seen = not root.titled
    waiting = [(root, _Place())]
    while waiting:
        node, place = waiting.pop()
        title_seen = title_seen or node.tag == "h1"
        if node.size - node.linked <= _MAJORITY * whole and (
            _is_furniture(node, place)
            or (not title_seen and not place.main and _is_link_list(node))
        ):
            node.children.clear()
            continue
        place = _inside(node, place)
        waiting.extend((child, place) for child in reversed(node.children) if child.tag)
    weigh(root)
    return _main(root)


def _inside(node: Node, place: _Place) -> _Place:
    if node.tag == "article" or _is_main(node):
        return replace(place, main=True)
    if node.tag == "blockquote" or (node.tag == "figure" and any(node.find("blockquote", "table"))):
        return replace(place, quote=True)
    if node.tag in _HEADINGS:
        return replace(place, heading=True)
    return place


def _is_furniture(node: Node, place: _Place) -> bool:
    """Tell whether the element `node` is furniture by what it is, by its role or by its name."""
    role = node.attributes.get("role")
    names = _names(node)
    if node.tag in ("nav", "label", "legend") or role in _ROLES or _is_hidden(node, names):
        return True
    dense = 2 * node.linked > node.size
    match role or node.tag:
        case "button":
            return not place.heading
        case "figcaption":
            gone = not place.quote
        case "footer":
            gone = not place.quote and not (place.main and node.prose)
        case "header" | "banner":
            gone = not (place.main or node.titled or node.prose)
        case "aside" | "complementary":
            gone = dense or not (place.main or node.tabular or any(node.find("dl")))
        case "form":
            gone = not (node.titled or node.prose)
        case _:
            gone = _is_reference(node)
    if gone or node.titled or place.quote:
        return gone
    return bool(names & NEVER_TEXT) or (dense and not node.prose and bool(names & LINK_TEXT))


def _names(node: Node) -> set[str]:
    """Return the words of the class and id of `node` in lower case."""
    given = f"{node.attributes.get('class', '')} {node.attributes.get('id', '')}".split()
    if _UNSEEN & set(given):
        return {"skip"}
    return {word.lower() for name in given if not _WITH.match(name) for word in _NAME.findall(name)}


def _is_hidden(node: Node, names: set[str]) -> bool:
    attributes = node.attributes
    hidden = (
        "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or re.search(r"display\s*:\s*none", attributes.get("style", ""))
    )
    return bool(hidden) and not names & REVEALED and attributes.get("role") != "tabpanel"


def _is_reference(node: Node) -> bool:
    """Tell whether `node` is the mark of a footnote, or the link to the heading it stands in."""
    if node.tag == "sup":
        return any(a.attributes.get("href", "").startswith("#") for a in node.find("a"))
    inner = node.tag == "a" and node.attributes.get("href", "").startswith("#")
    return inner and not any(character.isalnum() for character in node.said())


def _is_link_list(node: Node) -> bool:
    return (
        node.tag in ("ul", "ol")
        and node.size > 0
        and node.linked > 0.9 * node.size
        and not node.prose
    )


def _main(root: Node) -> Node:
    """Return the main element, or else the article, that holds most of the text, else `root`."""
    mains = (node for node in root.walk() if _is_main(node))
    for found in (mains, root.find("article")):
        largest = max(found, key=lambda node: node.size, default=root)
        if largest.size >= _MAIN * root.size and largest is not root:
            return largest
    return root


def _is_main(node: Node) -> bool:
    return node.tag == "main" or node.attributes.get("role") == "main"
