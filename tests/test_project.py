"""The project's own promises: everything that is installed is pinned."""

import re
import tomllib
from importlib.metadata import distribution, requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text())["project"]

# PyTorch's CUDA build names its NVIDIA libraries and Triton at exact versions itself.
PINNED_BY_TORCH = re.compile(r"^(nvidia-|cuda-|triton$)")


def pins() -> dict[str, str]:
    """Every `name==version` of pyproject.toml."""
    found = {}
    for line in [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]]:
        requirement = Requirement(line)
        (specifier,) = requirement.specifier
        assert specifier.operator == "==", f"{line} is not pinned"
        found[str(canonicalize_name(requirement.name))] = specifier.version
    return found


def test_everything_that_is_installed_is_pinned() -> None:
    pinned = pins()
    waiting = list(pinned)
    seen = set()
    while waiting:
        name = waiting.pop()
        if name in seen or PINNED_BY_TORCH.match(name):
            continue
        seen.add(name)
        assert name in pinned, f"{name} is installed but pyproject.toml does not pin it"
        # PyTorch's CPU wheel calls itself 2.13.0+cpu.
        assert distribution(name).version.split("+")[0] == pinned[name]
        for line in requires(name) or []:
            needed = Requirement(line)
            if needed.marker is None or needed.marker.evaluate({"extra": ""}):
                waiting.append(str(canonicalize_name(needed.name)))
