"""PDF and DOCX, read in a process of its own: a damaged or hostile file may crash what reads it,
never end or fill the memory, and must not take the build with it.

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
from corpus.extract_docx import extract_docx
from corpus.extract_pdf import extract_pdf
from corpus.layout import Extracted

SECONDS = 300
"""A thousand pages take half a minute; the rest is for a machine that is busy."""

MEMORY = 3 << 30
"""Bytes of address space, of which Python and the libraries take a part before they read."""

READERS = {".pdf": extract_pdf, ".docx": extract_docx}


@dataclass(frozen=True)
class _Refusal:
    """Why a file cannot become a document, and what to do; see UnreadableDocument."""

    reason: str
    remedy: str


_ANSWER: TypeAdapter[Extracted | _Refusal] = TypeAdapter(Extracted | _Refusal)


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
        raise UnreadableDocument(
            f"It is damaged, or too complicated to be read ({said or done.returncode}).",
            "Open it in the program that made it and save it again.",
        )
    answer = _ANSWER.validate_json(done.stdout)
    if isinstance(answer, _Refusal):
        raise UnreadableDocument(answer.reason, answer.remedy)
    return answer


def main() -> None:
    """Read the file on standard input. Any error is for `read_apart` to report."""
    suffix, memory = sys.argv[1], int(sys.argv[2])
    if sys.platform == "linux":  # macOS refuses the limit; there the time alone is bounded
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    answer: Extracted | _Refusal
    try:
        answer = READERS[suffix](sys.stdin.buffer.read())
    except UnreadableDocument as error:
        answer = _Refusal(error.reason, error.remedy)
    sys.stdout.buffer.write(_ANSWER.dump_json(answer))


if __name__ == "__main__":
    main()
