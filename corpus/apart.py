"""Files read in a process of their own: a damaged or hostile one may crash what reads it, never end
or fill the memory, and must not take the build with it.

As a program (`python -m corpus.apart .pdf BYTES_OF_MEMORY < FILE`) it writes what the file says
as JSON.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from corpus.documents import UnreadableDocument
from corpus.extract import EXTRACTORS
from corpus.layout import Extracted

SECONDS = 300
"""A thousand pages take half a minute; the rest is for a machine that is busy."""

MEMORY = 3 << 30
"""Bytes of address space, of which Python and the libraries take a part before they read."""

_ALWAYS = {".pdf", ".docx"}
"""Their libraries are large, and not written in Python."""

_SHORT = 100_000
"""Bytes. A text that is no longer is read here: no rule takes long over it, and a process does."""


@dataclass(frozen=True)
class _Refusal:
    """Why a file cannot become a document, and what to do; see UnreadableDocument."""

    reason: str
    remedy: str


_ANSWER: TypeAdapter[Extracted | _Refusal] = TypeAdapter(Extracted | _Refusal)


def extract(suffix: str, content: bytes) -> Extracted:
    """Read a file with this `suffix`, apart unless it is a short text.

    Raises UnreadableDocument.
    """
    if suffix in _ALWAYS or len(content) > _SHORT:
        return read_apart(suffix, content)
    try:
        return EXTRACTORS[suffix](content)
    except UnreadableDocument:
        raise
    except Exception as error:
        raise _unforeseen(f"{type(error).__name__}: {error}") from error


def read_apart(suffix: str, content: bytes) -> Extracted:
    """Read a file with this `suffix`, in `SECONDS` and `MEMORY`. Raises UnreadableDocument."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", __name__, suffix, str(MEMORY)],
            input=content,
            capture_output=True,
            timeout=SECONDS,
            cwd=Path(__file__).parent.parent,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableDocument(
            f"Reading it takes more than {SECONDS} seconds.", "Divide it, or save it again."
        ) from error
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        raise _unforeseen(said or f"exit status {done.returncode}")
    answer = _ANSWER.validate_json(done.stdout)
    if isinstance(answer, _Refusal):
        raise UnreadableDocument(answer.reason, answer.remedy)
    return answer


def _unforeseen(what: str) -> UnreadableDocument:
    return UnreadableDocument(
        f"It is damaged, or too complicated to be read ({what}).",
        "Open it in the program that made it and save it again.",
    )


def main() -> None:
    """Read the file on standard input. Any error is for `read_apart` to report."""
    suffix, memory = sys.argv[1], int(sys.argv[2])
    if sys.platform == "linux":  # macOS refuses the limit; there the time alone is bounded
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    # Should the build be killed, nobody is left to end this process.
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    answer: Extracted | _Refusal
    try:
        answer = EXTRACTORS[suffix](sys.stdin.buffer.read())
    except UnreadableDocument as error:
        answer = _Refusal(error.reason, error.remedy)
    sys.stdout.buffer.write(_ANSWER.dump_json(answer))


if __name__ == "__main__":
    main()
