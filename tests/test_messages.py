"""What the pages say of their own: whole in every language, and in the message files alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from flask.testing import FlaskClient

from index.search import Searcher
from service import answer, plain_replies
from service.ask import Service
from service.conversation import courtesy
from service.messages import DEFAULT, MESSAGES, say
from tests.web import make_app

SERVICE = Path(__file__).parent.parent / "service"
PAGE = {"Accept": "text/html"}
OTHERS = sorted(set(MESSAGES) - {DEFAULT})


def leaves(messages: dict[str, object], path: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Every message with its path."""
    for key, message in messages.items():
        if isinstance(message, dict):
            yield from leaves(message, (*path, key))
        else:
            assert isinstance(message, str)
            yield " > ".join((*path, key)), message


def holes(message: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(message) if name is not None}


@pytest.mark.parametrize("code", OTHERS)
def test_every_language_has_the_same_messages_with_the_same_holes(code: str) -> None:
    own, other = dict(leaves(MESSAGES[DEFAULT])), dict(leaves(MESSAGES[code]))
    assert other.keys() == own.keys()
    for path, message in own.items():
        # "One more" need not say its number.
        free = {"count"} if path.endswith(" > one") else set()
        assert holes(other[path]) - free == holes(message) - free, path


def test_no_message_is_named_like_a_method() -> None:
    """`words.chat.clear` would be the method of the dictionary in a template."""
    for messages in MESSAGES.values():
        for path, _ in leaves(messages):
            assert not any(hasattr(dict, key) for key in path.split(" > ")), path


def test_a_message_with_a_plural_is_said_in_the_form_of_its_count() -> None:
    boats = {"one": "{count} boat", "other": "{count} boats"}
    assert [say(boats, count=count) for count in (0, 1, 2)] == ["0 boats", "1 boat", "2 boats"]


@pytest.mark.parametrize("code", OTHERS)
def test_what_the_service_says_in_sentences_of_its_own_is_said_in_every_language(code: str) -> None:
    said = [
        *answer._DECLINED.values(),
        *courtesy._SAID.values(),
        plain_replies.unread(code, ()).text,
    ]
    replies = MESSAGES[code]["chat"]["replies"]
    for text in said:
        rest = text
        for sentence in replies:
            rest = rest.replace(sentence, "")
        assert not re.search("[a-z]", rest), rest
    for sentence in replies:
        if sentence != "These passages have names or words of it.":
            assert any(sentence in text for text in said), f"nobody says {sentence!r}"


@pytest.fixture(scope="module")
def client(searcher: Searcher) -> FlaskClient:
    return make_app(Service(searcher)).test_client()


@pytest.mark.parametrize(
    ("accepted", "code"),
    [
        (None, "en"),
        ("ko", "ko"),
        ("ko-KR,ko;q=0.9,en-US;q=0.8,en;q=0.7", "ko"),
        ("en-GB,en;q=0.9,ko;q=0.8", "en"),
        ("fr-FR,fr;q=0.9", "en"),
        ("fr,ko;q=0.5", "ko"),
        (";;;", "en"),
    ],
)
def test_a_page_is_in_the_language_that_its_reader_prefers(
    client: FlaskClient, accepted: str | None, code: str
) -> None:
    for path in ("/", "/documents", "/documents/notes", "/documents/none"):
        headers = PAGE if accepted is None else {**PAGE, "Accept-Language": accepted}
        page = client.get(path, headers=headers)
        assert f'<html lang="{code}">' in page.get_data(as_text=True)
        assert "Accept-Language" in page.headers["Vary"]


def test_a_language_that_is_chosen_travels_with_the_links(client: FlaskClient) -> None:
    for path in ("/?lang=ko", "/?lang=ko&q=Why%3F", "/documents?lang=ko", "/none?lang=ko"):
        html = client.get(path, headers=PAGE).get_data(as_text=True)
        assert '<html lang="ko">' in html
        links = [link for link in re.findall(r'href="(/[^"]*)"', html) if "/static/" not in link]
        assert links
        assert [link for link in links if "lang=ko" not in link] == []
    unknown = client.get("/?lang=tlh").get_data(as_text=True)
    assert re.findall('lang=(?!")[a-z]+', unknown) == ["lang=ko"]  # the switch alone


def test_the_switch_leads_to_the_same_page_and_nowhere_else(client: FlaskClient) -> None:
    html = client.get("/?q=Why%3F+%22%26&lang=en").get_data(as_text=True)
    assert 'href="?q=Why%3F+%22%26&amp;lang=ko"' in html
    html = client.get("//elsewhere.example/", headers=PAGE).get_data(as_text=True)
    assert 'href="?lang=ko"' in html
    assert 'href="//' not in html


def test_an_address_keeps_its_query_and_its_fragment(client: FlaskClient) -> None:
    html = client.get("/?lang=ko&q=When+did+Marlow+Bay+join+the+network%3F").get_data(as_text=True)
    address = r"/documents/cities/marlow-bay\?start=\d+&amp;end=\d+&amp;lang=ko#quote"
    assert re.search(f'href="{address}"', html)


# The scripts' words are looked at where they are shown: tests/browser/test_everyone.py.
SPOKEN = re.compile(r"(?<![#\w])[^\W\d_]{2,}")
TEMPLATES = sorted(SERVICE.glob("templates/*.html"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_has_words_of_its_own(path: Path) -> None:
    html = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", path.read_text(), flags=re.DOTALL)
    named = re.findall(r'(?:aria-label|title|alt|placeholder)="([^"]*)"', html)
    text = re.sub(r"<[^>]*>", " ", html)
    words = [word for text in (text, *named) for word in SPOKEN.findall(text)]
    assert set(words) <= {"Cité"}
