"""The training loop: steps, progress, checkpoints."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import torch
from torch import nn

from scripts.reader_training.batches import Batch
from scripts.reader_training.loss import loss_of
from scripts.reader_training.recipe import Recipe
from scripts.reader_training.state import State, save_state

_SHOWN_EVERY = 50


@dataclass(frozen=True)
class Saving:
    """Where a run is saved, every how many steps, and what is called after that."""

    checkpoint: Path
    every: int
    then: Callable[[], None]


def rate_at(seen: int, step: int, recipe: Recipe) -> float:
    """Learning rate: warm-up, a plateau, straight down; and down once more in the last stage."""
    warm = min(1.0, (step + 1) / recipe.warmup)
    if seen >= recipe.general:
        left = (recipe.total - seen) / max(recipe.everyday_sequences, 1)
        return recipe.everyday_rate * min(warm, max(0.02, left))
    left = (recipe.general - seen) / (recipe.general * (1 - recipe.decay_from))
    return recipe.rate * min(warm, max(0.02, left))


def train_step(state: State, batch: Batch, recipe: Recipe) -> float:
    """One step of the optimiser and of the average; gives the loss."""
    for group in state.optimiser.param_groups:
        group["lr"] = rate_at(state.seen, state.step, recipe)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        loss = loss_of(state.model, batch)
    torch.autograd.backward(loss)
    nn.utils.clip_grad_norm_(state.model.parameters(), 1.0)
    state.optimiser.step()
    state.optimiser.zero_grad()
    state.step += 1
    state.seen += len(batch.ids)
    keep = min(recipe.average, (1 + state.step) / (10 + state.step))
    with torch.no_grad():
        for mean, now in zip(state.average.parameters(), state.model.parameters(), strict=True):
            if now.requires_grad:
                mean.lerp_(now, 1 - keep)
    return float(loss.detach())


def train(state: State, batches: Iterable[Batch], recipe: Recipe, saving: Saving) -> bool:
    """Train on `batches` and save; whether it came to their end.

    Where the process is asked to end (SIGINT, SIGTERM), it ends early, so that no work is lost.
    """
    progress = _Progress(state, recipe)
    with _asked_to_stop() as asked:
        for batch in batches:
            progress.show(train_step(state, batch, recipe))
            if asked():
                break
            if state.step % saving.every == 0:
                save_state(state, saving.checkpoint)
                saving.then()
    save_state(state, saving.checkpoint)
    return state.seen >= recipe.total


class _Progress:
    """Prints where the run is, its loss, its speed and the time left."""

    def __init__(self, state: State, recipe: Recipe) -> None:
        self._state, self._recipe = state, recipe
        self._began, self._first = time.monotonic(), state.seen
        self._loss: float | None = None

    def show(self, loss: float) -> None:
        """Take in the loss of a step; a line for the first one and then every so many."""
        state, recipe, before = self._state, self._recipe, self._loss
        self._loss = loss if before is None else 0.98 * before + 0.02 * loss
        if before is not None and state.step % _SHOWN_EVERY:
            return
        speed = (state.seen - self._first) / (time.monotonic() - self._began)
        print(
            f"{time.strftime('%H:%M:%S')} step {state.step} seen {state.seen}/{recipe.total} "
            f"loss {self._loss:.3f} rate {rate_at(state.seen, state.step, recipe):.1e} "
            f"{speed:.1f}/s left {(recipe.total - state.seen) / speed / 60:.0f} min",
            flush=True,
        )


@contextmanager
def _asked_to_stop() -> Iterator[Callable[[], bool]]:
    """Tells whether the process was asked to end, in place of ending it."""
    received: list[int] = []

    def note(number: int, _: FrameType | None) -> None:
        received.append(number)

    before = {number: signal.signal(number, note) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield lambda: bool(received)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
