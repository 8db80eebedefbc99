"""A question and a passage as the reader takes them, in training and in serving alike.

[CLS] question [SEP] title . heading : passage [SEP]
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tokenizers import Encoding, Tokenizer

INPUTS = ["input_ids", "attention_mask", "token_type_ids"]
OUTPUTS = ["start", "end", "sentence", "no_answer"]
MAX_PREFIX_TOKENS = 32
MAX_QUESTION_TOKENS = 48
MAX_NAME_WORDS = 8
"""Of a title or a heading: one that is a whole sentence would be read as a part of the passage."""

_QUOTES = str.maketrans(
    {
        "\u2018": "'",
        "\u2019": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u2013": "-",
        "\u2014": "-",
        "\u00a0": " ",
    }
)


def normalise_question(question: str) -> str:
    """Give every question the same shape, whoever typed it and whatever tool joined its tokens.

    Training and serving both call this. The unanswerable questions of the training data were
    tokenised and joined again, so without it the spacing would give the label away; and people
    leave out question marks. Letter case is left alone, as the tokenizer folds it.
    """
    text = question.translate(_QUOTES).replace("``", " ").replace("''", " ").replace('"', " ")
    text = re.sub(r"\s+", " ", text).strip(" .?!,;:")
    text = re.sub(r"(\w) n ?'t\b", r"\1n't", text)
    text = re.sub(r"\s+([,.;:!?%)\]])", r"\1", text)
    text = re.sub(r"([(\[$#])\s+", r"\1", text)
    text = re.sub(r"\s*'\s*(s|re|ve|ll|d|m|t)\b", r"'\1", text)
    text = re.sub(r"(?<=\w)\s+([-/])\s+(?=\w)", r"\1", text)
    return f"{text}?"


@dataclass(frozen=True)
class Encoded:
    """One question with one passage, ready for the model.

    `ids` and `types` are as long as the sequence; passage token i lies at `offset + i` and covers
    the characters `chars[i]` of the passage.
    """

    ids: list[int]
    types: list[int]
    offset: int
    chars: list[tuple[int, int]]


def open_tokenizer(folder: Path) -> Tokenizer:
    """The encoder's tokenizer, without its own cutting and padding."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def _special(tokenizer: Tokenizer, token: str) -> int:
    """The id of a token that the vocabulary must hold."""
    found = tokenizer.token_to_id(token)
    if found is None:
        raise ValueError(
            f"The tokenizer has no token {token!r}: take the one exported with the model."
        )
    return int(found)


def prefix_ids(tokenizer: Tokenizer, *names: str) -> list[int]:
    """Token ids of `title . heading :`, from the first words of those that are known, or none."""
    short = (" ".join(name.split()[:MAX_NAME_WORDS]) for name in names)
    text = " . ".join(filter(None, short))
    if not text:
        return []
    ids: list[int] = tokenizer.encode(text, add_special_tokens=False).ids[: MAX_PREFIX_TOKENS - 1]
    return [*ids, _special(tokenizer, ":")]


def layout(
    tokenizer: Tokenizer,
    question: Sequence[int],
    prefix: Sequence[int],
    passage: Encoding,
    window: tuple[int, int],
) -> Encoded:
    """Join the parts; `window` is the first passage token and the greatest sequence length."""
    first, max_length = window
    head = [
        _special(tokenizer, "[CLS]"),
        *question[:MAX_QUESTION_TOKENS],
        _special(tokenizer, "[SEP]"),
    ]
    room = max_length - len(head) - len(prefix) - 1
    body = passage.ids[first : first + room]
    ids = [*head, *prefix, *body, _special(tokenizer, "[SEP]")]
    types = [0] * len(head) + [1] * (len(ids) - len(head))
    return Encoded(ids, types, len(head) + len(prefix), list(passage.offsets[first : first + room]))
