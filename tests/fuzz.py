"""Look for a document or a request that breaks its reader, led by which code each try reaches.

    python -m tests.fuzz {documents,requests} [-max_total_time=SECONDS] [libFuzzer's options]

`make fuzz` runs both for a while. What is found is written to crash-* or timeout-* in the folder
one stands in; give that file as an argument to see it again. Hypothesis tries the same properties,
from grammars of its own, with every run of the tests.
"""

from __future__ import annotations

import json
import sys
from contextlib import suppress

import atheris
from pydantic import ValidationError

_READERS = ["corpus", "service.conversation", "service.question", "service.requests"]

with atheris.instrument_imports(include=_READERS):
    from corpus.canonical import canonical
    from corpus.documents import UnreadableDocument
    from corpus.extract import EXTRACTORS
    from corpus.layout import assemble
    from service.question import interpret
    from service.requests import AskRequest, VerifyRequest

_KINDS = (".md", ".txt", ".html")


def documents(content: bytes) -> None:
    """Whatever a file holds, it is refused in words or becomes a text in canonical form."""
    if not content:
        return
    with suppress(UnreadableDocument):
        body = assemble(EXTRACTORS[_KINDS[content[0] % len(_KINDS)]](content[1:]).lines)
        if canonical(body.text) != body.text:
            raise AssertionError(f"{body.text!r} is not canonical")


def requests(content: bytes) -> None:
    """Whatever a body holds, it is refused by name or is a question that is understood."""
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        return
    with suppress(ValidationError):
        VerifyRequest.model_validate(value)
    try:
        asked = AskRequest.model_validate(value).to_ask()
    except ValidationError:
        return
    interpret(asked.question, asked.history)


def main() -> None:
    """Fuzz what the first argument names; ends the process."""
    target = {"documents": documents, "requests": requests}[sys.argv.pop(1)]
    atheris.Setup(sys.argv, target)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
