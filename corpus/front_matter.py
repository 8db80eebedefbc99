"""What a Markdown file says about itself above its text, in YAML."""

from __future__ import annotations

import re
from dataclasses import dataclass
from reprlib import Repr

import yaml

from corpus.canonical import one_line
from corpus.documents import Source, UnreadableDocument

_LONGEST = 50_000
_FENCED = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_LANGUAGE = re.compile(r"([a-z]{2})(?:[-_][a-z]{2,8})*", re.IGNORECASE)
_SHOWN = Repr()
_SHOWN.maxlevel = 2


@dataclass(frozen=True)
class FrontMatter:
    """The known keys of front matter; None or empty where it leaves one out."""

    title: str | None = None
    language: str | None = None
    city: str | None = None
    country: str | None = None
    aliases: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()


class _Loader(yaml.SafeLoader):
    """Reads every scalar but null as it is written: 2016 and no are texts, not types."""


_KINDS = tuple(f"tag:yaml.org,2002:{kind}" for kind in ("null", "str", "seq", "map"))
# A value of a kind that is written before it ("!!int abc") could fail in ways of its own.
_Loader.yaml_constructors = {
    tag: construct
    for tag, construct in yaml.SafeLoader.yaml_constructors.items()
    if tag is None or tag in _KINDS
}
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag == "tag:yaml.org,2002:null"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def split(text: str) -> tuple[FrontMatter, str]:
    """Return the front matter of `text`, without keys of other programs, and what follows it.

    Raises UnreadableDocument naming the key and the value that is wrong.
    """
    fenced = _FENCED.match(text)
    if not fenced:
        return FrontMatter(), text
    if len(fenced[1]) > _LONGEST:
        raise _wrong(f"has {len(fenced[1]):,} characters, more than {_LONGEST:,}", "Shorten it.")
    try:
        keys = yaml.load(fenced[1], _Loader)
    except yaml.YAMLError as error:
        raise _wrong(f"is not YAML: {one_line(str(error))}", "Correct it.") from error
    except RecursionError as error:
        raise _wrong("is nested too deep", "Write it flat.") from error
    rest = text[fenced.end() :]
    if isinstance(keys, str):  # a paragraph between two rules
        return FrontMatter(), text
    if not isinstance(keys or {}, dict):
        raise _wrong(f"is {_SHOWN.repr(keys)}, not keys with values", "Write it as key: value.")
    return _read(keys or {}), rest


def _read(keys: dict[object, object]) -> FrontMatter:
    language = _text(keys, "language")
    code = _LANGUAGE.fullmatch(language) if language else None
    if language and not code:
        raise _wrong(
            f"gives language as {_SHOWN.repr(language)}", "Write its ISO 639-1 code, such as en."
        )
    return FrontMatter(
        title=_text(keys, "title"),
        language=code[1].lower() if code else None,
        city=_text(keys, "city"),
        country=_text(keys, "country"),
        aliases=tuple(_item(alias) for alias in _list(keys, "aliases")),
        sources=tuple(_source(source) for source in _list(keys, "sources")),
    )


def _source(given: object) -> Source:
    if not isinstance(given, dict):
        raise _wrong(
            f"has a source that is {_SHOWN.repr(given)}",
            "Write it as title, publisher, url, published.",
        )
    source = Source(*(_text(given, key) for key in ("title", "publisher", "url", "published")))
    if source == Source(None, None, None, None):
        raise _wrong(f"has a source without a title: {_SHOWN.repr(given)}", "Add its title or url.")
    if source.url and not re.match(r"https?://[^\s/]+\S*$", source.url):
        raise _wrong(f"gives url as {_SHOWN.repr(source.url)}", "Write it from https:// on.")
    return source


def _item(given: object) -> str:
    if not isinstance(given, str) or not one_line(given):
        raise _wrong(f"has {_SHOWN.repr(given)} in aliases", "Write each alias as text.")
    return one_line(given)


def _text(keys: dict[object, object], key: str) -> str | None:
    given = keys.get(key)
    if given is None:
        return None
    if not isinstance(given, str):
        raise _wrong(f"gives {key} as {_SHOWN.repr(given)}", f"Write {key} as text.")
    return one_line(given) or None


def _list(keys: dict[object, object], key: str) -> list[object]:
    given = keys.get(key)
    if given is None:
        return []
    if not isinstance(given, list):
        raise _wrong(f"gives {key} as {_SHOWN.repr(given)}", f"Write {key} as a list.")
    return given


def _wrong(what: str, remedy: str) -> UnreadableDocument:
    return UnreadableDocument(f"Its front matter {what}.", remedy)
