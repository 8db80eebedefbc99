"""Files in the formats of the public data sets, with questions of our own."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

# Paragraphs, and under each its questions with their answers (None: there is none).
Article = dict[str, dict[str, str | None]]


def squad_file(articles: dict[str, Article]) -> dict[str, Any]:
    """Articles in the format of SQuAD."""

    def answers(text: str, answer: str | None) -> list[dict[str, Any]]:
        return [] if answer is None else [{"text": answer, "answer_start": text.index(answer)}]

    return {
        "data": [
            {
                "title": title,
                "paragraphs": [
                    {
                        "context": text,
                        "qas": [
                            {"question": question, "align": "high", "answers": answers(text, gold)}
                            for question, gold in qas.items()
                        ],
                    }
                    for text, qas in article.items()
                ],
            }
            for title, article in articles.items()
        ]
    }


def nq_row(question: str, answer: str, title: str, text: str) -> str:
    """A line of Natural Questions."""
    context = {"title": title, "text": text}
    return json.dumps({"question": question, "answers": [answer], "ctxs": [context]}) + "\n"


def write(path: Path, content: object) -> None:
    """Write a compressed file: text as it is, anything else as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = content if isinstance(content, str) else json.dumps(content)
    path.write_bytes(gzip.compress(text.encode()))


def our_line(key: str, text: str | None, asked: dict[str, str | None], title: str = "") -> str:
    """A line of our own questions about one passage."""
    questions = [{"question": question, "answer": answer} for question, answer in asked.items()]
    return json.dumps({"id": key, "title": title, "text": text, "questions": questions}) + "\n"
