"""The service in use: opened when there is an index, replaced when there is another one."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

import pytest

from index.search import IndexDamaged, IndexMissing, Searcher
from service import holder as module
from service.ask import Service
from service.errors import Unavailable
from service.holder import RETRY_SECONDS, Holder
from service.reader import ReaderError


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
