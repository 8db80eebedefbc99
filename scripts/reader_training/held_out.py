"""Questions that the reader was not trained on, over a corpus as the service meets it.

Two in five have no answer there: those of our own that say so, and those of Natural Questions whose
document was left out of the corpus.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from scripts.reader_training.data import Example, nq_examples
from scripts.reader_training.everyday import everyday_examples
from scripts.reader_training.squad import Question, normalise_answer

_ASKED = 3000
_LEFT_OUT = 3
"""Of the documents of Natural Questions, one in so many is left out."""


@dataclass(frozen=True)
class HeldOut:
    """The questions; and the titles a document was written for, and those that were left out."""

    questions: list[Question]
    present: list[str]
    absent: list[str]


def write_held_out(data: Path, questions: Path, corpus: Path) -> HeldOut:
    """Write the documents under `corpus`, one Markdown file each; the rest is returned."""
    ours = everyday_examples(data, questions)
    searched = nq_examples(data / "nq" / "nq-open-oracle.jsonl.gz", kept=True)
    articles = dict.fromkeys((example.title, example.passage) for example in ours)
    titles = list(dict.fromkeys(example.title for example in searched))
    absent = titles[::_LEFT_OUT]
    articles |= dict.fromkeys((e.title, e.passage) for e in searched if e.title not in absent)
    for number, (title, passage) in enumerate(articles):
        _write(corpus / f"{number}.md", title, passage)
    asked = [_question(e, missing=False) for e in ours]
    asked += [_question(e, missing=e.title in absent) for e in searched]
    present = {title for title, _ in articles if title}
    return HeldOut(
        random.Random("held out").sample(asked, min(_ASKED, len(asked))),
        sorted(present),
        sorted(set(absent) - present),
    )


def answered_by(question: Question, sentence: str) -> bool:
    """Whether a sentence of a document answers the question: of its passage, with an answer."""
    said = f" {normalise_answer(sentence)} "
    return _words(sentence) in _words(question.passage) and any(
        f" {normalise_answer(answer)} " in said for answer in question.answers
    )


def _question(example: Example, *, missing: bool) -> Question:
    answers = tuple(example.passage[begin:end] for begin, end in example.spans)
    return Question(example.question, example.title, example.passage, () if missing else answers)


def _write(path: Path, title: str, passage: str) -> None:
    front = yaml.safe_dump({"title": title or "Untitled", "language": "en"}, allow_unicode=True)
    path.write_text(f"---\n{front}---\n\n{passage}\n", encoding="utf-8")


def _words(text: str) -> str:
    """Words alone, as an extracted text may differ from the original in spaces and marks."""
    return " ".join(re.findall(r"\w+", text.casefold()))
