"""The network: a BERT encoder of MiniLM's size with four small heads."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

MASKED = -1e4
"""Added to a logit that must not count; finite, so that bf16 and a sum of several stay numbers."""


class Layer(nn.Module):
    """One BERT encoder layer."""

    def __init__(self, width: int, heads: int, inner: int) -> None:
        super().__init__()
        self.heads = heads
        self.scale = math.sqrt(width // heads)
        self.query = nn.Linear(width, width)
        self.key = nn.Linear(width, width)
        self.value = nn.Linear(width, width)
        self.output = nn.Linear(width, width)
        self.output_norm = nn.LayerNorm(width, eps=1e-12)
        self.inner = nn.Linear(width, inner)
        self.outer = nn.Linear(inner, width)
        self.outer_norm = nn.LayerNorm(width, eps=1e-12)

    def split(self, states: Tensor) -> Tensor:
        """(B, L, H) to (B, heads, L, H / heads)."""
        batch, length, width = states.shape
        return states.view(batch, length, self.heads, width // self.heads).transpose(1, 2)

    def forward(self, states: Tensor, bias: Tensor) -> Tensor:
        """(B, L, H) to (B, L, H); `bias` of shape (B, 1, 1, L) shuts out the padding.

        The attention is written out: torch's fused one has a slow backward pass on CPUs, 12 against
        8 sequences a second for the whole model.
        """
        query, key, value = (
            self.split(self.query(states)),
            self.split(self.key(states)),
            self.split(self.value(states)),
        )
        weights = query @ key.transpose(-1, -2) / self.scale + bias
        mixed = (torch.softmax(weights, dim=-1) @ value).transpose(1, 2).flatten(2)
        states = self.output_norm(states + self.output(mixed))
        result: Tensor = self.outer_norm(states + self.outer(functional.gelu(self.inner(states))))
        return result


class Reader(nn.Module):
    """MiniLM with four heads. No dropout: one or two passes over the data do not overfit."""

    def __init__(self, config: dict[str, Any]) -> None:
        super().__init__()
        width = int(config["hidden_size"])
        self.words = nn.Embedding(int(config["vocab_size"]), width)
        self.positions = nn.Embedding(int(config["max_position_embeddings"]), width)
        self.types = nn.Embedding(int(config["type_vocab_size"]), width)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        layer = (width, int(config["num_attention_heads"]), int(config["intermediate_size"]))
        self.layers = nn.ModuleList(Layer(*layer) for _ in range(int(config["num_hidden_layers"])))
        self.tokens = nn.Linear(width, 3)
        self.absent = nn.Linear(width, 1)

    def forward(
        self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Three int64 (B, L) to start, end and sentence logits (B, L) and no_answer (B,)."""
        places = torch.arange(input_ids.shape[1], device=input_ids.device)
        states = self.norm(
            self.words(input_ids) + self.positions(places)[None] + self.types(token_type_ids)
        )
        bias = (1.0 - attention_mask[:, None, None, :].to(states.dtype)) * MASKED
        for layer in self.layers:
            states = layer(states, bias)
        start, end, sentence = self.tokens(states).unbind(-1)
        return start, end, sentence, self.absent(states[:, 0]).squeeze(-1)


def load_base(folder: Path) -> Reader:
    """The sentence encoder's weights under new heads (its names are those of BERT)."""
    config = json.loads((folder / "config.json").read_text("utf-8"))
    model = Reader(config)
    model.load_state_dict(
        {
            renamed: tensor
            for name, tensor in load_file(folder / "model.safetensors").items()
            if (renamed := _renamed(name))
        },
        strict=False,
    )
    for head in (model.tokens, model.absent):
        nn.init.normal_(head.weight, std=0.02)
        nn.init.zeros_(head.bias)
    # The 11.7 million weights of the words would drift on what 20,000 questions happen to mention.
    model.words.weight.requires_grad_(False)
    return model


def _renamed(name: str) -> str:
    """BERT's parameter name to ours; empty for what we do not use (pooler, position ids)."""
    name = name.removeprefix("bert.")
    for old, new in (
        ("embeddings.word_embeddings", "words"),
        ("embeddings.position_embeddings", "positions"),
        ("embeddings.token_type_embeddings", "types"),
        ("embeddings.LayerNorm", "norm"),
        ("encoder.layer.", "layers."),
        ("attention.self.", ""),
        ("attention.output.dense", "output"),
        ("attention.output.LayerNorm", "output_norm"),
        ("intermediate.dense", "inner"),
        ("output.dense", "outer"),
        ("output.LayerNorm", "outer_norm"),
    ):
        name = name.replace(old, new)
    return "" if "pooler" in name or "position_ids" in name else name
