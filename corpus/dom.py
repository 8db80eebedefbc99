"""An HTML page as a small tree of our own, each element weighed by the text it holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from corpus.documents import UnreadableDocument
from corpus.shape import is_prose

_DEEPEST = 5_000
"""Elements inside each other. Pages have tens; parsing takes time with the square of it."""

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")


def names(text: str) -> frozenset[str]:
    """Return the names of elements or attributes in `text`."""
    return frozenset(text.split())


_LEFT_OPEN = names("""area base br col embed hr img input link meta source track wbr p li dt dd
    tr td th option thead tbody tfoot html head body""")
_NO_TEXT = names("""head script style noscript template iframe object embed svg canvas audio video
    map select textarea input datalist dialog rt rp del s strike""")
_KEPT = names("id class role hidden aria-hidden style href colspan rowspan datetime")

BLOCKS = names("""html body main article section div p ul ol li dl dt dd table caption thead tbody
    tfoot tr td th blockquote pre h1 h2 h3 h4 h5 h6 header footer aside nav address figure
    figcaption form fieldset details summary hr center hgroup menu search""")


@dataclass(slots=True, eq=False)
class Node:
    """An element, or a text (whose `tag` is empty).

    `size` counts the letters of text in it, `linked` those in links; `prose` says that it holds a
    sentence of running text, `tabular` that it holds a table, `titled` an h1, `divided` any block.
    """

    tag: str
    text: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node] = field(default_factory=list)
    size: int = 0
    linked: int = 0
    prose: bool = False
    tabular: bool = False
    titled: bool = False
    divided: bool = False

    def walk(self) -> Iterator[Node]:
        """Yield this node and all below it in the order of the page."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))

    def find(self, *tags: str) -> Iterator[Node]:
        """Yield the elements of these `tags` below this one."""
        return (node for node in self.walk() if node.tag in tags and node is not self)

    def lines(self) -> list[str]:
        """Return the text in this node, a line for each block and after each line break."""
        pieces: list[str] = []
        waiting: list[Node | None] = [self]
        while waiting:
            node = waiting.pop()
            if node is None or node.tag == "br":
                pieces.append("\v")
            elif node.tag in BLOCKS:
                pieces.append("\v")
                waiting.append(None)
                waiting.extend(reversed(node.children))
            else:
                pieces.append(node.text)
                waiting.extend(reversed(node.children))
        lines = (" ".join(line.split()) for line in "".join(pieces).split("\v"))
        return [line for line in lines if line]

    def said(self) -> str:
        """Return all text in this node as one line."""
        return " ".join(self.lines())


def parse(html: str) -> LexborHTMLParser:
    """Parse `html` as browsers do. Raises UnreadableDocument if it is nested too deep."""
    depth = 0
    for closing, name in _TAG.findall(html):
        if name.lower() not in _LEFT_OPEN:
            depth = max(0, depth - 1) if closing else depth + 1
        if depth > _DEEPEST:
            raise UnreadableDocument(
                f"More than {_DEEPEST:,} of its elements are inside each other.",
                "Save the page again from a browser, or as text.",
            )
    return LexborHTMLParser(html, scripting=True)  # as browsers: noscript is no part of the page


def tree(parser: LexborHTMLParser) -> Node:
    """Return the page as `Node`s, without comments, scripts, pictures and deleted text."""
    root = Node("html")
    waiting: list[tuple[LexborNode, Node]] = [(parser.body, root)] if parser.body else []
    while waiting:
        source, parent = waiting.pop()
        if source.is_text_node:
            parent.children.append(Node("", source.text_content or ""))
        elif source.is_element_node and source.tag not in _NO_TEXT:
            attributes = source.attributes
            kept = {name: attributes[name] or "" for name in attributes.keys() & _KEPT}
            node = Node(source.tag or "", attributes=kept)
            parent.children.append(node)
            child = source.last_child
            while child is not None:
                waiting.append((child, node))
                child = child.prev
    weigh(root)
    return root


def weigh(root: Node) -> None:
    """Set the weights of `root` and of every node below it."""
    for node in reversed(list(root.walk())):
        if not node.tag:
            node.text = node.text.replace("\v", " ")
            node.size = len("".join(node.text.split()))
            continue
        node.size = sum(child.size for child in node.children)
        node.linked = node.size if node.tag == "a" else sum(c.linked for c in node.children)
        node.tabular = any(child.tabular or child.tag == "table" for child in node.children)
        node.titled = any(child.titled or child.tag == "h1" for child in node.children)
        node.divided = any(child.divided or child.tag in BLOCKS for child in node.children)
        node.prose = any(child.prose for child in node.children) or (
            node.tag in BLOCKS and 2 * node.linked < node.size and is_prose(_own_text(node))
        )


def _own_text(node: Node) -> str:
    """Return the text of `node` that is in no block inside it."""
    own = (c for c in node.children if c.tag not in BLOCKS and not c.divided)
    return " ".join("".join(child.said() for child in own).split())
