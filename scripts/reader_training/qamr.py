"""QAMR: short questions about single sentences of Wikipedia and Wikinews, given as tokens."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Sequence
from pathlib import Path

from scripts.reader_training.data import Example

_SIGNS = {"-LRB-": "(", "-RRB-": ")", "``": '"', "''": '"', "-LSB-": "[", "-RSB-": "]"}
_TIGHT = {",", ".", ";", ":", "?", "!", ")", "]", "%", "n't"}


def qamr_examples(folder: Path) -> list[Example]:
    """Questions about one sentence each; answers that are not in one piece are left out."""
    texts: dict[str, list[str]] = {}
    for line in _lines(folder / "wiki-sentences.tsv.gz"):
        name, _, text = line.partition("\t")
        texts[name] = text.split()
    examples = []
    for part in ("dev.tsv.gz", "test.tsv.gz"):
        rows = io.StringIO("\n".join(_lines(folder / part)))
        for row in csv.reader(rows, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row[0] not in texts or not row[6].strip():
                continue
            text, places = join_tokens(texts[row[0]])
            wanted = [int(index) for index in row[6].split()]
            if wanted[-1] - wanted[0] == len(wanted) - 1:
                span = (places[wanted[0]][0], places[wanted[-1]][1])
                examples.append(Example(row[5], "", text, (span,)))
    return examples


def join_tokens(tokens: Sequence[str]) -> tuple[str, list[tuple[int, int]]]:
    """Join treebank tokens into running text; also where each token came to stand."""
    text, places = "", []
    for raw in tokens:
        token = _SIGNS.get(raw, raw)
        tight = not text or text[-1] in "([$" or token in _TIGHT or token.startswith("'")
        text += "" if tight else " "
        places.append((len(text), len(text) + len(token)))
        text += token
    return text, places


def _lines(path: Path) -> list[str]:
    return gzip.decompress(path.read_bytes()).decode("utf-8").splitlines()
