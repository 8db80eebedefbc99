"""The shape in which the reader gets a question and a passage."""

from __future__ import annotations

from pathlib import Path

import pytest
from tokenizers import Tokenizer, models

from service.reader import MODEL
from service.reader_input import (
    MAX_NAME_WORDS,
    MAX_PREFIX_TOKENS,
    MAX_QUESTION_TOKENS,
    Encoded,
    layout,
    normalise_question,
    open_tokenizer,
    prefix_ids,
)


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return open_tokenizer(MODEL)


def tokens(tokenizer: Tokenizer, ids: list[int]) -> list[str]:
    return [str(tokenizer.id_to_token(number)) for number in ids]


def ids(tokenizer: Tokenizer, text: str) -> list[int]:
    return list(tokenizer.encode(text, add_special_tokens=False).ids)


def laid_out(
    tokenizer: Tokenizer, passage: str, window: tuple[int, int] = (0, 384), question: str = "who?"
) -> Encoded:
    encoding = tokenizer.encode(passage, add_special_tokens=False)
    prefix = prefix_ids(tokenizer, "Town")
    return layout(tokenizer, ids(tokenizer, question), prefix, encoding, window)


@pytest.mark.parametrize(
    ("typed", "tokenised"),
    [
        ("What is the city's motto?", "What is the city 's motto ?"),
        ("why didn't it rain", "why did n't it rain ?"),
        ("Who said “we learn (slowly)”?", "Who said `` we learn ( slowly ) ''"),
        ("How much is $5, today?", "How much is $ 5 , today"),
        ("a well-known fair – where", "a well - known fair - where ?"),
    ],
)
def test_questions_look_alike_whoever_joined_them(typed: str, tokenised: str) -> None:
    assert normalise_question(typed) == normalise_question(tokenised)
    assert normalise_question(normalise_question(typed)) == normalise_question(typed)


def test_a_question_keeps_its_words_and_case_and_ends_in_one_mark() -> None:
    assert normalise_question("  Who opened\u00a0Lind  Hall ??") == "Who opened Lind Hall?"


def test_question_prefix_and_passage_stand_in_one_row(tokenizer: Tokenizer) -> None:
    encoded = laid_out(tokenizer, "A fair.")
    row = ["[CLS]", "who", "?", "[SEP]", "town", ":", "a", "fair", ".", "[SEP]"]
    assert tokens(tokenizer, encoded.ids) == row
    assert encoded.types == [0] * 4 + [1] * 6
    assert row[encoded.offset : encoded.offset + len(encoded.chars)] == ["a", "fair", "."]
    assert encoded.chars == [(0, 1), (2, 6), (6, 7)]


def test_characters_are_code_points(tokenizer: Tokenizer) -> None:
    passage = "🔥 부 fair"
    encoded = laid_out(tokenizer, passage)
    assert passage[slice(*encoded.chars[0])] == "🔥"
    assert {passage[slice(*chars)] for chars in encoded.chars[1:-1]} == {"부"}
    assert passage[slice(*encoded.chars[-1])] == "fair"


def test_a_window_shows_a_part_of_the_passage(tokenizer: Tokenizer) -> None:
    encoded = laid_out(tokenizer, "one two three four five", (1, 10))
    assert tokens(tokenizer, encoded.ids)[encoded.offset :] == ["two", "three", "four", "[SEP]"]
    assert len(encoded.ids) == len(encoded.types) == 10
    assert encoded.chars == [(4, 7), (8, 13), (14, 18)]


def test_a_long_question_is_cut(tokenizer: Tokenizer) -> None:
    encoded = laid_out(tokenizer, "A fair.", question="why " * 100)
    assert tokens(tokenizer, encoded.ids).count("why") == MAX_QUESTION_TOKENS
    assert tokens(tokenizer, encoded.ids)[-4:] == ["a", "fair", ".", "[SEP]"]


@pytest.mark.parametrize(
    ("names", "prefix"),
    [
        (("Town", "Fairs"), "town . fairs :"),
        ((" Town ", " "), "town :"),
        (("", "Fairs"), "fairs :"),
        (("", ""), ""),
        ((), ""),
    ],
)
def test_the_prefix_holds_the_names_that_are_known(
    tokenizer: Tokenizer, names: tuple[str, ...], prefix: str
) -> None:
    assert " ".join(tokens(tokenizer, prefix_ids(tokenizer, *names))) == prefix


def test_of_a_long_title_and_a_long_heading_the_first_words_are_read(tokenizer: Tokenizer) -> None:
    prefix = tokens(tokenizer, prefix_ids(tokenizer, "fair " * 100, "town " * 100))
    assert prefix == ["fair"] * MAX_NAME_WORDS + ["."] + ["town"] * MAX_NAME_WORDS + [":"]


def test_a_prefix_of_many_tokens_is_cut_and_still_ends_in_a_colon(tokenizer: Tokenizer) -> None:
    prefix = tokens(tokenizer, prefix_ids(tokenizer, "fair," * 100))
    words = ["fair", ","] * MAX_PREFIX_TOKENS
    assert prefix == [*words[: MAX_PREFIX_TOKENS - 1], ":"]


def test_the_tokenizer_neither_cuts_nor_pads(tokenizer: Tokenizer, tmp_path: Path) -> None:
    encoders = Tokenizer.from_str(tokenizer.to_str())
    encoders.enable_truncation(4)
    encoders.enable_padding(length=4)
    encoders.save(str(tmp_path / "tokenizer.json"))
    assert len(ids(encoders, "fair")) == len(ids(encoders, "fair " * 600)) == 4
    assert len(ids(open_tokenizer(tmp_path), "fair")) == 1
    assert len(ids(open_tokenizer(tmp_path), "fair " * 600)) == 600


def test_a_tokenizer_of_another_model_is_named() -> None:
    other = Tokenizer(models.WordLevel({"[UNK]": 0}, unk_token="[UNK]"))
    with pytest.raises(ValueError, match=r"no token ':'.*exported with the model"):
        prefix_ids(other, "Town")
