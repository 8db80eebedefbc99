"""What the pages say of their own, in English or Korean: one file each, `messages/*.json`.

A reader's language is the one the address names (`?lang=ko`), else the best of `Accept-Language`.
Once named it travels from link to link, so that nothing has to be kept. Answers, quotes and the API
stay in their own language.

Templates have, in macros too: `words`, the messages; `language`, their code; `say`, which puts
values into a message; `in_words`, which says an answer without quotes in them; `link`, which has an
address of ours keep the language named; `languages`, the code, name and address of this page in
each.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, request
from werkzeug.local import LocalProxy

DEFAULT = "en"

MESSAGES: dict[str, dict[str, Any]] = {
    code: json.loads((Path(__file__).parent / "messages" / f"{code}.json").read_text("utf-8"))
    for code in (DEFAULT, "ko")
}
"""The messages by the code of their language and the page they belong to."""


def init_app(app: Flask) -> None:
    """Give the templates of `app` the messages of whoever asks."""
    # Globals, as Flask's own `request` is one: a context processor does not reach into macros.
    app.jinja_env.globals.update(
        words=LocalProxy(lambda: MESSAGES[language()]),
        language=LocalProxy(language),
        languages=LocalProxy(_languages),
        say=say,
        in_words=in_words,
        link=link,
    )
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # of `tojson`: three times shorter
    app.after_request(_vary)


def language() -> str:
    """The code of the language to show this request's page in."""
    named = _named()
    return named or request.accept_languages.best_match(MESSAGES) or DEFAULT


def say(message: str | dict[str, str], /, **values: object) -> str:
    """Put `values` into the braces of `message`; of one with a plural, `count` says which form."""
    if not isinstance(message, str):
        message = message["one" if values["count"] == 1 else "other"]
    return message.format(**values)


def in_words(reply: dict[str, Any]) -> str:
    """What an answer without quotes says, as far as the messages know it in this page's language.

    An example that it gives stands below it among the suggestions.
    """
    said = str(reply["answer"])
    for question in reply["suggestions"]:
        said = said.removesuffix(f" For example: {question}")
    for sentence, translated in MESSAGES[language()]["chat"]["replies"].items():
        said = said.replace(sentence, translated)
    return said


def link(address: str) -> str:
    """`address`, one of our own, with the language that this page's address names, if it does."""
    named = _named()
    if named is None:
        return address
    page, hashed, fragment = address.partition("#")
    return f"{page}{'&' if '?' in page else '?'}lang={named}{hashed}{fragment}"


def _named() -> str | None:
    named = request.args.get("lang")
    return named if named in MESSAGES else None


def _languages() -> list[tuple[str, str, str]]:
    # From "?" on only: an address that begins with what the visitor sent could lead anywhere.
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
    return [
        (code, messages["common"]["language"], "?" + urlencode([*kept, ("lang", code)]))
        for code, messages in MESSAGES.items()
    ]


def _vary(response: Response) -> Response:
    if request.endpoint != "static":
        response.vary.add("Accept-Language")
    return response
