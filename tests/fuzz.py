"""Look for a document or a request that breaks its reader, led by which code each try reaches.

    python -m tests.fuzz {documents,requests} [-max_total_time=SECONDS] [libFuzzer's options]

`make fuzz` runs both for a while. What is found is written to crash-* or timeout-* in the folder
one stands in; give that file as an argument to see it again. Hypothesis tries the same properties,
from grammars of its own, with every run of the tests.
"""

from __future__ import annotations

import io
import sys
import zipfile
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

_PDF = """%PDF-1.4
1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj
2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj
3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R
 /Resources <</Font <</F 5 0 R>>>>>> endobj
4 0 obj <</Length {length}>> stream
{page}
endstream endobj
5 0 obj <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>> endobj
trailer <</Root 1 0 R>>
"""
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _file(tried: atheris.FuzzedDataProvider) -> tuple[str, bytes]:
    """A file's suffix and content. Of a PDF and a DOCX what matters is inside, not its packing."""
    suffix = tried.PickValueInList([".md", ".txt", ".html", ".pdf", ".docx"])
    if suffix == ".pdf":
        return suffix, _pdf(tried)
    content = tried.ConsumeBytes(tried.remaining_bytes())
    return suffix, _docx(content) if suffix == ".docx" else content


def _pdf(tried: atheris.FuzzedDataProvider) -> bytes:
    """One page with runs of text anywhere on it."""
    runs = []
    while tried.remaining_bytes():
        size, x, y = (tried.ConsumeIntInRange(1, most) for most in (40, 600, 800))
        text = tried.ConsumeBytes(tried.ConsumeIntInRange(1, 40)).hex()
        runs.append(f"BT /F {size} Tf {x} {y} Td <{text}> Tj ET")
    page = "\n".join(runs)
    return _PDF.format(length=len(page), page=page).encode()


def _docx(body: bytes) -> bytes:
    """A DOCX file of nothing but this body, which may be no XML at all."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as parts:
        parts.writestr(
            "word/document.xml",
            b'<w:document xmlns:w="%s"><w:body>%s</w:body></w:document>' % (_WORD.encode(), body),
        )
    return packed.getvalue()


def documents(content: bytes) -> None:
    """Whatever a file holds, it is refused in words or becomes a text in canonical form."""
    suffix, content = _file(atheris.FuzzedDataProvider(content))
    try:
        extracted = EXTRACTORS[suffix](content)
    except UnreadableDocument:
        return
    except Exception:
        if suffix in {".pdf", ".docx"}:
            return  # from their libraries: the process that they are read in reports it as refused
        raise
    body = assemble(extracted.lines)
    if canonical(body.text) != body.text:
        raise AssertionError(f"{body.text!r} is not canonical")


def requests(content: bytes) -> None:
    """Whatever a body's fields hold, it is refused by name or is a question that is understood."""
    tried = atheris.FuzzedDataProvider(content)

    def text() -> str:
        return str(tried.ConsumeUnicode(tried.ConsumeIntInRange(0, 120)))

    value = {
        "question": text(),
        "limit": tried.ConsumeIntInRange(-1, 22),
        "filters": {tried.PickValueInList(["city", "country", "document", "other"]): [text()]},
        "history": [
            {"question": text(), "answer": text()} for _ in range(tried.ConsumeIntInRange(0, 3))
        ],
    }
    with suppress(ValidationError):
        VerifyRequest.model_validate({"quote": text(), "document": text()})
    with suppress(ValidationError):
        asked = AskRequest.model_validate(value).to_ask()
        interpret(asked.question, asked.history)


def main() -> None:
    """Fuzz what the first argument names; ends the process."""
    target = {"documents": documents, "requests": requests}[sys.argv.pop(1)]
    atheris.Setup(sys.argv, target)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
