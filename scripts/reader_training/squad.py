"""SQuAD questions and the official measures of an answer to one: exact match and F1."""

from __future__ import annotations

import re
import string
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from scripts.reader_training.data import load_json


class SquadError(ValueError):
    """A SQuAD file cannot be used; the message names it and what is wrong."""


@dataclass(frozen=True)
class Question:
    """One question of a SQuAD file; `answers` is empty where it has none."""

    text: str
    title: str
    passage: str
    answers: tuple[str, ...]


def load_squad(path: Path) -> list[Question]:
    """All questions of a SQuAD file, compressed or not, in its order.

    :raise SquadError: the file is missing, or is not a SQuAD file with a question in it
    """
    try:
        questions = [
            Question(
                qa["question"],
                article.get("title", "").replace("_", " "),
                paragraph["context"],
                tuple(a["text"] for a in qa["answers"] if normalise_answer(a["text"])),
            )
            for article in load_json(path)["data"]
            for paragraph in article["paragraphs"]
            for qa in paragraph["qas"]
        ]
    except OSError as error:
        raise SquadError(f"{path} cannot be read: {error.strerror or error}.") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SquadError(f"{path} is not a SQuAD file ({error!r}).") from error
    if not questions:
        raise SquadError(f"{path} holds no question.")
    return questions


def normalise_answer(text: str) -> str:
    """Lower-case, without punctuation, articles and spare spaces, as the official script does."""
    text = "".join(char for char in text.lower() if char not in string.punctuation)
    return " ".join(re.sub(r"\b(a|an|the)\b", " ", text).split())


def f1_score(gold: str, answer: str) -> float:
    """Overlap of words between two answers, 0 to 1; an empty one matches only an empty one."""
    left, right = normalise_answer(gold).split(), normalise_answer(answer).split()
    if not left or not right:
        return float(left == right)
    same = sum((Counter(left) & Counter(right)).values())
    return 2 * same / (len(left) + len(right))


def best_scores(golds: tuple[str, ...], answer: str) -> tuple[float, float]:
    """Exact match and F1 against the most similar gold answer; no answer is the empty text."""
    golds = golds or ("",)
    exact = max(float(normalise_answer(gold) == normalise_answer(answer)) for gold in golds)
    return exact, max(f1_score(gold, answer) for gold in golds)
