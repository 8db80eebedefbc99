"""Front matter: what is known of it, and what is refused, naming key and value."""

from __future__ import annotations

import pytest

from corpus.documents import Source, UnreadableDocument
from corpus.front_matter import FrontMatter, split

WHOLE = """\
---
title: "Brackwater: a port"
city: Brackwater
country: no
aliases: [Brakwasser, 브랙워터]
language: en-GB
sources:
  - {title: A report, publisher: The port, url: "https://example.org/a", published: 2016}
  - {title: Another, published: 2024-02-14}
draft: true
---
# Text
"""


def test_the_known_keys_are_read_as_they_are_written() -> None:
    front, body = split(WHOLE)
    assert front == FrontMatter(
        title="Brackwater: a port",
        language="en",
        city="Brackwater",
        country="no",
        aliases=("Brakwasser", "브랙워터"),
        sources=(
            Source("A report", "The port", "https://example.org/a", "2016"),
            Source("Another", None, None, "2024-02-14"),
        ),
    )
    assert body == "# Text\n"


@pytest.mark.parametrize(
    "text",
    [
        "# Only text\n",
        "",
        "---\n\nA paragraph between two rules\n\n---\n",
        "---\nnever closed: yes\n",
        "Text first\n---\ntitle: x\n---\n",
    ],
)
def test_other_beginnings_are_text(text: str) -> None:
    assert split(text) == (FrontMatter(), text)


def test_empty_values_are_left_out() -> None:
    front, body = split("---\ntitle:\ncity: ~\naliases:\nsources: null\n---\nText")
    assert front == FrontMatter()
    assert body == "Text"
    assert split("---\n---\nText") == (FrontMatter(), "Text")


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("title: [a, b]", "title as ['a', 'b']"),
        ("city: {name: x}", "city as {'name': 'x'}"),
        ("aliases: Sejong", "aliases as 'Sejong'"),
        ("aliases: [Sejong, [세종]]", "['세종'] in aliases"),
        ("aliases: [null]", "None in aliases"),
        ("language: English", "language as 'English'"),
        ("sources: https://example.org", "sources as 'https://example.org'"),
        ("sources: [https://example.org]", "a source that is 'https://example.org'"),
        ("sources: [{publisher: []}]", "publisher as []"),
        ("sources: [{note: x}]", "a source without a title"),
        ("sources: [{url: 'javascript:alert(1)'}]", "url as 'javascript:alert(1)'"),
        ("title: 'never closed", "is not YAML"),
        ("title: !!int abc", "is not YAML"),
        ("title: !!float abc", "is not YAML"),
        ("title: !!bool abc", "is not YAML"),
        ("title: !!timestamp 2020-13-45", "is not YAML"),
        ("title: !!python/object:os.system x", "is not YAML"),
        ("- a\n- b", "is ['a', 'b']"),
        ("a: " + "[" * 3000, "nested"),
        ("a: " + "x" * 60_000, "60,00"),
    ],
)
def test_a_wrong_value_is_named(line: str, named: str) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        split(f"---\n{line}\n---\nText")
    assert caught.value.reason.startswith("Its front matter ")
    assert named in caught.value.reason
    assert len(caught.value.reason) < 600
    assert caught.value.remedy.endswith(".")


def test_a_value_that_expands_without_end_is_named_in_short() -> None:
    bomb = "a0: &a0 [x, x]\n" + "".join(
        f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n" for i in range(1, 40)
    )
    with pytest.raises(UnreadableDocument) as caught:
        split(f"---\n{bomb}title: *a39\n---\nText")
    assert len(caught.value.reason) < 600
