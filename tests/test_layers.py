"""Imports point one way: scripts → service → index → corpus."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAYERS = ["scripts", "service", "index", "corpus"]


def imported_layers(module: Path) -> set[str]:
    """The top-level packages of ours that a module imports, wherever in the file it does so."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: relative imports hide the direction"
            names.add((node.module or "").split(".")[0])
    return names & {*LAYERS, "tests"}


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_imports_only_itself_and_those_below(layer: str) -> None:
    allowed = set(LAYERS[LAYERS.index(layer) :])
    modules = sorted((ROOT / layer).rglob("*.py"))
    assert modules
    for module in modules:
        above = imported_layers(module) - allowed
        assert not above, f"{module.relative_to(ROOT)} imports {above}"


def test_flask_stays_in_the_service() -> None:
    for layer in ("index", "corpus", "scripts"):
        for module in (ROOT / layer).rglob("*.py"):
            assert "flask" not in module.read_text(encoding="utf-8"), module
