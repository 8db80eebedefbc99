"""The project's own promises: what is installed is pinned, and its documents come with it."""

import re
import tomllib
from importlib.metadata import distribution, requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text())
PROJECT = SETTINGS["project"]

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


def test_every_document_is_installed_with_the_project() -> None:
    corpus = ROOT / "corpus"
    patterns = SETTINGS["tool"]["setuptools"]["package-data"]["corpus"]
    installed = {path for pattern in patterns for path in corpus.glob(pattern)}
    assert set(corpus.rglob("*.md")) <= installed
