"""The training data: questions with their passages, from the public sets in one folder.

`DATA_DIR` is laid out as follows; every file is compressed with gzip.

- `squad/train-answerable-partial.json.gz` (CC BY-SA 4.0): SQuAD 1.1 training questions that have an
  answer, in the format of SQuAD.
- `squad/train-unanswerable-aligned.json.gz` (CC BY-SA 4.0): SQuAD 2.0 training questions without an
  answer, in the same format. Their paragraphs were inferred: `align` says how surely, and only
  "high" is used.
- `squad/dev-v2.0-half.json.gz` (CC BY-SA 4.0): development questions of SQuAD 2.0, for monitoring
  and for the threshold of answering. Never trained on.
- `squad_sentences/train.json.gz` (CC BY-SA 4.0): `questions` and `answers`, the sentences that
  answer them (ReQA's form of SQuAD). Those found in a paragraph of the files above are used.
- `tydiqa/tydiqa.goldp.en.train.json.gz` (Apache-2.0): TyDi QA, gold passages, English, as SQuAD.
- `nq/nq-open-oracle.jsonl.gz` (CC BY-SA 3.0): Natural Questions; a `question`, its `answers` as
  strings and, first in `ctxs`, a passage (`title`, `text`) that holds one. Every fourth question
  is kept for the calibration.
- `qamr/wiki-sentences.tsv.gz`, `dev.tsv.gz`, `test.tsv.gz` (MIT): QAMR; the sentences by name, and
  the questions with the numbers of the tokens that answer.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from scripts.reader_training.sentences import sentences

_NQ_KEPT_EVERY = 4


class Paragraph(NamedTuple):
    """A passage under the title of its article, which may be empty."""

    title: str
    text: str


@dataclass(frozen=True)
class Example:
    """A question with its own passage.

    `spans` are the character ranges that count as the answer, none where there is no answer.
    Where only the sentence is known, `whole` says so and the span may lie anywhere in it.
    """

    question: str
    title: str
    passage: str
    spans: tuple[tuple[int, int], ...] = ()
    whole: bool = False


def load_json(path: Path) -> Any:  # noqa: ANN401 - JSON is anything
    """The content of a JSON file, which may be compressed."""
    data = path.read_bytes()
    return json.loads(gzip.decompress(data) if path.suffix == ".gz" else data)


def answerable_examples(path: Path) -> list[Example]:
    """The questions of a SQuAD file that have an answer, each with its first one."""
    return [
        Example(qa["question"], paragraph.title, paragraph.text, (_span(qa["answers"][0]),))
        for paragraph, qas in _paragraphs(path)
        for qa in qas
        if qa["answers"]
    ]


def unanswerable_examples(path: Path) -> list[Example]:
    """The questions of a SQuAD file without an answer whose paragraph is known for sure."""
    return [
        Example(qa["question"], paragraph.title, paragraph.text)
        for paragraph, qas in _paragraphs(path)
        for qa in qas
        if not qa["answers"] and qa.get("align") == "high"
    ]


def different_paragraphs(paths: Sequence[Path]) -> list[Paragraph]:
    """The paragraphs of some SQuAD files, each text once."""
    found = {paragraph.text: paragraph for path in paths for paragraph, _ in _paragraphs(path)}
    return list(found.values())


def sentence_examples(path: Path, pool: Sequence[Paragraph], known: set[str]) -> list[Example]:
    """Questions whose answering sentence stands in the pool, but for those `known` (squeezed)."""
    data = load_json(path)
    holders: dict[str, Paragraph] = {}
    for paragraph in pool:
        for begin, end in sentences(paragraph.text):
            holders.setdefault(paragraph.text[begin:end], paragraph)
    examples = []
    for question, answer in zip(data["questions"], data["answers"], strict=True):
        sentence = answer.strip()
        holder = holders.get(sentence)
        if holder is not None and squeeze(question) not in known:
            begin = holder.text.find(sentence)
            span = (begin, begin + len(sentence))
            examples.append(Example(question, *holder, (span,), whole=True))
    return examples


def nq_examples(path: Path, *, kept: bool = False) -> list[Example]:
    """Search questions; every place where an answer string stands counts as the answer.

    `kept` gives those that training leaves out, for the calibration.
    """
    examples = []
    lines = gzip.decompress(path.read_bytes()).decode("utf-8").splitlines()
    for number, line in enumerate(lines):
        if (number % _NQ_KEPT_EVERY == 0) != kept:
            continue
        row = json.loads(line)
        context = row["ctxs"][0]
        spans = tuple(
            match.span()
            for answer in row["answers"]
            for match in re.finditer(rf"(?<!\w){re.escape(answer)}(?!\w)", context["text"])
        )
        if spans:
            examples.append(Example(row["question"], context["title"], context["text"], spans))
    return examples


def squeeze(text: str) -> str:
    """Letters and digits only, to tell whether two questions are the same."""
    return "".join(char for char in text.lower() if char.isalnum())


def _paragraphs(path: Path) -> list[tuple[Paragraph, list[dict[str, Any]]]]:
    """The paragraphs of a SQuAD file, each with its questions."""
    return [
        (
            Paragraph(article.get("title", "").replace("_", " "), paragraph["context"]),
            paragraph["qas"],
        )
        for article in load_json(path)["data"]
        for paragraph in article["paragraphs"]
    ]


def _span(answer: dict[str, Any]) -> tuple[int, int]:
    begin = answer["answer_start"]
    return begin, begin + len(answer["text"])
