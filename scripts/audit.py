"""Ask whether an installed package has a known vulnerability: audit.py [--unless-offline].

Runs pip-audit, which gets an environment of its own beside ours. With --unless-offline it is no
failure that nobody can be asked; it is said. Exit status: 0 none is known, 1 one is, 2 nobody
could be asked about some package.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from scripts.installed import pinned

TOOL = "pip-audit==2.10.1"


class OfflineError(RuntimeError):
    """Nobody can be asked; the message is what was said of it."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask, and print what was said; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--unless-offline", action="store_true", help="pass where it cannot ask")
    given = parser.parse_args(arguments)
    try:
        status, said = audit(
            [f"{name}=={package.version.partition('+')[0]}" for name, package in pinned()]
        )
    except OfflineError as error:
        print(f"NOT AUDITED: {error}. Run make audit where there is a network.")
        return 0 if given.unless_offline else 2
    print(said)
    return status


def audit(pins: Sequence[str]) -> tuple[int, str]:
    """pip-audit's exit status and what it says of these packages; raises OfflineError."""
    with TemporaryDirectory() as folder:
        asked = Path(folder) / "requirements.txt"
        asked.write_text("\n".join(pins) + "\n", encoding="utf-8")
        # A package that cannot be looked up would otherwise count as one without a vulnerability.
        options = ["--strict", "--no-deps", "--disable-pip", "--progress-spinner", "off"]
        done = _run([str(_tool()), *options, "--requirement", str(asked)])
    errors = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
    if done.returncode and errors:
        raise OfflineError(errors[-1].split(":", 2)[-1].rstrip("."))
    return done.returncode, (done.stdout + done.stderr).strip()


def _tool() -> Path:
    """The program, installed at the first call; raises OfflineError."""
    home = Path(sys.prefix) / "audit"
    program = home / "bin" / "pip-audit"
    if not program.exists():
        venv.create(home, with_pip=True, clear=True)
        done = _run([str(home / "bin" / "pip"), "install", "--quiet", TOOL])
        if done.returncode:
            raise OfflineError(f"{TOOL} cannot be installed")
    return program


def _run(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False)


if __name__ == "__main__":
    sys.exit(main())
