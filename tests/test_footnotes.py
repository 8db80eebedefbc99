"""Marks and notes in Markdown: what becomes of them, and that none of them is in a quote."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.documents import Document, Span, UnreadableDocument
from corpus.extract_markdown import extract_markdown
from corpus.folder import read_document

FRONT = """\
---
title: Millbrook
sources:
  - title: First
  - title: Second
  - title: Third
---
"""


def lines(body: str, front: str = FRONT) -> list[tuple[str, tuple[int, ...]]]:
    return [(line.text, line.marks) for line in extract_markdown(front + body).lines]


def read(tmp_path: Path, content: str) -> Document:
    path = tmp_path / "a.md"
    path.write_text(content, encoding="utf-8")
    return read_document(path, tmp_path)


@pytest.mark.parametrize(
    ("written", "said", "marks"),
    [
        ("The mill has a school.[^2]", "The mill has a school.", (2,)),
        ("The mill has a school.[^3][^1]", "The mill has a school.", (3, 1)),
        ("The mill has a school. [^3] [^1]", "The mill has a school.", (3, 1)),
        ("The mill[^2] has[^1] a school.[^2]", "The mill has a school.", (2, 1)),
        ("The mill [^2], now old [^1] has\na school.[^3]", "The mill, now old has a school.", None),
        ("The mill [^2][^1], now old, has a school.", "The mill, now old, has a school.", (2, 1)),
        ("The mill [^2]has a school.", "The mill has a school.", (2,)),
        ("The mill[^2] ; the school.", "The mill ; the school.", (2,)),
        ("**The mill[^2]** has a _school.[^1]_", "The mill has a school.", (2, 1)),
        ("The [old mill[^2]](http://a.example/) has a school.", "The old mill has a school.", (2,)),
        ("The mill has a school![^2]", "The mill has a school!", (2,)),
        ("The mill has a school.", "The mill has a school.", ()),
    ],
)
def test_a_mark_is_taken_out_of_a_paragraph(
    written: str, said: str, marks: tuple[int, ...] | None
) -> None:
    assert lines(written) == [(said, (2, 1, 3) if marks is None else marks)]


def test_marks_in_headings_items_and_tables() -> None:
    body = (
        "# Millbrook[^2]\n\nThe mill has a school for everybody.[^1]\n\n## School[^3]\n\n"
        "- The school has a boat.[^2]\n- The school has\n  a *garden*.[^3]\n\n"
        "| Name[^1] | Pupils |\n| --- | --- |\n| Bay | 45[^2] |\n| Quay | 12 |\n"
    )
    extracted = extract_markdown(FRONT + body)
    assert extracted.title == "Millbrook"
    assert [(line.text, line.marks, line.level) for line in extracted.lines] == [
        ("Millbrook", (2,), 1),
        ("The mill has a school for everybody.", (1,), 0),
        ("School", (3,), 2),
        ("The school has a boat.", (2,), 0),
        ("The school has a garden.", (3,), 0),
        ("Name: Bay; Pupils: 45", (1, 2), 0),
        ("Name: Quay; Pupils: 12", (1,), 0),
    ]
    assert extract_markdown("# Millbrook [^note]\n\nThe mill has a school.").title == "Millbrook"


def test_lines_that_are_joined_keep_their_marks() -> None:
    assert lines("Mayor:[^2]\nMrs Ada Lind[^3]\n\nThe mill has a school for all.[^1]") == [
        ("Mayor: Mrs Ada Lind", (2, 3)),
        ("The mill has a school for all.", (1,)),
    ]


def test_text_that_only_looks_like_a_mark_stays() -> None:
    text = "The pattern `[^2]` and \\[^3] are not marks."
    assert lines(text) == [("The pattern [^2] and [^3] are not marks.", ())]


def test_notes_are_no_text() -> None:
    body = (
        "The mill has a school.[^note] It has a boat.[^1]\n\n"
        "[^note]: It was built by hand in\n1998. It is red.\n"
        "[^1]: https://example.org/boat\n\n    The boat is blue.\n    And long.\n\n"
        "The school is open on Sundays.\n\n"
        "> Quoted words stay here.[^in]\n>\n> [^in]: Said in May.\n> Or June.\nNobody says so.\n\n"
        "- An item is here.\n\n  [^item]: Its note.\n\n- Another item is here.\n"
        "[^last]: The last note.\n# Boats\n\nBoats are repaired in the school.\n"
    )
    # Notes of the document's own are no marks of its sources, though they are called like one.
    assert lines(body) == [
        ("The mill has a school. It has a boat.", ()),
        ("The school is open on Sundays.", ()),
        ("Quoted words stay here.", ()),
        ("Nobody says so.", ()),
        ("An item is here.", ()),
        ("Another item is here.", ()),
        ("Boats", ()),
        ("Boats are repaired in the school.", ()),
    ]


def test_a_reference_without_a_note_is_no_text() -> None:
    assert lines("The mill has a school.[^7] It is old.[^x]", front="") == [
        ("The mill has a school. It is old.", ())
    ]


@pytest.mark.parametrize("number", ["4", "0", "9" * 30])
def test_a_mark_of_no_source_names_itself_and_the_remedy(number: str) -> None:
    with pytest.raises(UnreadableDocument) as raised:
        extract_markdown(f"{FRONT}The mill has a school.[^1][^{number}]")
    assert f"the mark [^{number}]" in raised.value.reason
    assert "3 sources" in raised.value.reason
    assert "Correct the mark" in raised.value.remedy


def test_a_quote_has_the_source_of_its_paragraph(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        FRONT + "The mill is old. Its school is new.[^3][^2]\n\nThe boat is long.\n\n"
        "# Over 3,000 pupils in 10 years[^2]\n\nThe garden is in the school.[^1]\n",
    )
    assert "[^" not in document.text

    def source(quote: str) -> str | None:
        start = document.text.index(quote)
        found = document.source_at(Span(start, start + len(quote)))
        return found.title if found else None

    assert source("The mill is old.") == "Third"
    assert source("Its school is new.") == "Third"
    assert source("The boat is long.") == "First"
    assert source("Over 3,000 pupils in 10 years") == "Second"
    assert source("The garden is in the school.") == "First"
    assert source("Its school is new.\n\nThe boat is long.") == "First"


def test_a_quote_of_a_document_without_sources_has_none(tmp_path: Path) -> None:
    document = read(tmp_path, "The mill has a school.[^1]\n")
    assert document.marks == ()
    assert document.source_at(document.blocks[0]) is None


def test_a_sentence_that_ends_in_a_mark_ends_as_a_sentence() -> None:
    body = "| Bay | About |\n| --- | --- |\n| One | It has a school.[^2]<br>It has a boat.[^1] |\n"
    assert lines(body) == [("Bay: One; About: It has a school. It has a boat.", (2, 1))]
