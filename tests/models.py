"""Embedding models small enough to make in a test; their weights are random, their files real."""

from __future__ import annotations

import string
from pathlib import Path

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import (
    Pooling,
    StaticEmbedding,
    Transformer,
)
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast
from transformers.utils.logging import disable_progress_bar

SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
PROMPTS = {"query": "query: ", "document": "passage: "}
MAX_TOKENS = 48


def make_bert(folder: Path, *, seed: int = 0, pool_prompt: bool = True) -> Path:
    """A BERT of two layers with prompts and vectors of 16 numbers, not of length one.

    Without `pool_prompt` the prompt is read and left out of the pooling, which no export knows.
    """
    disable_progress_bar()  # type: ignore[no-untyped-call]  # transformers types it so
    torch.manual_seed(seed)
    tokenizer = _tokenizer()
    config = BertConfig(
        vocab_size=tokenizer.get_vocab_size(),
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=64,
    )
    BertModel(config).save_pretrained(folder / "bert")
    PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]  # transformers types it so
        tokenizer_object=tokenizer,
        pad_token="[PAD]",
        unk_token="[UNK]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        mask_token="[MASK]",
    ).save_pretrained(folder / "bert")
    transformer = Transformer(str(folder / "bert"), max_seq_length=MAX_TOKENS)
    pooling = Pooling(16, include_prompt=pool_prompt)
    model = SentenceTransformer(modules=[transformer, pooling], device="cpu", prompts=PROMPTS)
    model.save(str(folder / "model"))
    return folder / "model"


def make_static(folder: Path) -> Path:
    """A model that looks words up and averages them, whose input no exported model can have."""
    torch.manual_seed(0)
    embedding = StaticEmbedding(_tokenizer(), embedding_dim=8)
    SentenceTransformer(modules=[embedding], device="cpu").save(str(folder / "model"))
    return folder / "model"


def _tokenizer() -> Tokenizer:
    """A WordPiece tokenizer that knows letters and digits."""
    letters = string.ascii_lowercase + string.digits
    tokens = [*SPECIAL, *letters, *(f"##{letter}" for letter in letters)]
    numbers = {token: number for number, token in enumerate(tokens)}
    tokenizer = Tokenizer(models.WordPiece(numbers, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        special_tokens=[(token, numbers[token]) for token in ("[CLS]", "[SEP]")],
    )
    return tokenizer
