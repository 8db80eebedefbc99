"""A folder of documents: what is read, what is not, and that nothing goes missing in silence."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from corpus import folder
from corpus.documents import CorpusError, Document, Unreadable, UnreadableDocument
from corpus.folder import document_id, read_corpus, read_document

TEXT = "Harbour school\n\nThe harbour school has taught on the quay since 1998.\n"


def write(root: Path, name: str, content: str | bytes = TEXT) -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def read(root: Path) -> dict[str, Document | Unreadable]:
    return {
        found.id if isinstance(found, Document) else found.path: found
        for found in read_corpus(root)
    }


def unreadable(root: Path) -> Unreadable:
    (found,) = [found for found in read_corpus(root) if isinstance(found, Unreadable)]
    assert found.reason.endswith(".")
    assert found.remedy.endswith(".")
    return found


def test_documents_are_read_in_the_order_of_their_paths(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.md", "a/b/c.HTML", "a.htm"):
        write(tmp_path, name, f"<p>{TEXT}</p>" if "htm" in name.lower() else TEXT)
    found = list(read_corpus(tmp_path))
    assert [d.id for d in found if isinstance(d, Document)] == ["a/b/c", "a/z", "a", "b"]


def test_a_document_s_hash_is_of_its_text(tmp_path: Path) -> None:
    document = read_document(write(tmp_path, "a.txt", TEXT + "Zürich 😀 is near.\n"), tmp_path)
    assert document.sha256 == hashlib.sha256(document.text.encode()).hexdigest()


def test_what_a_file_does_not_say(tmp_path: Path) -> None:
    document = read_document(
        write(tmp_path, "My notes.txt", "We learn from the sea all day."), tmp_path
    )
    assert document.title == "My notes"
    assert document.language == "en"
    assert (document.city, document.country, document.aliases, document.sources) == (
        None,
        None,
        (),
        (),
    )


def test_a_city_that_only_the_title_names(tmp_path: Path) -> None:
    page = write(tmp_path, "a.md", f"# Sejong, Republic of Korea\n\n{TEXT}")
    document = read_document(page, tmp_path)
    assert (document.city, document.country) == ("Sejong", "Republic of Korea")
    page = write(tmp_path, "b.md", f"---\ncity: Elsewhere\n---\n# Sejong\n\n{TEXT}")
    document = read_document(page, tmp_path)
    assert (document.city, document.country) == ("Elsewhere", None)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("cities/Limerick.md", "cities/limerick"),
        ("Städte/São Paulo (2).txt", "stadte/sao-paulo-2"),
        ("세종.html", "sejong"),
        ("v1.2/a_b.md", "v1.2/a_b"),
        ("‥.md", "-"),
        ("?!.md", "-"),
    ],
)
def test_ids(path: str, expected: str) -> None:
    assert document_id(Path(path)) == expected


def test_two_files_with_one_id(tmp_path: Path) -> None:
    write(tmp_path, "Seoul.md")
    write(tmp_path, "seoul.txt")
    found = unreadable(tmp_path)
    assert found.path == "seoul.txt"
    assert "'seoul'" in found.reason
    assert "Seoul.md" in found.reason


def test_hidden_and_other_files_are_no_documents(tmp_path: Path) -> None:
    for name in (".hidden.md", ".git/a.md", "a.py", "README", "data.csv"):
        write(tmp_path, name)
    assert read(tmp_path) == {}


@pytest.mark.parametrize(
    "content",
    [b"", b"\xef\xbb\xbf", b" \n\t\n", b"# Only a heading\n", b"* * *\n", b"---\ntitle: a\n---\n"],
)
def test_files_without_a_sentence(tmp_path: Path, content: bytes) -> None:
    write(tmp_path, "a.md", content)
    assert "empty" in unreadable(tmp_path).reason


def test_a_broken_file_does_not_stop_the_others(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", b"caf\xe9 \xff\xfe")
    write(tmp_path, "b.txt")
    found = read(tmp_path)
    assert isinstance(found["a.txt"], Unreadable)
    assert "byte 3 (0xe9)" in found["a.txt"].reason
    assert isinstance(found["b"], Document)


def test_a_file_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "LARGEST", 1_000)
    write(tmp_path, "a.txt", "x" * 1_001)
    assert "1,001 bytes, more than the 1,000" in unreadable(tmp_path).reason


def test_links_inside_the_corpus_are_followed(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    (tmp_path / "b.txt").symlink_to(tmp_path / "a.txt")
    assert set(read(tmp_path)) == {"a", "b"}


def test_links_out_of_the_corpus_are_not(tmp_path: Path) -> None:
    root = tmp_path / "corpus"
    write(root, "a.txt")
    secret = write(tmp_path, "secret.txt")
    (root / "b.txt").symlink_to(secret)
    found = read(root)
    assert set(found) == {"a", "b.txt"}
    assert isinstance(found["b.txt"], Unreadable)
    assert "outside the corpus" in found["b.txt"].reason


def test_links_to_folders(tmp_path: Path) -> None:
    root = tmp_path / "corpus"
    write(root, "a/b.txt")
    write(tmp_path, "elsewhere/c.txt")
    (root / "inside").symlink_to(root / "a")
    (root / "loop").symlink_to(root)
    (root / "outside").symlink_to(tmp_path / "elsewhere")
    found = read(root)
    assert set(found) == {"a/b", "outside"}
    assert isinstance(found["outside"], Unreadable)


def test_broken_and_circular_links(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "missing")
    (tmp_path / "b.txt").symlink_to(tmp_path / "b.txt")
    found = read(tmp_path)
    assert [type(each) for each in found.values()] == [Unreadable, Unreadable]


def test_a_corpus_may_be_a_link_itself(tmp_path: Path) -> None:
    write(tmp_path / "real", "a.txt")
    (tmp_path / "corpus").symlink_to(tmp_path / "real")
    assert set(read(tmp_path / "corpus")) == {"a"}


def test_a_pipe_is_no_document(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    assert "not a regular file" in unreadable(tmp_path).reason


def test_a_file_name_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_text(TEXT)
    (found,) = read_corpus(tmp_path)
    assert isinstance(found, Document)
    assert found.id == "caf"
    assert found.title == "Harbour school"


def test_a_missing_folder_and_a_file(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="no folder"):
        read_corpus(tmp_path / "missing")
    with pytest.raises(CorpusError, match="not a folder"):
        read_corpus(write(tmp_path, "a.txt"))


def test_a_kind_that_is_not_known(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument, match=r"\.csv is no known kind"):
        read_document(write(tmp_path, "a.csv"), tmp_path)
