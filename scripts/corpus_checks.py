"""What can be wrong with the documents that come with the project."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from fnmatch import fnmatch
from pathlib import Path
from textwrap import shorten
from typing import NamedTuple
from urllib.parse import urlsplit

from rapidfuzz import fuzz, process

from corpus.canonical import canonical
from corpus.csv_list import ListError
from corpus.documents import CorpusError, Document, Source
from corpus.encoding import decode
from corpus.front_matter import split
from corpus.lists import read_figures, read_positions
from corpus.sentences import sentence_spans
from corpus.shape import words

LONGEST = 60
"""Words a sentence may have to be quoted."""

COPIED_FROM = 90
"""The similarity (0 to 100) from which two sentences say the same in the same words."""

_FEWEST_WORDS = 8  # of a sentence that can be copied: shorter ones are names and facts
_SEVERAL = re.compile(r"\b(?:and|cities|members|winners)\b", re.IGNORECASE)
_LEFT_OVER = re.compile(r"\[\^[^\]]*\]?|\[S?\d+\]")
_DAY = re.compile(r"\d{4}(?:-\d\d){0,2}")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_NOTE_SOURCE = re.compile(r"\[S\d+\]")


class Finding(NamedTuple):
    """What is wrong in a file, and what to do about it."""

    file: str
    wrong: str
    remedy: str


def document_findings(document: Document, corpus: Path) -> Iterator[Finding]:
    """Check a document by itself; `corpus` is the folder it was read from."""
    file = _file(document)
    if not (corpus / file).is_file():
        yield Finding(document.id, f"it is not in a file called {file}", "rename the file")
        return
    for wrong, remedy in (
        *_front_matter(document, (corpus / file).read_bytes()),
        *_marks(document),
        *_text(document),
    ):
        yield Finding(file, wrong, remedy)


def fact_findings(documents: Sequence[Document], facts: Path) -> Iterator[Finding]:
    """Check that every number in the notes of `facts` is in the document of the note's name.

    The note called gnlc is that of all documents on the network. Raises CorpusError.
    """
    notes = sorted(facts.glob("*.md"))
    if not notes:
        raise CorpusError(f"There is no note (.md) in {facts}. Name the folder that holds them.")
    for note in notes:
        file = "network/*.md" if note.stem == "gnlc" else f"cities/{note.stem}.md"
        about = [d for d in documents if fnmatch(_file(d), file)]
        if not about:
            yield Finding(file, f"there is no document of the note {note.name}", "write it")
            continue
        said = {number for d in about for number in _numbers(f"{d.title}\n{d.text}")}
        _, _, lines = canonical(decode(note.read_bytes())).partition("\n## Facts\n")
        if not lines:
            yield Finding(note.name, "it has no facts", 'write them under "## Facts"')
        for line in lines.splitlines():
            for number in _numbers(_NOTE_SOURCE.sub("", line)):
                if number not in said:
                    yield Finding(file, f"it lacks the {number} of {_short(line)}", "add the fact")


def copy_findings(
    documents: Sequence[Document], originals: Sequence[Document]
) -> Iterator[Finding]:
    """Check that no sentence stands, nearly word for word, in one of the `originals`."""
    pages = [page for page in originals for _ in _long_sentences(page)]
    theirs = [sentence.casefold() for page in originals for sentence in _long_sentences(page)]
    for document in documents:
        for sentence in _long_sentences(document):
            same = process.extractOne(
                sentence.casefold(), theirs, scorer=fuzz.ratio, score_cutoff=COPIED_FROM
            )
            if same:
                yield Finding(
                    _file(document),
                    f"{_short(sentence)} is copied from {pages[same[2]].id}",
                    "say it in our own words",
                )


def list_findings(documents: Sequence[Document], corpus: Path) -> Iterator[Finding]:
    """Check the lists in `corpus`, where they are there, against the documents they are about."""
    for name, findings in (("places.csv", _places), ("members.csv", _figures)):
        if (corpus / name).is_file():
            try:
                for wrong, remedy in findings(documents, corpus / name):
                    yield Finding(name, wrong, remedy)
            except ListError as error:
                wrong, _, remedy = str(error).rpartition("; ")
                yield Finding(name, wrong, remedy)


def _places(documents: Sequence[Document], path: Path) -> Iterator[tuple[str, str]]:
    positions = read_positions(path)
    for document in documents:
        if document.city and not positions.of(document.city, document.country):
            yield (
                f"it lacks {document.city} of {document.country}, the city of {document.id}",
                "add where it lies",
            )


def _figures(documents: Sequence[Document], path: Path) -> Iterator[tuple[str, str]]:
    texts = {document.id: document.text for document in documents}
    for figure in read_figures(path):
        said = _numbers(figure.quote)
        if figure.document not in texts:
            yield f"there is no document {figure.document}", "write the id of one"
        elif figure.quote not in texts[figure.document]:
            yield (
                f"{_short(figure.quote)} is not in {figure.document}",
                "copy the sentence from the document",
            )
        for number in (figure.year, figure.members):
            if str(number) not in said:
                yield f"{_short(figure.quote)} does not say {number}", "quote what does"


def _front_matter(document: Document, content: bytes) -> Iterator[tuple[str, str]]:
    front, _ = split(canonical(decode(content)))
    if not front.title:
        yield "its front matter has no title", "add title: ..."
    if not front.language:
        yield "its front matter has no language", "add language: en"
    if not front.sources:
        yield "its front matter has no sources", "add sources: ..."
    if document.id.startswith("cities/") and not _SEVERAL.search(document.title):
        for key, place in (("city", front.city), ("country", front.country)):
            if not place:
                yield f"its front matter has no {key}", f"add {key}: ..., or name several in title"
    for number, source in enumerate(front.sources, start=1):
        yield from _source(number, source)


def _source(number: int, source: Source) -> Iterator[tuple[str, str]]:
    if not source.title:
        yield f"its source {number} has no title", "add its title"
    if not source.url or not _is_address(source.url):
        yield f"its source {number} has the url {source.url}", "write it as https://host/path"
    if source.published and not _is_date(source.published):
        yield (
            f"its source {number} was published {source.published}",
            "write null, or as much of YYYY-MM-DD as is known",
        )


def _marks(document: Document) -> Iterator[tuple[str, str]]:
    marked = {mark.span for mark in document.marks}
    for block in document.blocks:
        if block not in marked:
            text = _short(document.text[block.start : block.end])
            yield f"{text} has no source", "end it with the mark of its source, such as [^1]"
    used = {number for mark in document.marks for number in mark.sources}
    for number, source in enumerate(document.sources, start=1):
        if number not in used:
            yield (
                f"its source {number} ({source.title}) is not used",
                f"mark what it says with [^{number}], or take it out",
            )


def _text(document: Document) -> Iterator[tuple[str, str]]:
    for left in _LEFT_OVER.findall(f"{document.title}\n{document.text}"):
        yield f"its text has {left}", "take it out, or write it as a mark"
    for sentence in _sentences(document):
        if words(sentence) > LONGEST:
            yield (
                f"{_short(sentence)} has {words(sentence)} words, more than {LONGEST}",
                "divide it",
            )


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return False
    named = parts.scheme in ("http", "https") and "." in (parts.hostname or "").strip(".")
    return named and not re.search(r"[\s<>\"]|&amp;", url)


def _is_date(text: str) -> bool:
    """Tell whether `text` is a year, a month or a day in ISO form."""
    try:
        date.fromisoformat(f"{text}-01-01"[:10])
    except ValueError:
        return False
    return bool(_DAY.fullmatch(text))


def _numbers(text: str) -> list[str]:
    """Return the numbers in `text`, without what parts thousands, each once."""
    return list(dict.fromkeys(number.replace(",", "") for number in _NUMBER.findall(text)))


def _sentences(document: Document) -> list[str]:
    return [
        document.text[start:end]
        for block in document.blocks
        for start, end in sentence_spans(document.text, block, document.language)
    ]


def _long_sentences(document: Document) -> list[str]:
    return [each for each in _sentences(document) if words(each) >= _FEWEST_WORDS]


def _file(document: Document) -> str:
    return f"{document.id}.md"


def _short(text: str) -> str:
    return f"“{shorten(text, 60, placeholder='…')}”"
