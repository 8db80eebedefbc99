"""The numbers of the training run, in one place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Recipe:
    """How the reader is trained; as it stands, nearly three hours on two idle cores.

    A stage's length counts sequences, as batches differ in size; all other lengths are in tokens.
    """

    short_sequences: int = 35_000
    long_sequences: int = 65_000
    everyday_sequences: int = 60_000
    short_length: int = 128
    long_length: int = 224
    everyday_length: int = 256
    batch_tokens: int = 2600
    """Padded tokens per batch."""
    negatives: int = 1
    """Hard negatives per question that is read in a group."""
    rate: float = 2.5e-4
    """The highest learning rate of the first two stages."""
    everyday_rate: float = 1.5e-4
    """That of the third."""
    warmup: int = 200
    """Steps until the highest rate."""
    decay_from: float = 0.5
    """Share of the first two stages after which the rate falls; it falls throughout the third."""
    average: float = 0.995
    """Decay of the moving average of the weights."""
    seed: int = 7

    @property
    def general(self) -> int:
        """Sequences of the first two stages."""
        return self.short_sequences + self.long_sequences

    @property
    def total(self) -> int:
        """Sequences of all stages."""
        return self.general + self.everyday_sequences
