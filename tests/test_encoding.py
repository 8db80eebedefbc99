"""From bytes to text: by marks and declarations, and never by a guess that may be wrong."""

from __future__ import annotations

import codecs

import pytest

from corpus.documents import UnreadableDocument
from corpus.encoding import decode, decode_html

KOREAN = "푸른시는 올해 말까지 마을배움터를 서른 곳으로 늘린다고 밝혔다. 수강료는 무료다. " * 2
CHINESE = (
    "白溪市社区学院成立于二零一三年，十年来共开设课程二百六十门。学院现有教师四十五人，学员八千余人。"
    * 2
)


@pytest.mark.parametrize(
    "content",
    [
        "Zürich".encode(),
        codecs.BOM_UTF8 + "Zürich".encode(),
        "Zürich".encode("utf-16"),
        codecs.BOM_UTF16_BE + "Zürich".encode("utf-16-be"),
        "Zürich".encode("utf-32"),
        codecs.BOM_UTF32_BE + "Zürich".encode("utf-32-be"),
    ],
)
def test_marks_say_the_encoding(content: bytes) -> None:
    assert decode(content) == "Zürich"
    assert decode_html(content) == "Zürich"


def test_korean_of_before_unicode_is_recognised() -> None:
    assert decode(KOREAN.encode("cp949")) == KOREAN


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "shift_jis"])
def test_other_encodings_are_refused_and_not_guessed(encoding: str) -> None:
    text = {"gb18030": CHINESE, "big5": "臺北市社區學院的課程" * 20, "shift_jis": "生涯学習" * 40}[
        encoding
    ]
    with pytest.raises(UnreadableDocument, match="is not UTF-8"):
        decode(text.encode(encoding))


def test_the_refusal_names_the_byte_and_the_remedy() -> None:
    with pytest.raises(UnreadableDocument) as caught:
        decode("In Zürich".encode("latin-1"))
    assert caught.value.reason == "Its byte 4 (0xfc) is not UTF-8."
    assert "UTF-8" in caught.value.remedy


def test_a_cut_utf_16_file_is_refused() -> None:
    with pytest.raises(UnreadableDocument, match="UTF-16"):
        decode("Zürich".encode("utf-16")[:-1])


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("euc-kr", "cp949"),
        ("GB2312", "gb18030"),
        ("iso-8859-1", "cp1252"),
        ("windows-1251", "cp1251"),
    ],
)
def test_html_declares_its_encoding(declared: str, encoding: str) -> None:
    text = {
        "cp949": "똠방각하 푸른시",
        "gb18030": "白溪市镕",
        "cp1252": "Zürich – 5 €",
        "cp1251": "Казань",
    }
    page = f'<meta http-equiv=Content-Type content="text/html; charset={declared}">{text[encoding]}'
    assert decode_html(page.encode(encoding)) == page


def test_html_saved_as_utf_8_keeps_its_old_declaration() -> None:
    page = '<meta charset="euc-kr">푸른시'
    assert decode_html(page.encode()) == page


def test_html_that_is_not_what_it_declares_is_refused() -> None:
    with pytest.raises(UnreadableDocument, match="is not EUC-KR"):
        decode_html(b'<meta charset="euc-kr">\xff\xfe\xff')


def test_an_unknown_declaration_is_no_declaration() -> None:
    with pytest.raises(UnreadableDocument, match="is not UTF-8"):
        decode_html(b'<meta charset="klingon">\xfc')
