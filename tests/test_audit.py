"""What is made of what pip-audit says; `make check` asks it for real."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from scripts import audit

NONE = (0, "No known vulnerabilities found", "")
ONE = (1, "flask 3.1.3 GHSA-1234", "Found 1 known vulnerability in 1 package")
UNKNOWN = (
    1,
    "",
    "ERROR:pip_audit._cli:flask: Dependency not found and could not be audited: flask (3.1.3)",
)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """What pip-audit is asked about, line by line."""
    monkeypatch.setattr("sys.prefix", str(tmp_path))
    program = tmp_path / "audit" / "bin" / "pip-audit"
    program.parent.mkdir(parents=True)
    program.touch()
    return []


def says(monkeypatch: pytest.MonkeyPatch, asked: list[str], said: tuple[int, str, str]) -> None:
    """Let pip-audit say this."""

    def run(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
        assert "--strict" in command
        asked.extend(Path(command[-1]).read_text().splitlines())
        return subprocess.CompletedProcess(command, *said)

    monkeypatch.setattr(audit, "_run", run)


@pytest.mark.parametrize(
    ("said", "options", "status", "printed"),
    [
        (NONE, [], 0, "No known"),
        (NONE, ["--unless-offline"], 0, "No known"),
        (ONE, [], 1, "GHSA-1234"),
        (ONE, ["--unless-offline"], 1, "GHSA-1234"),
        (UNKNOWN, [], 2, "NOT AUDITED"),
        (UNKNOWN, ["--unless-offline"], 0, "NOT AUDITED"),
    ],
)
def test_only_a_known_vulnerability_or_silence_fails(  # noqa: PLR0917
    said: tuple[int, str, str],
    options: list[str],
    status: int,
    printed: str,
    asked: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    says(monkeypatch, asked, said)
    assert audit.main(options) == status
    out = capsys.readouterr().out
    assert printed in out
    assert said is not UNKNOWN or "flask: Dependency not found" in out
    assert "flask==3.1.3" in asked
    assert all("+" not in line for line in asked), "a local build is known by its public version"


def test_without_pip_audit_nothing_is_audited(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.prefix", str(tmp_path))
    monkeypatch.setattr("venv.create", lambda *_, **__: None)
    failed = subprocess.CompletedProcess([], 1, "", "no network")
    monkeypatch.setattr(audit, "_run", lambda _: failed)
    assert audit.main([]) == 2
    assert "cannot be installed" in capsys.readouterr().out
