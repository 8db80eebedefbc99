"""From items to padded tensors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from scripts.reader_training.items import Item

_LARGEST = 24


@dataclass
class Batch:
    """Padded tensors of B sequences of length L with up to S sentences each."""

    ids: Tensor
    mask: Tensor
    types: Tensor
    sentence: Tensor
    starts: Tensor
    ends: Tensor
    gold_sentences: Tensor
    group: Tensor


def collate(items: Sequence[Item]) -> Batch:
    """Pad items: ids, mask, types, sentence (B, L) int64; gold masks (B, L) and (B, S) bool."""
    rows, width = len(items), _rounded(max(len(item.ids) for item in items))
    count = 1 + max(max(item.sentence) for item in items)
    numbers = torch.zeros(3, rows, width, dtype=torch.long)
    marks = torch.zeros(2, rows, width, dtype=torch.bool)
    batch = Batch(
        ids=numbers[0],
        mask=numbers[1],
        types=numbers[2],
        sentence=torch.full((rows, width), -1, dtype=torch.long),
        starts=marks[0],
        ends=marks[1],
        gold_sentences=torch.zeros(rows, count, dtype=torch.bool),
        group=torch.tensor([item.group for item in items]),
    )
    for row, item in enumerate(items):
        size = len(item.ids)
        batch.ids[row, :size] = torch.tensor(item.ids)
        batch.mask[row, :size] = 1
        batch.types[row, :size] = torch.tensor(item.types)
        batch.sentence[row, :size] = torch.tensor(item.sentence)
        batch.starts[row, item.starts] = True
        batch.ends[row, item.ends] = True
        batch.gold_sentences[row, item.gold_sentences] = True
    return batch


def packed(groups: Sequence[Sequence[Item]], tokens: int) -> Iterator[list[Item]]:
    """Fill batches up to about `tokens` padded tokens; the members of a group stay together."""
    batch: list[Item] = []
    for number, group in enumerate(groups):
        width = _rounded(max(len(item.ids) for item in [*batch, *group]))
        if batch and (width * (len(batch) + len(group)) > tokens or len(batch) >= _LARGEST):
            yield batch
            batch = []
        for item in group:
            item.group = number if len(group) > 1 else -1
        batch.extend(group)
    if batch:
        yield batch


def _rounded(length: int) -> int:
    """Few different widths: oneDNN prepares its kernels anew for each shape it has not met."""
    return (length + 15) // 16 * 16
