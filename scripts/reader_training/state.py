"""What a checkpoint holds: the weights, their average, the optimiser and the progress."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

from scripts.reader_training.export import Weights, weights_of
from scripts.reader_training.model import Reader, load_base

_PARTS = ("model", "average", "optimiser")


@dataclass
class State:
    """A run between two steps; `seen` counts sequences, those of hard negatives included."""

    model: Reader
    average: Reader
    optimiser: torch.optim.AdamW
    step: int = 0
    seen: int = 0


def fresh_state(base: Path) -> State:
    """The state before the first step."""
    model = load_base(base)
    average = copy.deepcopy(model).requires_grad_(False)
    decayed = [p for p in model.parameters() if p.requires_grad and p.ndim > 1]
    others = [p for p in model.parameters() if p.requires_grad and p.ndim == 1]
    groups = [{"params": decayed, "weight_decay": 0.01}, {"params": others, "weight_decay": 0.0}]
    return State(model, average, torch.optim.AdamW(groups, lr=0.0, betas=(0.9, 0.98), fused=True))


def save_state(state: State, path: Path) -> None:
    """Write a checkpoint; the old one is replaced only when the new one is whole."""
    temporary = path.with_suffix(".tmp")
    parts = {name: getattr(state, name).state_dict() for name in _PARTS}
    torch.save({**parts, "step": state.step, "seen": state.seen}, temporary)
    temporary.replace(path)


def restore(state: State, path: Path) -> None:
    """Fill a fresh state from a checkpoint."""
    saved = torch.load(path, map_location="cpu", weights_only=True)
    for name in _PARTS:
        getattr(state, name).load_state_dict(saved[name])
    state.step, state.seen = int(saved["step"]), int(saved["seen"])


def begin_again(state: State, runs: Sequence[Path], seen: int) -> None:
    """Fill a fresh state for another last stage, which begins after `seen` sequences: with the mean
    of the averaged weights of finished runs.
    """
    state.average.load_state_dict(mean_of([averaged_weights(run) for run in runs]))
    state.model.load_state_dict(state.average.state_dict())
    state.seen = seen


def average_with(reader: Reader, runs: Sequence[Path]) -> None:
    """Make `reader` the mean of its weights and those of other finished runs.

    Runs that part from one checkpoint end near enough to each other for their mean to be better
    than each (Wortsman et al. 2022, "Model soups").
    """
    weights = [reader.state_dict(), *(averaged_weights(run) for run in runs)]
    reader.load_state_dict(mean_of(weights))


def averaged_weights(run: Path) -> Weights:
    """The averaged weights of a run: in its checkpoint, or in the folder of an exported reader."""
    if run.is_dir():
        return weights_of(run)
    saved: Weights = torch.load(run, map_location="cpu", weights_only=True)["average"]
    return saved


def mean_of(weights: Sequence[Weights]) -> Weights:
    """The mean of each weight."""
    return {name: torch.stack([each[name] for each in weights]).mean(0) for name in weights[0]}
