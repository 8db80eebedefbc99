"""The service in use: opened when there is an index, replaced when there is another one.

It is given up at once when its index is damaged.
"""

from __future__ import annotations

import logging
import os
import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from index.build import build_index
from index.builds import current_build
from index.files import files_under
from index.search import IndexDamaged, IndexMissing, Searcher
from index.store import go_back
from service import holder as module
from service.ask import Ask, Reply, Service
from service.errors import Unavailable
from service.holder import RETRY_SECONDS, Holder
from service.reader import ReaderError
from tests.conftest import write_corpus
from tests.web import make_app

QUESTION = {"question": "When did Marlow Bay join the network of learning cities?"}


class Clock:
    """A clock that moves when it is told to."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


class Shelf:
    """What there is to open: a service, or why there is none; and what it is called."""

    def __init__(self, content: Service | Exception) -> None:
        self.name = "first"
        self.content = content
        self.tries = 0
        self.clock = Clock()
        self.holder = Holder(self.open, lambda: self.name, self.clock)

    def open(self) -> Service:
        """Open what is there now."""
        self.tries += 1
        if isinstance(self.content, Exception):
            raise self.content
        return self.content

    def put(self, name: str, content: Service | Exception) -> None:
        """Put something else there, and let the time pass until it is looked for."""
        self.name, self.content = name, content
        self.clock.now += RETRY_SECONDS


class Closable(Service):
    """Remembers that it was closed, and leaves the shared index open."""

    closed = False

    def close(self) -> None:
        self.closed = True


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.mark.parametrize(
    ("trouble", "told"),
    [
        (IndexMissing("There is none in /srv/index."), "There is no index yet"),
        (IndexDamaged("/srv/index/a is damaged."), "the log says why. Build it again"),
        (ReaderError("/srv/model is missing."), "The reader cannot be used"),
    ],
)
def test_what_is_missing_is_looked_for_again_now_and_then(
    searcher: Searcher, trouble: Exception, told: str, caplog: pytest.LogCaptureFixture
) -> None:
    shelf = Shelf(trouble)
    for _ in range(3):
        with pytest.raises(Unavailable, match=told) as caught:
            shelf.holder.get()
        assert "/srv" not in str(caught.value)
    assert shelf.tries == 1
    shelf.put("first", trouble)
    with pytest.raises(Unavailable):
        shelf.holder.get()
    assert [record.message for record in caplog.records] == [str(trouble)]  # once
    shelf.put("first", Service(searcher))
    assert shelf.holder.get() is shelf.content
    assert shelf.holder.get() is shelf.content
    assert shelf.tries == 3


def test_another_index_takes_its_place_and_the_old_one_is_closed_later(
    searcher: Searcher, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "KEPT_SECONDS", 0.2)
    first, second = Closable(searcher), Closable(searcher)
    shelf = Shelf(first)
    assert shelf.holder.get() is first
    shelf.put("second", second)
    with caplog.at_level(logging.INFO):
        assert shelf.holder.get() is first  # nobody waits for the other one
        until(lambda: shelf.holder.get() is second)
    assert "another index is in use" in caplog.text
    until(lambda: first.closed)
    assert not second.closed
    shelf.put("second", second)
    assert shelf.holder.get() is second
    assert shelf.tries == 2


def test_a_damaged_new_index_leaves_the_old_one_in_use(
    searcher: Searcher, caplog: pytest.LogCaptureFixture
) -> None:
    first = Closable(searcher)
    shelf = Shelf(first)
    shelf.holder.get()
    shelf.put("second", IndexDamaged("It is damaged."))
    assert shelf.holder.get() is first
    until(lambda: "It is damaged." in caplog.text)
    for _ in range(3):
        shelf.clock.now += RETRY_SECONDS
        assert shelf.holder.get() is first
    assert shelf.tries == 2  # it is tried once
    third = Closable(searcher)
    shelf.put("third", third)
    until(lambda: shelf.holder.get() is third)


def test_while_it_is_opened_others_are_answered_by_the_old_one(searcher: Searcher) -> None:
    go = threading.Event()
    first, second = Closable(searcher), Closable(searcher)
    shelf = Shelf(first)
    shelf.holder.get()

    def slowly() -> Service:
        assert go.wait(20)
        return second

    shelf.holder._open_service = slowly
    shelf.put("second", second)
    for _ in range(5):
        shelf.clock.now += RETRY_SECONDS
        assert shelf.holder.get() is first
    go.set()
    until(lambda: shelf.holder.get() is second)


@pytest.fixture
def index_dir(small_index: Path, tmp_path: Path) -> Path:
    """An index to damage."""
    return shutil.copytree(small_index, tmp_path / "index")


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is missing is looked for again at once."""
    monkeypatch.setattr(module, "RETRY_SECONDS", 0)


def flip(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2)
        byte = file.read(1)[0]
        file.seek(-1, os.SEEK_CUR)
        file.write(bytes([byte ^ 1]))


ADDRESSES = ("/?q=why", "/search?q=why", "/documents", "/documents/notes", "/ready")


@pytest.mark.usefixtures("impatient")
def test_no_answer_is_given_from_a_file_that_was_flipped(
    index_dir: Path, caplog: pytest.LogCaptureFixture
) -> None:
    client = make_app(None, index_dir=index_dir).test_client()
    answer = client.post("/ask", json=QUESTION)
    assert answer.status_code == 200
    files = files_under(current_build(index_dir))
    assert len(files) >= 8
    for path in files:
        flip(path)
        refused = client.post("/ask", json=QUESTION)
        assert refused.status_code == 503, path
        assert "Build it again" in refused.get_json()["detail"]
        assert str(index_dir) not in refused.text
        assert str(path) in caplog.messages[-1]
        assert {client.get(address).status_code for address in ADDRESSES} == {503}
        assert client.post("/verify", json={"quote": "why"}).status_code == 503
        flip(path)
        assert client.post("/ask", json=QUESTION).data == answer.data
    # Once each, and of the manifest what is found on opening, too.
    assert len(caplog.messages) == len(files) + 1


@pytest.mark.usefixtures("impatient")
def test_it_answers_again_when_one_goes_back(
    index_dir: Path, tmp_path: Path, small_model: str
) -> None:
    client = make_app(None, index_dir=index_dir).test_client()
    first = client.post("/ask", json=QUESTION).get_json()
    corpus = write_corpus(tmp_path / "corpus", {"a.md": "# Linz\n\nLinz has a school of clouds.\n"})
    report = build_index(corpus, index_dir, model=small_model)
    until(lambda: client.get("/ready").get_json()["index"]["id"] == report.id)
    flip(current_build(index_dir) / "documents.sqlite3")
    assert client.post("/ask", json=QUESTION).status_code == 503
    go_back(index_dir)
    assert client.post("/ask", json=QUESTION).get_json() == first


def test_a_file_that_was_touched_and_is_whole_is_no_trouble(index_dir: Path) -> None:
    service = Service.open(index_dir)
    shelf = Shelf(service)
    for path in files_under(current_build(index_dir)):
        os.link(path, path.with_name("link"))
        path.with_name("link").unlink()
        assert shelf.holder.get() is service
    service.close()


class FlippedService(Service):
    """Its index is damaged while it answers."""

    path: Path
    fails = False

    def ask(self, ask: Ask) -> Reply:
        """Answer, or fail, after a byte was flipped."""
        flip(self.path)
        if self.fails:
            raise RuntimeError("database disk image is malformed")
        return super().ask(ask)


@pytest.mark.parametrize("fails", [False, True])
def test_no_answer_is_given_that_was_read_while_a_byte_flipped(
    index_dir: Path, fails: bool
) -> None:
    service = FlippedService(Searcher.open(index_dir))
    service.path = current_build(index_dir) / "dense" / "vectors.npy"
    service.fails = fails
    client = make_app(service).test_client()
    assert client.post("/ask", json=QUESTION).status_code == 503
    service.close()
