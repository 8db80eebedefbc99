"""Questions of our own, in the words people use, to train with and (others) to calibrate with.

Each line of `questions/*.jsonl` has the questions about one passage, of which some have no answer
there though they sound as if they had. A passage of a public set is named by that set and a hash,
and is looked up in DATA_DIR; one of our own documents, and one that was written for its questions
(about towns and programmes that do not exist, and other subjects), stands in the file.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from scripts.reader_training.data import (
    Example,
    Paragraph,
    answerable_examples,
    different_paragraphs,
    load_json,
    nq_examples,
)

TRAINING = Path(__file__).parent / "questions" / "training.jsonl"
WRITTEN = TRAINING.with_name("written.jsonl")
CALIBRATION = TRAINING.with_name("calibration.jsonl")

_LONGEST = 1400


def everyday_examples(data: Path, questions: Path) -> list[Example]:
    """All questions of the file `questions`, with their passages.

    :raise ValueError: a passage is not in DATA_DIR, or an answer not in its passage
    """
    rows = [json.loads(line) for line in questions.read_text("utf-8").splitlines()]
    passages: dict[str, str] = {}
    if any(row["text"] is None for row in rows):
        passages = {key_of(*named): named[1].text for named in _public(data)}
    examples = []
    for row in rows:
        text = row["text"] or passages.get(row["id"])
        if text is None:
            raise ValueError(f"{questions}: the passage {row['id']} is not in {data}.")
        examples += [
            Example(q["question"], row["title"], text, _spans(text, q["answer"]))
            for q in row["questions"]
        ]
    return examples


def key_of(name: str, paragraph: Paragraph) -> str:
    """The name of a passage: its set and the beginning of its text's SHA-256."""
    return f"{name}-{hashlib.sha256(paragraph.text.encode()).hexdigest()[:12]}"


def shortened(text: str) -> str:
    """A long passage up to the last full stop before its 1,300th character."""
    return text if len(text) <= _LONGEST else text[: text.rfind(". ", 0, 1300) + 1]


def _public(data: Path) -> Iterator[tuple[str, Paragraph]]:
    """Every passage of the public sets that a question of ours may be about."""
    squad = ("train-answerable-partial.json.gz", "train-unanswerable-aligned.json.gz")
    for paragraph in different_paragraphs([data / "squad" / name for name in squad]):
        yield "squad", paragraph
    for name in ("clapnq", "cloud"):
        rows = gzip.decompress((data / "mtrag" / name / "passages.jsonl.gz").read_bytes())
        for row in map(json.loads, rows.decode("utf-8").splitlines()):
            yield f"mtrag-{name}", Paragraph(row["title"] or "", row["text"])
    for article in load_json(data / "policyqa" / "dev.json.gz")["data"]:
        for part in article["paragraphs"]:
            yield "policyqa", Paragraph(article.get("title", ""), part["context"])
    for example in nq_examples(data / "nq" / "nq-open-oracle.jsonl.gz"):
        yield "nq", Paragraph(example.title, example.passage)
    for example in answerable_examples(data / "tydiqa" / "tydiqa.goldp.en.train.json.gz"):
        yield "tydi", Paragraph(example.title, shortened(example.passage))


def _spans(text: str, answer: str | None) -> tuple[tuple[int, int], ...]:
    if answer is None:
        return ()
    begin = text.find(answer)
    if not answer or begin < 0:
        raise ValueError(f"The answer {answer!r} does not stand in {text[:60]!r}...")
    return ((begin, begin + len(answer)),)
