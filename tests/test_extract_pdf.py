"""PDF: a report that LibreOffice exported, pages that Chromium prints, and unreadable files."""

from __future__ import annotations

import base64
import shutil
import subprocess
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus import pdf_runs
from corpus.documents import UnreadableDocument
from corpus.extract_docx import extract_docx
from corpus.extract_pdf import extract_pdf
from corpus.layout import Extracted
from corpus.pdf_margins import without_margins
from corpus.pdf_paragraphs import joined
from corpus.pdf_runs import Run
from tests.browser.conftest import ARGUMENTS, BROWSERS

OFFICE = Path(__file__).parent / "fixtures/office"
REPORT = (OFFICE / "report.pdf").read_bytes()
SENTENCE = "A harbour town opened a night school for its dock workers."

PAGE = """<html lang="en"><head><title>Quay report</title></head><body>
<h1>Quay report</h1>
<p>The school has taught <b>reading</b>, navigation and bookkeeping to the workers of the docks on
the quay in the north ever since it opened. A pool of 50 m<sup>2</sup> is heated by the sun.</p>
<h2>Districts</h2>
<p>Évreux fête l’œuvre de ses élèves à la façade de l’école.</p>
<table><tr><th>District<th>Learners<th>Place</tr>
<tr><td>Old Town<td>1,204<td>Customs house<br>beside the second<br>swing bridge</tr>
<tr><td>North Pier<br>and Lighthouse<br>Row<td>310<td>Library</tr></table>
<p>First paragraph of the end, a short one.</p><p>Second paragraph of the end.</p>
</body></html>"""

COLUMNS = """<html><head><title>Untitled</title></head><body><h1>Two columns</h1>
<div style="columns: 2; width: 14cm; height: 12cm; column-fill: auto; font-size: 16pt">
<p>Every household within walking distance of the water receives a voucher for one course a year,
which the town pays from the harbour dues, and the well-known inter&shy;nation&shy;ali&shy;sation of
the crews has brought new languages to the quay. The internationalisation of the courses follows it.
A repair workshop opens on the third pier in spring. It lends its tools to every learner.</p>
<p>Teachers are paid by the hour, and most of them work in the yards during the day. A third of the
teachers once sat in the same rooms as learners, and several of them first learned to read there, as
they like to tell. The office pays for their training.</p></div></body></html>"""

PICTURE = (
    """<body style="margin: 0"><img width="600" height="300" src="data:image/png;base64,{}">"""
)


def one_pixel() -> str:
    """A PNG of one black point, in base 64."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")
        )

    header = (1).to_bytes(4, "big") * 2 + b"\x08\0\0\0\0"
    data = zlib.compress(b"\0\0")
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    return base64.b64encode(png).decode()


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], bytes]:
    """Chromium's print to PDF, with its running head and page numbers."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    assert browser, "printing needs Chromium: apt-get install chromium"
    folder = tmp_path_factory.mktemp("printed")

    def print_page(html: str) -> bytes:
        page, pdf = folder / "page.html", folder / "page.pdf"
        page.write_text(html, encoding="utf-8")
        profile = f"--user-data-dir={folder / 'profile'}"
        subprocess.run(
            [browser, "--headless", *ARGUMENTS, profile, f"--print-to-pdf={pdf}", page.as_uri()],
            check=True,
            capture_output=True,
            timeout=280,
        )
        return pdf.read_bytes()

    return print_page


def made(stream: bytes, pages: int = 1) -> bytes:
    """A PDF whose pages all draw `stream` in Helvetica."""
    data = zlib.compress(stream)
    kids = b"3 0 R " * pages
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, kids),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources"
        b"<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
        b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(data), data),
    ]
    content = b"%PDF-1.4\n"
    places = []
    for number, text in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, text)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        content
        + b"xref\n0 5\n0000000000 65535 f \n%strailer<</Size 5/Root 1 0 R>>\n" % table
        + (b"startxref\n%d\n%%%%EOF" % len(content))
    )


def run(text: str, base: float, size: float = 11, left: float = 50) -> Run:
    return Run(text, left, left + 5 * len(text), base, size, bold=False)


def texts(extracted: Extracted) -> list[str]:
    return [line.text for line in extracted.lines]


def reason(content: bytes) -> str:
    with pytest.raises(UnreadableDocument) as raised:
        extract_pdf(content)
    assert raised.value.remedy.endswith((".", ")."))
    return raised.value.reason


def test_a_report_reads_as_the_docx_it_also_is() -> None:
    """Three pages with running heads, page numbers, a footnote, a table, Korean and Chinese."""
    pdf, docx = extract_pdf(REPORT), extract_docx((OFFICE / "report.docx").read_bytes())
    box = "The next open day is on the first Sunday of June."
    assert box in texts(pdf)  # only its place is another: the file has it at the top of a page
    assert [(line.text, line.level, line.depth) for line in pdf.lines if line.text != box] == [
        (line.text, line.level, line.depth) for line in docx.lines if line.text != box
    ]
    assert pdf.title == docx.title


def test_a_printed_page(printed: Callable[[str], bytes]) -> None:
    page = extract_pdf(printed(PAGE))
    assert page.title == "Quay report"
    assert [(line.level, line.text) for line in page.lines] == [
        (1, "Quay report"),
        (
            0,
            "The school has taught reading, navigation and bookkeeping to the workers of the docks "
            "on the quay in the north ever since it opened. A pool of 50 m² is heated by the sun.",
        ),
        (2, "Districts"),
        (0, "Évreux fête l’œuvre de ses élèves à la façade de l’école."),
        (
            0,
            "District: Old Town; Learners: 1,204; "
            "Place: Customs house beside the second swing bridge",
        ),
        (0, "District: North Pier and Lighthouse Row; Learners: 310; Place: Library"),
        (0, "First paragraph of the end, a short one."),
        (0, "Second paragraph of the end."),
    ]


def test_columns_are_read_one_after_the_other(printed: Callable[[str], bytes]) -> None:
    page = extract_pdf(printed(COLUMNS))
    assert page.title == "Two columns"
    assert texts(page) == [
        "Two columns",
        "Every household within walking distance of the water receives a voucher for one course a "
        "year, which the town pays from the harbour dues, and the well-known internationalisation "
        "of the crews has brought new languages to the quay. The internationalisation of the "
        "courses follows it. A repair workshop opens on the third pier in spring. It lends its "
        "tools to every learner.",
        "Teachers are paid by the hour, and most of them work in the yards during the day. A third "
        "of the teachers once sat in the same rooms as learners, and several of them first learned "
        "to read there, as they like to tell. The office pays for their training.",
    ]


def test_a_scan(printed: Callable[[str], bytes]) -> None:
    picture = printed(PICTURE.format(one_pixel()))
    assert reason(picture) == "1 of its 1 pages hold only pictures of text."


def test_an_empty_page_has_no_lines() -> None:
    assert extract_pdf(made(b"")).lines == ()


@pytest.mark.parametrize("content", [b"", b"no PDF", REPORT[:10], REPORT[: len(REPORT) // 2]])
def test_what_is_no_pdf(content: bytes) -> None:
    assert "no PDF file" in reason(content)


def test_a_password() -> None:
    assert "password" in reason((OFFICE / "locked.pdf").read_bytes())


def test_too_many_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_runs, "MOST_PAGES", 3)
    draw = f"BT /F 12 Tf 50 700 Td ({SENTENCE}) Tj ET".encode()
    assert texts(extract_pdf(made(draw, pages=1))) == [SENTENCE]
    assert "4 pages, more than the 3" in reason(made(draw, pages=4))


def test_text_that_is_turned_with_its_page_and_text_that_is_slanted() -> None:
    draw = f"BT /F 12 Tf 0 1 -1 0 100 50 Tm ({SENTENCE}) Tj ET".encode()
    draft = b"BT /F 60 Tf 0.7 0.7 -0.7 0.7 100 100 Tm (DRAFT) Tj ET"
    assert texts(extract_pdf(made(draft + draw))) == [SENTENCE]


def test_numbers_at_the_edge_that_are_no_page_numbers_stay() -> None:
    pages = [
        [
            run("Annual report", 780, 9),
            run(f"In 202{i} the school had {300 + 10 * i} learners.", 760),
            *(run(f"Line {i}{j} of the text", 700 - 15 * j) for j in range(9)),
            run(f"- {i + 4} -", 40, 9),
        ]
        for i in range(3)
    ]
    kept = [r.text for r in without_margins(pages, 11)[1]]
    assert kept == [r.text for r in pages[1][1:-1]]


def test_footnotes_go_with_their_marks_and_other_small_print_stays() -> None:
    page = [
        run("The pool has 50 m² of water.² It opened in spring.¹", 700),
        run("Lessons are free.", 680),
        run("Small print under a table.", 120, 8),
        run("1 Minutes of the board.", 100, 8),
        run("2 Survey of the yard.", 90, 8),
    ]
    assert [r.text for r in without_margins([page], 11)[0]] == [
        "The pool has 50 m² of water. It opened in spring.",
        "Lessons are free.",
        "Small print under a table.",
    ]
    unmarked = [run("Lessons are free.", 680), run("1 boat in 1998.", 100, 8)]
    assert without_margins([unmarked], 11) == [unmarked]


@pytest.mark.parametrize(
    ("first", "second", "known", "expected"),
    [
        ("a well-", "known quay", set(), "a well-known quay"),
        ("lifelong edu-", "cation for all", {"education"}, "lifelong education for all"),
        ("lifelong edu\xad", "cation", set(), "lifelong education"),
        ("lifelong edu\u2010", "cation", set(), "lifelong education"),
        ("평생학", "습도시", {"평생학습도시"}, "평생학습도시"),
        ("평생", "학습도시", {"학습도시"}, "평생\n학습도시"),
    ],
)
def test_words_at_the_ends_of_lines(
    first: str, second: str, known: set[str], expected: str
) -> None:
    assert joined([run(first, 700), run(second, 685)], known) == expected
