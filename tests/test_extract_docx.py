"""DOCX: a report that LibreOffice saved, and files that are broken or hostile."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from corpus.documents import UnreadableDocument
from corpus.extract_docx import extract_docx
from corpus.layout import Extracted, Line

REPORT = (Path(__file__).parent / "fixtures/office/report.docx").read_bytes()
SENTENCE = "A harbour town opened a night school for its dock workers."
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@pytest.fixture(scope="module")
def report() -> Extracted:
    return extract_docx(REPORT)


def made(body: str, **parts: str) -> bytes:
    """A DOCX with this body, and nothing more than it needs."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>',
        )
        for name, text in parts.items():
            archive.writestr(f"word/{name}.xml", text)
    return content.getvalue()


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p>{properties}<w:r><w:t>{text}</w:t></w:r></w:p>"


def texts(extracted: Extracted) -> list[str]:
    return [line.text for line in extracted.lines]


def reason(content: bytes) -> str:
    with pytest.raises(UnreadableDocument) as raised:
        extract_docx(content)
    assert raised.value.remedy.endswith(".")
    return raised.value.reason


def test_headings_are_those_of_the_styles(report: Extracted) -> None:
    assert report.title == "The learning harbour of Quayside"
    assert [(line.level, line.text) for line in report.lines if line.level] == [
        (1, "The learning harbour of Quayside"),
        (2, "What is taught"),
        (2, "Learners by district"),
        (2, "Visitors from abroad"),
        (2, "How the work is paid for"),
        (2, "What comes next"),
    ]


def test_a_paragraph_is_without_its_notes_and_without_what_was_deleted(report: Extracted) -> None:
    assert report.lines[1] == Line(
        "Quayside opened its first night school for dock workers in 1998, and the school has "
        "taught reading, navigation and bookkeeping on the quay ever since. The efficient office "
        "behind it has a staff of five."
    )
    everything = " ".join(texts(report))
    for gone in ("town archive", "withdrawn", "↑", "[1]", "annual report", "Page"):
        assert gone not in everything


def test_lists_and_tables(report: Extracted) -> None:
    items = [line.text for line in report.lines if line.depth]
    assert len(items) == 3
    assert items[1:] == ["A repair workshop on the third pier", "Swimming lessons for adults"]
    assert [text for text in texts(report) if text.startswith("District")] == [
        "District: Old Town; Learners: 1,204; "
        "Meeting place: Customs house beside the second swing bridge",
        "District: North Pier and Lighthouse Row; Learners: 310; Meeting place: Library",
    ]


def test_text_boxes_and_other_scripts(report: Extracted) -> None:
    assert "The next open day is on the first Sunday of June." in texts(report)
    assert (
        "항구 도시 키사이드는 누구나 평생 배울 수 있는 학습도시이며, 시청은 해마다 모든 가정에 "
        "강좌 이용권을 나누어 준다. 야간학교에는 올해 천이백 명이 등록하였다."
    ) in texts(report)
    assert any(text.startswith("港口城市码头镇每年向每个家庭发放一张") for text in texts(report))


def test_a_bold_first_row_is_a_header_where_none_is_marked() -> None:
    def row(bold: str, *cells: str) -> str:
        runs = (
            f"<w:tc><w:p><w:r><w:rPr>{bold}</w:rPr><w:t>{cell}</w:t></w:r></w:p></w:tc>"
            for cell in cells
        )
        return f"<w:tr>{''.join(runs)}</w:tr>"

    head, body = row("<w:b/>", "Year", "Learners", "Rooms"), row("", "2023", "310", "7")
    assert "Year: 2023; Learners: 310; Rooms: 7" in texts(
        extract_docx(made(f"<w:tbl>{head}{body}</w:tbl>"))
    )
    plain = row("", "Year", "Learners", "Rooms")
    assert "2023; 310; 7" in texts(extract_docx(made(f"<w:tbl>{plain}{body}</w:tbl>")))


def test_a_table_of_contents_is_left_out() -> None:
    style = '<w:pPr><w:pStyle w:val="TOC1"/></w:pPr>'
    styles = (
        f'<w:styles xmlns:w="{WORD}"><w:style w:type="paragraph" w:styleId="TOC1">'
        '<w:name w:val="toc 1"/></w:style></w:styles>'
    )
    body = paragraph("Opening hours 7", style) + paragraph(SENTENCE)
    assert texts(extract_docx(made(body, styles=styles))) == [SENTENCE]


@pytest.mark.parametrize("content", [b"", b"no zip at all", REPORT[:5000], REPORT[:-200]])
def test_what_is_no_docx(content: bytes) -> None:
    assert "no DOCX file" in reason(content)


def test_files_of_the_old_office() -> None:
    compound = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000)
    assert "old Word document" in reason(compound)
    assert "password" in reason(compound + "EncryptedPackage".encode("utf-16-le"))


def test_a_zip_bomb_is_never_unpacked() -> None:
    bomb = made("", styles=" " * 51_000_000)
    assert len(bomb) < 100_000
    assert "51,000,1" in reason(bomb)


def test_a_bomb_that_lies_about_its_size() -> None:
    """What says that it is small is not unpacked any further than that."""
    true, told = (51_000_000).to_bytes(4, "little"), (1000).to_bytes(4, "little")
    bomb = made("", styles=" " * 51_000_000).replace(true, told)
    with pytest.raises(zipfile.BadZipFile):
        extract_docx(bomb)
