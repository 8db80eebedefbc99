"""What the reader is trained to lower: each passage on its own, and those of a question together.

The loss over several passages is the shared normalisation of Clark and Gardner (2018), "Simple and
Effective Multi-Paragraph Reading Comprehension".
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from scripts.reader_training.batches import Batch
from scripts.reader_training.model import MASKED, Reader


def gold_loss(logits: Tensor, allowed: Tensor, gold: Tensor) -> Tensor:
    """-log of the probability that falls on the gold positions, (B, N) to (B,).

    Several golds are summed (marginalised), so an answer that stands twice may be found in either
    place, and a question of which only the sentence is known may find its span in it.
    """
    everything = logits.masked_fill(~allowed, MASKED).logsumexp(-1)
    return everything - logits.masked_fill(~gold, MASKED).logsumexp(-1)


def shared_loss(logits: Tensor, allowed: Tensor, gold: Tensor, group: Tensor) -> Tensor:
    """The same over all passages of a question together, [CLS] left out; (B, N) to (groups,)."""
    allowed, gold = allowed.clone(), gold.clone()
    allowed[:, 0] = False
    gold[:, 0] = False
    member = group[None, :] == torch.unique(group[group >= 0])[:, None]
    member = member[:, :, None]
    count = member.shape[0]
    wide = logits[None].expand(count, -1, -1)
    return gold_loss(
        wide.flatten(1), (member & allowed[None]).flatten(1), (member & gold[None]).flatten(1)
    )


def sentence_logits(logits: Tensor, sentence: Tensor, count: int) -> tuple[Tensor, Tensor]:
    """Mean token logit per sentence: (B, L) to (B, S) with a mask of those that exist."""
    index = sentence.clamp(min=0)
    inside = (sentence >= 0).to(logits.dtype)
    sums = torch.zeros(logits.shape[0], count).scatter_add(1, index, logits * inside)
    sizes = torch.zeros(logits.shape[0], count).scatter_add(1, index, inside)
    return sums / sizes.clamp(min=1), sizes > 0


def loss_of(model: Reader, batch: Batch) -> Tensor:
    """Mean loss of a batch.

    Every sequence is asked for its span, its sentence or 'none' on its own; the members of a group
    are also compared with each other.
    """
    start, end, sentence, absent = (
        part.float() for part in model(batch.ids, batch.mask, batch.types)
    )
    allowed = batch.sentence >= 0
    pooled, exists = sentence_logits(sentence, batch.sentence, batch.gold_sentences.shape[1])
    missing = batch.starts[:, 0]
    own = 0.5 * (gold_loss(start, allowed, batch.starts) + gold_loss(end, allowed, batch.ends))
    own = own + 0.3 * gold_loss(pooled, exists, batch.gold_sentences)
    own = own + 0.3 * functional.binary_cross_entropy_with_logits(
        absent, missing.float(), reduction="none"
    )
    loss = own.mean()
    if int(batch.group.max()) >= 0:
        together = 0.5 * shared_loss(start, allowed, batch.starts, batch.group)
        together = together + 0.5 * shared_loss(end, allowed, batch.ends, batch.group)
        together = together + 0.3 * shared_loss(pooled, exists, batch.gold_sentences, batch.group)
        loss = loss + 0.5 * together.mean()
    return loss
