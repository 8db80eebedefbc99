"""Footnotes in Markdown: marks of sources, and notes of the document's own.

`[^2]` marks the second of the front matter's sources. Where the document itself defines the label
(`[^note]: See the report.`), it refers to that note. Both are apparatus, and no text to quote.

A page's text is moved and joined before it is lines. A mark goes with it on the way, as characters
that no text has.
"""

from __future__ import annotations

import re
from dataclasses import replace

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from corpus.documents import UnreadableDocument
from corpus.layout import Line

_REFERENCE = re.compile(r"\[\^([^\s\[\]]{1,100})\]")
_DEFINITION = re.compile(_REFERENCE.pattern + ":")
_INDENT = 4  # columns, of the further paragraphs of a note

# Unicode sets these characters apart for a program's own use; `corpus.shape` knows them too.
_DIGITS, _END = "\ufdd0\ufdd1\ufdd2\ufdd3\ufdd4\ufdd5\ufdd6\ufdd7\ufdd8\ufdd9", "\ufdda"
_TO_CARRIED = str.maketrans("0123456789", _DIGITS)
_TO_NUMBER = str.maketrans(_DIGITS, "0123456789")
_CARRIED = re.compile(f"([{_DIGITS}]+){_END}")
# Possessive, so that a long run of marks is gone through once.
_RUN = re.compile(f"(?: *{_CARRIED.pattern})++(?P<ends>(?=[\\s.,;:!?)]|$))?")


def footnotes(markdown: MarkdownIt) -> None:
    """Have `markdown` leave out footnotes and carry marks; to be given to its `use`."""
    markdown.block.ruler.before(
        "reference", "footnote_definition", _definition, {"alt": ["paragraph", "reference"]}
    )
    markdown.inline.ruler.before("link", "footnote_reference", _reference)


def without_marks(text: str) -> str:
    """Return `text` without the marks that it carries."""
    return _RUN.sub(_gap, text)


def _gap(run: re.Match[str]) -> str:
    """What stays of a run of marks: a space before it goes too, unless a word follows directly."""
    gaps = re.findall(" +", run[0]) if run["ends"] is None else []
    return gaps[-1] if gaps else ""


def marked(line: Line, sources: int) -> Line:
    """Return `line` with the marks that its text carries as its `marks`.

    In a document without `sources` (how many it has) a number is a note that nobody has written.
    Raises UnreadableDocument naming a mark of a source that is not there.
    """
    carried = (int(digits.translate(_TO_NUMBER)) for digits in _CARRIED.findall(line.text))
    numbers = tuple(dict.fromkeys(carried)) if sources else ()
    for number in numbers:
        if not 1 <= number <= sources:
            raise UnreadableDocument(
                f"Its text has the mark [^{number}], but its front matter lists {sources} sources.",
                "Correct the mark, or add the source.",
            )
    return replace(line, text=without_marks(line.text), marks=numbers)


def _definition(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Leave out a note: its line, those that go on, and paragraphs below that are indented."""
    first = state.bMarks[start] + state.tShift[start]
    match = _DEFINITION.match(state.src, first, state.eMarks[start])
    if not match:
        return False
    if silent:
        return True
    state.env.setdefault("footnotes", set()).add(match[1].casefold())
    above, state.parentType = state.parentType, "paragraph"  # what the other rules may end
    state.line = start + 1
    while (line := state.skipEmptyLines(state.line)) < end and _goes_on(state, line, end):
        state.line = line + 1
    state.parentType = above
    return True


def _goes_on(state: StateBlock, line: int, end: int) -> bool:
    """Tell whether `line`, the first that is not blank after lines of a note, belongs to it."""
    indent = state.sCount[line] - state.blkIndent
    if indent >= _INDENT:
        return True
    if indent < 0 or line > state.line:
        return False
    others = state.md.block.ruler.getRules("paragraph")
    return not any(rule(state, line, end, True) for rule in others)


def _reference(state: StateInline, silent: bool) -> bool:
    """Carry a mark, and leave out a reference to a note."""
    if silent:  # a link that holds it is being tried: only a link may not be in a link
        return False
    match = _REFERENCE.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    label = match[1]
    noted = label.casefold() in state.env.get("footnotes", ())
    if not noted and re.fullmatch("[0-9]+", label):
        state.append_pending(label.translate(_TO_CARRIED) + _END)
    state.pos = match.end()
    return True
