"""The promise of every document: a quote is the text at its offsets, whatever the file held."""

from __future__ import annotations

import contextlib
import tempfile
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.canonical import canonical, one_line
from corpus.documents import Document, Span, UnreadableDocument
from corpus.folder import read_corpus, read_document
from corpus.passages import LONGEST, passages_of, weight
from corpus.sentences import sentence_spans

HERE = Path(__file__).parent
FOLDERS = [HERE.parent / "corpus", HERE / "fixtures" / "pages"]


def check(document: Document) -> None:
    """Assert all that the rest of the house relies on."""
    text = document.text
    assert canonical(text) == text
    assert text == text.strip()

    at = 0
    for section in document.sections:
        assert section.start == at < section.end
        assert 0 < section.level <= 6
        if section.heading is not None:
            assert text[section.start :].startswith(section.heading)
        at = section.end
    assert at == len(text)

    lines = {section.start: section.heading for section in document.sections if section.heading}
    at = 0
    for block in document.blocks:
        assert at <= block.start < block.end
        assert "\n" not in text[block.start : block.end]
        lines[block.start] = text[block.start : block.end]
        at = block.end + 1
    assert {mark.span for mark in document.marks} <= set(document.blocks)
    assert "".join(text.split()) == "".join(
        "".join(lines[start].split()) for start in sorted(lines)
    )

    quoted: list[Span] = []
    passages = passages_of(document)
    for passage in passages:
        assert passage.document_id == document.id
        assert passage.start == passage.sentences[0].start
        assert passage.end == passage.sentences[-1].end
        (section,) = [s for s in document.sections if s.start <= passage.start < s.end]
        assert passage.end <= section.end
        assert passage.heading == section.heading
        assert (
            weight(text[passage.start : passage.end]) <= LONGEST
            or len(passage.sentences) == 1
            or (sum(weight(text[s:e]) for s, e in passage.sentences) <= LONGEST)
        )
        quoted += passage.sentences
    assert quoted == [
        span for block in document.blocks for span in sentence_spans(text, block, document.language)
    ]
    said = ["".join(text[start:end].split()) for start, end in quoted]
    blocks = ["".join(text[start:end].split()) for start, end in document.blocks]
    assert "".join(said) == "".join(blocks)
    assert all(text[start:end].strip() == text[start:end] for start, end in quoted)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_document_keeps_the_promise(folder: Path) -> None:
    found = list(read_corpus(folder))
    assert len(found) >= 9
    for document in found:
        assert isinstance(document, Document), document
        check(document)


MARKUP = """
# |## |- |• |1. |> |* |**|`|---|<p>|<div class=menu>|</div>|<table><tr><td>|<td>|<li>|<h2>|</h2>
<br>|<b>|</b>|&amp;|&#8238;|<dl><dt>|<dd>|<script>|</script>|<!--|-->|<a href=#>|</a>
"""
LINES = """
Home
News
Contact
Population
Mayor:
Share
Related articles
12 March 2024
© Somebody
A title of it
A sentence that is long enough to be running text, is it not?
Dr. Kim came in 1998. She stayed.
세종시는 배운다.
南京是城市。很好！
שלום עולם.
مرحبا.
| a | b |
| - | - |
```
"""
CHARACTERS = (
    "\r\t\x00\x85\u2028\ufeff\u200b\u200d\u202e\u2067\u3000\ufe0f\u0301😀\U0001f1f0\U0001f1f7 ."
)
ODD = st.sampled_from(
    [
        *MARKUP.replace("\n", "|").split("|"),
        *LINES.splitlines(keepends=True),
        *CHARACTERS,
        "\n",
        "\n\n",
        "\r\n",
        "👨‍👩‍👧",
        unicodedata.normalize("NFD", "세종 Zürich "),
    ]
)
TEXTS = st.lists(st.one_of(ODD, st.text(max_size=5)), max_size=40).map("".join)


@settings(deadline=None)
@given(TEXTS, st.sampled_from([".md", ".txt", ".html"]))
def test_generated_files_keep_the_promise(text: str, suffix: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name, f"a{suffix}")
        path.write_bytes(text.encode(errors="replace"))
        with contextlib.suppress(UnreadableDocument):
            check(read_document(path, Path(name)))


@settings(deadline=None)
@given(st.text(min_size=1, max_size=60))
def test_no_word_of_a_plain_sentence_is_lost(text: str) -> None:
    sentence = f"The school has taught {one_line(text)} on the quay of the harbour since 1998."
    words = "".join(sentence.split())
    with tempfile.TemporaryDirectory() as name:
        path = Path(name, "a.txt")
        path.write_text(sentence)
        document = read_document(path, Path(name))
    assert "".join(document.text.split()) == words


@pytest.mark.parametrize("suffix", [".md", ".txt", ".html"])
@pytest.mark.parametrize(
    "unit",
    [
        "A heading\n\nSome text under it that is long enough to be one.\n\n",
        "word ",
        "- item\n",
    ],
)
def test_large_files_are_read_in_seconds(tmp_path: Path, suffix: str, unit: str) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_text(unit * (200_000 // len(unit)))
    document = read_document(path, tmp_path)
    assert len(document.text) > 50_000
    assert passages_of(document)
