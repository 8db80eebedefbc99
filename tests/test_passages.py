"""Passages: every sentence once, under its heading, of a size that an encoder reads whole."""

from __future__ import annotations

from pathlib import Path

from corpus.documents import Document
from corpus.folder import read_document
from corpus.passages import LONGEST, passages_of, weight


def document(tmp_path: Path, markdown: str) -> Document:
    path = tmp_path / "a.md"
    path.write_text(markdown)
    return read_document(path, tmp_path)


def test_a_passage_joins_the_blocks_of_a_section(tmp_path: Path) -> None:
    made = document(tmp_path, "# School\n\nOne. Two.\n\nThree.\n\n## Fees\n\n- Four.\n- Five.\n")
    found = passages_of(made)
    assert [p.heading for p in found] == ["School", "Fees"]
    assert [made.text[p.start : p.end] for p in found] == ["One. Two.\n\nThree.", "Four.\nFive."]
    assert [[made.text[s:e] for s, e in p.sentences] for p in found] == [
        ["One.", "Two.", "Three."],
        ["Four.", "Five."],
    ]
    assert {p.document_id for p in found} == {"a"}


def test_text_before_the_first_heading_has_none(tmp_path: Path) -> None:
    found = passages_of(document(tmp_path, "One is here.\n\n# School\n\nTwo is there.\n"))
    assert [p.heading for p in found] == [None, "School"]


def test_the_headings_above_a_passage_are_its_parents(tmp_path: Path) -> None:
    made = document(
        tmp_path,
        "---\ntitle: Cities\n---\n# Cities\n\nA.\n\n## Millbrook\n\nB.\n\n### Fees\n\nC.\n\n"
        "#### Late\n\nD.\n\n## Lakeford\n\nE.\n\n### Fees\n\nF.\n",
    )
    assert [(p.heading, p.parents) for p in passages_of(made)] == [
        ("Cities", ()),
        ("Millbrook", ()),
        ("Fees", ("Millbrook",)),
        ("Late", ("Millbrook", "Fees")),
        ("Lakeford", ()),
        ("Fees", ("Lakeford",)),
    ]


def test_a_long_section_is_divided_evenly(tmp_path: Path) -> None:
    sentence = "The night school gives a course to shift workers every evening. "
    made = document(tmp_path, "# School\n\n" + sentence * 20)
    sizes = [p.end - p.start for p in passages_of(made)]
    assert len(sizes) == 2
    assert max(sizes) <= LONGEST
    assert max(sizes) - min(sizes) <= 2 * len(sentence)


def test_chinese_and_korean_weigh_three_times(tmp_path: Path) -> None:
    assert weight("학교 school") == 3 + 3 + 1 + 6
    made = document(tmp_path, "# 学校\n\n" + "学校每天晚上为工人开课。" * 60)
    sizes = [p.end - p.start for p in passages_of(made)]
    assert max(sizes) <= LONGEST / 3
    assert len(sizes) == 3


def test_a_sentence_that_is_too_heavy_is_a_passage_alone(tmp_path: Path) -> None:
    heavy = "学校" * 200 + "。"
    made = document(tmp_path, f"# School\n\nOne is here. {heavy} Two is there.\n")
    assert [made.text[p.start : p.end] for p in passages_of(made)] == [
        "One is here.",
        heavy,
        "Two is there.",
    ]
