"""The characters of a PDF as runs of text with their place, in the order of the file.

All lengths are in points, 1/72 inch; y grows upwards.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import mode

import pypdfium2
import pypdfium2.raw as pdfium

from corpus.documents import UnreadableDocument
from corpus.writer import SUPERSCRIPT

MOST_PAGES = 3_000
_MOST_UNKNOWN = 0.1
"""The share of characters that may be unknown: symbols, but not the text."""

_BOLD = re.compile(r"bold|black|heavy", re.IGNORECASE)
_UNKNOWN = re.compile("[\0\ufffd\ufffe\uffff\ue000-\uf8ff]")
_CELL_GAP = 1.2
"""Times the size of the text: a wider gap is between two cells or columns, not two words."""


@dataclass(frozen=True)
class Run:
    """Text on one line without a wide gap; `base` is the height of its baseline."""

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool


@dataclass(frozen=True)
class Pdf:
    """The runs of each page, and the title that the file gives itself, empty if none."""

    title: str
    pages: tuple[tuple[Run, ...], ...]


@dataclass(frozen=True)
class _Font:
    """What all characters of a text object share; `turn` is in quarters, None if it is no text."""

    size: float
    bold: bool
    turn: int | None


@dataclass(frozen=True)
class _Character:
    """A character, or a space and one; `left` and `right` are of its ink."""

    text: str
    left: float
    right: float
    base: float
    font: _Font


def read_pdf(content: bytes) -> Pdf:
    """Read the text of a PDF. Raises UnreadableDocument."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if error.err_code == pdfium.FPDF_ERR_PASSWORD:
            raise UnreadableDocument(
                "It is protected by a password.", "Save it without one, then build again."
            ) from error
        raise UnreadableDocument(
            "It is no PDF file, or a part of it is missing.", "Export or download it again."
        ) from error
    with document:
        if len(document) > MOST_PAGES:
            raise UnreadableDocument(
                f"It has {len(document):,} pages, more than the {MOST_PAGES:,} that a document "
                "may have.",
                "Divide it into several documents.",
            )
        pages = [tuple(_runs(document[i])) for i in range(len(document))]
        _check_text(pages, document)
        return Pdf(document.get_metadata_value("Title"), tuple(pages))


def _check_text(pages: list[tuple[Run, ...]], document: pypdfium2.PdfDocument) -> None:
    """Raise UnreadableDocument if most pages are pictures, or the letters are not known."""
    pictures = sum(
        not runs and any(document[i].get_objects([pdfium.FPDF_PAGEOBJ_IMAGE]))
        for i, runs in enumerate(pages)
    )
    if 2 * pictures > len(pages):
        raise UnreadableDocument(
            f"{pictures} of its {len(pages)} pages hold only pictures of text.",
            "Run OCR on it first (ocrmypdf, for example).",
        )
    text = "".join(run.text for runs in pages for run in runs)
    if len(_UNKNOWN.findall(text)) > _MOST_UNKNOWN * len(text):
        raise UnreadableDocument(
            "Its fonts do not tell which letters they draw.",
            "Export it again from the program that made it, or run OCR on it.",
        )


def _runs(page: pypdfium2.PdfPage) -> Iterator[Run]:
    run: list[_Character] = []
    for character in _characters(page):
        if run and not _goes_on(run, character):
            yield from _made(run)
            run = []
        run.append(character)
    yield from _made(run)


def _goes_on(run: list[_Character], character: _Character) -> bool:
    """Tell whether `character` stands on the line of `run`, directly after it."""
    last = run[-1]
    size = max(last.font.size, character.font.size)
    if abs(character.base - last.base) > 0.55 * size or character.left < last.left - 0.5 * size:
        return False
    # Justified text may have wide spaces, but these are characters of the file.
    return last.text.isspace() or character.left - last.right < _CELL_GAP * size


def _made(characters: list[_Character]) -> Iterator[Run]:
    """Yield the run of `characters`, if they are more than space; raised digits stay raised."""
    inked = [character for character in characters if not character.text.isspace()]
    if not inked:
        return
    size = mode(round(character.font.size, 1) for character in inked)
    base = mode(
        round(character.base, 1) for character in inked if round(character.font.size, 1) == size
    )
    text = "".join(
        character.text.translate(SUPERSCRIPT)
        if character.font.size < 0.9 * size and character.base > base + 0.15 * size
        else character.text
        for character in characters
    )
    yield Run(
        text.strip(),
        left=inked[0].left,
        right=max(character.right for character in inked),
        base=base,
        size=size,
        bold=all(character.font.bold for character in inked),
    )


def _characters(page: pypdfium2.PdfPage) -> Iterator[_Character]:
    """Yield the characters of `page`, turned upright.

    Slanted text is a stamp or a watermark, and what the file calls an artifact a running head or a
    page number: both are left out.
    """
    text = page.get_textpage()
    fonts: dict[int, _Font] = {}
    left, right, low, high = (ctypes.c_double() for _ in range(4))
    x, y = ctypes.c_double(), ctypes.c_double()
    last: _Character | None = None
    gap = False
    for i in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text, i)
        said = "-" if pdfium.FPDFText_IsHyphen(text, i) == 1 else chr(code)
        if pdfium.FPDFText_IsGenerated(text, i) == 1:  # a space that only the layout shows
            gap = last is not None and said == " "
            continue
        owner = pdfium.FPDFText_GetTextObject(text, i)
        key = ctypes.addressof(owner.contents)
        font = fonts.get(key) or fonts.setdefault(key, _font(text, i, _is_artifact(owner)))
        if font.turn is None:
            continue
        pdfium.FPDFText_GetCharBox(text, i, left, right, low, high)
        pdfium.FPDFText_GetCharOrigin(text, i, x, y)
        ends = [_turned(a, b, font.turn)[0] for a, b in ((left, low), (right, high))]
        start, base = _turned(x, y, font.turn)
        last = _Character(f" {said}" if gap else said, min(start, *ends), max(ends), base, font)
        gap = False
        yield last


def _turned(x: ctypes.c_double, y: ctypes.c_double, turn: int) -> tuple[float, float]:
    """Return a point as it is when the page is turned back by `turn` quarters."""
    cosine, sine = ((1, 0), (0, 1), (-1, 0), (0, -1))[turn]
    return x.value * cosine + y.value * sine, y.value * cosine - x.value * sine


def _is_artifact(owner: pdfium.FPDF_PAGEOBJECT) -> bool:
    name = (ctypes.c_ushort * 9)()
    length = ctypes.c_ulong()
    for i in range(pdfium.FPDFPageObj_CountMarks(owner)):
        mark = pdfium.FPDFPageObj_GetMark(owner, i)
        # A longer name than the array has room for leaves it as it is.
        pdfium.FPDFPageObjMark_GetName(mark, name, ctypes.sizeof(name), length)
        if bytes(name).decode("utf-16-le") == "Artifact\0":
            return True
    return False


def _font(text: pypdfium2.PdfTextPage, i: int, artifact: bool) -> _Font:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text, i, matrix)
    quarters = math.degrees(math.atan2(matrix.b, matrix.a)) / 90
    slanted = abs(quarters - round(quarters)) > 0.02
    name = ctypes.create_string_buffer(200)
    flags = ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(text, i, name, len(name), flags)
    return _Font(
        size=pdfium.FPDFText_GetFontSize(text, i) * math.hypot(matrix.c, matrix.d),
        bold=bool(_BOLD.search(name.value.decode(errors="replace"))),
        turn=None if artifact or slanted else round(quarters) % 4,
    )
