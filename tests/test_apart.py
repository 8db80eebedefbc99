"""Files that crash, fill or hold up what reads them cost their own process, and nothing else."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from corpus import apart
from corpus.documents import Document, Unreadable, UnreadableDocument
from corpus.folder import read_corpus, read_document
from tests.test_extract_docx import REPORT, SENTENCE, made, paragraph
from tests.test_extract_pdf import made as made_pdf


def refusal(suffix: str, content: bytes) -> UnreadableDocument:
    with pytest.raises(UnreadableDocument) as raised:
        apart.read_apart(suffix, content)
    return raised.value


def test_both_kinds_become_documents(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(REPORT)
    (tmp_path / "b.PDF").write_bytes(made_pdf(f"BT /F 9 Tf 9 9 Td ({SENTENCE}) Tj ET".encode()))
    (tmp_path / "c.pdf").write_bytes(made_pdf(b""))
    (tmp_path / "d.docx").write_bytes(b"")
    first, second, third, fourth = read_corpus(tmp_path)
    assert isinstance(first, Document)
    assert first.title == "The learning harbour of Quayside"
    assert isinstance(second, Document)
    assert (second.title, second.text) == ("b", SENTENCE)
    assert isinstance(third, Unreadable)
    assert "empty" in third.reason
    assert isinstance(fourth, Unreadable)
    assert "no DOCX file" in fourth.reason


def test_a_long_text_is_read_apart_and_means_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"{SENTENCE}\n\n" * 10, encoding="utf-8")
    here = read_document(path, tmp_path)
    monkeypatch.setattr(apart, "_SHORT", 100)
    monkeypatch.setattr(apart, "EXTRACTORS", {})  # what is read in this process would fail
    assert read_document(path, tmp_path) == here


def test_what_fails_over_a_short_text_is_told_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text(SENTENCE)
    monkeypatch.setattr(apart, "EXTRACTORS", {})
    (found,) = read_corpus(tmp_path)
    assert isinstance(found, Unreadable)
    assert "damaged, or too complicated to be read (KeyError" in found.reason


def test_a_long_text_that_takes_too_long_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.md").write_text("a\n" * 100_000)
    monkeypatch.setattr(apart, "SECONDS", 0.5)
    (found,) = read_corpus(tmp_path)
    assert isinstance(found, Unreadable)
    assert "more than 0.5 seconds" in found.reason


def test_what_a_reader_did_not_foresee_is_told() -> None:
    nested = "<w:sdt><w:sdtContent>" * 5_000 + paragraph("x") + "</w:sdtContent></w:sdt>" * 5_000
    assert "RecursionError" in refusal(".docx", made(nested)).reason
    assert "ExpatError" in refusal(".docx", made("<unclosed>")).reason


def test_a_billion_laughs() -> None:
    """Python's expat stops them; this is to notice if it did not."""
    laughs = "".join(f'<!ENTITY l{i + 1} "{f"&l{i};" * 10}">' for i in range(9))
    entities = f'<!DOCTYPE d [<!ENTITY l0 "ha">{laughs}]>'
    bomb = made(paragraph("x"), styles=f"{entities}<styles>&l9;</styles>")
    assert "amplification" in refusal(".docx", bomb).reason


def test_a_file_that_takes_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "SECONDS", 0.01)
    assert "more than 0.01 seconds" in refusal(".docx", REPORT).reason


@pytest.mark.skipif(sys.platform != "linux", reason="macOS refuses a limit of memory")
def test_a_file_that_takes_too_much_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = made_pdf(b" " * 400_000_000)
    assert len(bomb) < 1_000_000
    monkeypatch.setattr(apart, "MEMORY", 500_000_000)
    assert "damaged, or too complicated" in refusal(".pdf", bomb).reason
    assert apart.read_apart(".docx", REPORT).title
