"""Check the documents that come with the project: each sentence has a source, and says its own.

Beside them it checks the lists that pictures are drawn from: each city has its place on the map,
and each figure of the chart stands in the sentence it names.

    python scripts/check_corpus.py [--corpus DIR] [--facts DIR] [--originals DIR]

--facts names the folder of the notes that the documents were written from: every number of a note
must be in the document of its name. --originals names the pages that they are about: no sentence of
theirs may stand in a document.

Each finding is one line, `file: what is wrong; remedy`. Exit status: 0 nothing found, 1 findings,
2 bad arguments.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from corpus.documents import CorpusError, Document
from corpus.folder import read_corpus
from scripts.corpus_checks import (
    Finding,
    copy_findings,
    document_findings,
    fact_findings,
    list_findings,
)

CORPUS = Path(__file__).resolve().parent.parent / "corpus"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print every finding; returns the exit status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpus", type=Path, default=CORPUS, metavar="DIR")
    parser.add_argument("--facts", type=Path, metavar="DIR")
    parser.add_argument("--originals", type=Path, metavar="DIR")
    given = parser.parse_args(arguments)
    try:
        documents, findings = _read(given.corpus)
        for document in documents:
            findings += document_findings(document, given.corpus)
        findings += list_findings(documents, given.corpus)
        if given.facts:
            findings += fact_findings(documents, given.facts)
        if given.originals:
            originals, unreadable = _read(given.originals)
            findings += [*unreadable, *copy_findings(documents, originals)]
    except CorpusError as error:
        print(error, file=sys.stderr)
        return 2
    for file, wrong, remedy in findings:
        print(f"{file}: {wrong}; {remedy}")
    if findings:
        return 1
    print(f"{len(documents)} documents are in order.")
    return 0


def _read(folder: Path) -> tuple[list[Document], list[Finding]]:
    """Read the documents of `folder`, and find those that cannot be; raises CorpusError if none."""
    documents: list[Document] = []
    findings: list[Finding] = []
    for file in read_corpus(folder):
        if isinstance(file, Document):
            documents.append(file)
        else:
            findings.append(Finding(file.path, file.reason.rstrip("."), file.remedy.rstrip(".")))
    if not documents and not findings:
        raise CorpusError(f"There is no document in {folder}. Name the folder that holds them.")
    return documents, findings


if __name__ == "__main__":
    sys.exit(main())
