"""How long steps take, also where several threads are in one step at a time."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

Clock = Callable[[], float]


class Stopwatch:
    """Keeps when each step began and ended; may be shared by threads."""

    def __init__(self, clock: Clock = time.perf_counter) -> None:
        self._clock = clock
        self._spans: dict[str, list[tuple[float, float]]] = defaultdict(list)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time what is done inside a `with` statement."""
        begun = self._clock()
        try:
            yield
        finally:
            self._spans[name].append((begun, self._clock()))

    def timing(self, name: str, function: Callable[P, T]) -> Callable[P, T]:
        """`function`, every call of which is timed."""

        def timed(*args: P.args, **kwargs: P.kwargs) -> T:
            with self.step(name):
                return function(*args, **kwargs)

        return timed

    def seconds(self, *names: str) -> float:
        """How long any of these steps was under way; what overlaps counts once."""
        total, reached = 0.0, float("-inf")
        for begun, ended in sorted(span for name in names for span in self._spans[name]):
            total += max(0.0, ended - max(begun, reached))
            reached = max(reached, ended)
        return total

    def reset(self) -> None:
        """Forget all that was timed."""
        self._spans.clear()


def seconds_of(work: Callable[[], object], clock: Clock = time.perf_counter) -> float:
    """How long `work` takes."""
    begun = clock()
    work()
    return clock() - begun
