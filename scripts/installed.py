"""The packages that the project pins, as they are installed here."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution, requires

from packaging.requirements import Requirement


def pinned() -> Iterator[tuple[str, Distribution]]:
    """Every package that is pinned and installed, by its name there."""
    for line in requires("cite") or []:
        name = Requirement(line).name
        try:
            yield name, distribution(name)
        except PackageNotFoundError:  # of an extra that is not installed
            continue
