"""From the elements of an HTML page to its lines."""

from __future__ import annotations

from corpus.canonical import one_line
from corpus.dom import BLOCKS, Node, names
from corpus.layout import Line
from corpus.tables import as_lines, is_layout
from corpus.wrapping import unwrapped

_HEADINGS = {f"h{level}": level for level in range(1, 7)} | {"summary": 5}
_PARAGRAPHS = names("""p ul ol dl table blockquote pre article section main hr figure details
    address""")
_BREAK = "\v"
SUPERSCRIPT = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")


def written(root: Node) -> list[Line]:
    """Return the text of `root` as lines: each heading, paragraph, item and row of a table."""
    writer = _Writer()
    waiting = [(root, False)]
    while waiting:
        node, leaving = waiting.pop()
        if leaving:
            writer.leave(node.tag)
            continue
        if node.tag == "pre" and any(node.find("code")):
            continue
        if node.tag == "dl" or (node.tag == "table" and not is_layout(node)):
            node = Node("table", children=as_lines(node))
        writer.enter(node)
        waiting.append((node, True))
        waiting.extend((child, False) for child in reversed(node.children))
    writer.end_line()
    return writer.lines


class _Writer:
    """Gathers text until a block begins or ends, which makes it a line."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._pieces: list[str] = []
        self._plain = False  # some of the text gathered is not emphasised
        self._gap = True  # a paragraph has ended since the last line
        self._level = 0  # of the heading we are in
        self._strong = 0  # elements that emphasise we are in
        self._raised = 0  # superscripts we are in
        self._fixed = 0  # elements that keep their line ends we are in
        self._lists = 0  # lists we are in
        self._after_link = False  # nothing but white space since a link
        self._depth = 0  # of the item that the next line begins

    def enter(self, node: Node) -> None:
        match node.tag:
            case "":
                self._write(node.text)
            case "br":
                self._pieces.append(" " if self._level else _BREAK)
            case "b" | "strong":
                self._strong += 1
            case "sup":
                self._raised += 1
            case "q":
                self._pieces.append("“")
            case "a" if self._after_link:  # two links side by side are two entries
                self._pieces.append(" ")
            case tag if tag in BLOCKS or tag in _HEADINGS:
                self._enter_block(tag)

    def leave(self, tag: str) -> None:
        match tag:
            case "b" | "strong":
                self._strong -= 1
            case "sup":
                self._raised -= 1
            case "q":
                self._pieces.append("”")
            case "a":
                self._after_link = True
            case tag if tag in BLOCKS or tag in _HEADINGS:
                self._leave_block(tag)

    def end_line(self) -> None:
        """Make lines of the text gathered: several where it has line breaks."""
        group: list[Line] = []
        for text in map(one_line, "".join(self._pieces).split(_BREAK)):
            if not text:  # two breaks end a paragraph
                self._gap = self._gap or bool(group)
                self.lines += unwrapped(group)
                group = []
                continue
            group.append(Line(text, self._level, self._gap, self._depth, strong=not self._plain))
            self._gap, self._depth = False, 0
        self.lines += unwrapped(group)
        self._pieces, self._plain = [], False

    def _write(self, text: str) -> None:
        if self._raised:
            text = text.translate(SUPERSCRIPT)
        if self._fixed:
            text = text.replace("\n", _BREAK)
        self._pieces.append(text)
        self._after_link = self._after_link and text.isspace()
        self._plain = self._plain or not (self._strong or text.isspace())

    def _enter_block(self, tag: str) -> None:
        self.end_line()
        self._gap = self._gap or tag in _PARAGRAPHS or tag in _HEADINGS
        if tag in _HEADINGS:
            self._level = _HEADINGS[tag]
        elif tag in ("ul", "ol"):
            self._lists += 1
        elif tag == "li":
            self._depth = max(1, self._lists)
        elif tag == "pre":
            self._fixed += 1

    def _leave_block(self, tag: str) -> None:
        self.end_line()
        self._gap = self._gap or tag in _PARAGRAPHS or tag in _HEADINGS
        self._depth = 0
        if tag in _HEADINGS:
            self._level = 0
        elif tag in ("ul", "ol"):
            self._lists -= 1
        elif tag == "pre":
            self._fixed -= 1
