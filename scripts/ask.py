"""One question on the terminal: the answer with its numbered sources."""

from __future__ import annotations

import argparse
import sys

from pydantic import ValidationError

from index.errors import StoreError
from service.ask import Ask, Service
from service.errors import Invalid
from service.reader import ReaderError
from service.requests import AskRequest
from service.schemas import AskResponse, Citation
from service.settings import Settings, SettingsError


def main(arguments: list[str] | None = None) -> int:
    """Answer or decline (0), or say what is wrong with the question or the set-up (2)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("question", help="1 to 1,000 characters")
    asked = parser.parse_args(arguments).question
    try:
        question = AskRequest(question=asked).question
        service = Service.open(Settings.from_environ().index_dir)
    except ValidationError as error:
        return _refuse(Invalid.of(error))
    except (SettingsError, StoreError, ReaderError) as error:
        return _refuse(error)
    try:
        print(as_text(AskResponse.from_reply(service.ask(Ask(question)))))
    finally:
        service.close()
    return 0


def as_text(response: AskResponse) -> str:
    """The answer, then where each of its quotes stands, then what else could be asked."""
    lines = [response.answer]
    if response.citations:
        lines += ["", *(_source(citation) for citation in response.citations)]
    if not response.answered and response.related:
        lines += ["", "The nearest passages:"]
        lines += [f"- {' '.join(near.quote.split())} ({near.link})" for near in response.related]
    if response.suggestions:
        lines += ["", "You could ask:", *(f"- {question}" for question in response.suggestions)]
    return "\n".join(lines)


def _source(citation: Citation) -> str:
    """One line: the document and section, what they come from, and the quote's place."""
    source = citation.source
    facts = [source.title, source.publisher, source.published, source.url] if source else []
    named = [citation.document.title, citation.section, *facts]
    place = f"{citation.document.id}[{citation.start}:{citation.end}]"
    return f"[{citation.number}] " + ". ".join(
        [*dict.fromkeys(fact for fact in named if fact), place]
    )


def _refuse(error: Exception) -> int:
    print(error, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
