"""Check that every package that is installed with the project may be: by the licence it names.

    python scripts/check_licences.py

Each finding is one line. Exit status: 0 nothing found, 1 findings.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from scripts.installed import pinned

# Licences under which a package may be used and passed on without a duty to publish other code;
# MPL-2.0 asks that for changes to its own files only.
ALLOWED = {
    "0BSD",
    "3-Clause BSD License",
    "Apache 2.0 License",
    "Apache Software License",
    "Apache-2.0",
    "BSD License",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CNRI-Python",
    "DFSG approved",
    "ISC License",
    "ISCL",
    "LLVM-exception",
    "MIT",
    "MIT License",
    "MPL 2.0",
    "MPL-2.0",
    "Mozilla Public License 2.0",
    "PSF-2.0",
    "Zlib",
    "Zope Public License",
}
REVIEWED = {
    "atheris": "",  # Apache-2.0 by its LICENSE file; for the fuzzer
    "axe-playwright-python": "",  # MIT by its LICENSE file; for the tests, with axe-core (MPL-2.0)
    "pypdfium2": "BSD-3-Clause, Apache-2.0, dependency licenses",  # PDFium's: BSD, MIT, zlib, IJG
}
"""What a package says of itself that no rule can read, and a person has: by its name."""

_BETWEEN = re.compile(r"\s+(?:AND|OR|WITH)\s+|; |[()]")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print every finding; returns the exit status."""
    findings = [
        f"{name}: its licence is {licence!r}; read it, then add it to {Path(__file__).name}, "
        "or take another package"
        for name, licence in sorted(_licences())
        if not is_allowed(name, licence)
    ]
    print("\n".join(findings) or "Every package names a licence that is allowed.")
    return int(bool(findings))


def is_allowed(name: str, licence: str) -> bool:
    """Tell whether all that a package says of its licence has been read and found fitting."""
    if REVIEWED.get(name) == licence:
        return True
    parts = {part.strip() for part in _BETWEEN.split(licence)} - {""}
    return bool(parts) and parts <= ALLOWED


def _licences() -> Iterator[tuple[str, str]]:
    """Every package that the project pins and is installed, and what it says of its licence."""
    for name, package in pinned():
        says = package.metadata
        named = [
            value.rpartition(" :: ")[2]
            for value in says.get_all("Classifier") or []
            if value.startswith("License ::")
        ]
        told = (*(says.get_all("License-Expression") or []), "; ".join(named))
        text = next(filter(None, (*told, *(says.get_all("License") or []))), "")
        yield name, text.partition("\n")[0]


if __name__ == "__main__":
    sys.exit(main())
