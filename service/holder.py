"""The service in use, or why there is none; another one as soon as the index is another."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from index.search import IndexMissing, StoreError
from service.ask import Service
from service.errors import Unavailable
from service.reader import ReaderError

RETRY_SECONDS = 3
KEPT_SECONDS = 60.0
"""How long a service that is not used any more stays open: no request takes as long."""

_LOGGER = logging.getLogger("service.index")


class Holder:
    """Opens the service; every few seconds, when asked for it, looks whether there is a newer one.

    `current` names the index that `open_service` would open. Where another one is named than is in
    use, it is opened beside it and takes its place once it is known to be whole. Where the one in
    use is found damaged, it is given up at once.
    """

    def __init__(
        self,
        open_service: Callable[[], Service],
        current: Callable[[], object] = lambda: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._open_service = open_service
        self._current = current
        self._clock = clock
        self._lock = threading.Lock()
        self._service: Service | None = None
        self._seen: object = None
        self._reason = ""
        self._trouble = ""
        self._next_look = float("-inf")

    def get(self) -> Service:
        """The open service, its index whole.

        :raise 503: the index or the reader cannot be used; the detail says what to do
        """
        service = self._open()
        return service if self._is_whole(service) else self._open()

    def confirm(self, service: Service) -> None:
        """Make sure that what `service` has just read was whole.

        :raise 503: its index is damaged
        """
        if not self._is_whole(service):
            raise Unavailable(self._reason, RETRY_SECONDS)

    def _open(self) -> Service:
        with self._lock:
            if self._clock() >= self._next_look:
                self._look()
                self._next_look = self._clock() + RETRY_SECONDS
            if self._service is None:
                raise Unavailable(self._reason, RETRY_SECONDS)
            return self._service

    def _is_whole(self, service: Service) -> bool:
        """Whether no file of its index is damaged; if one is, it is not used any more."""
        try:
            service.searcher.check()
        except StoreError as error:
            with self._lock:
                self._tell(error)
                if self._service is service:
                    self._service = None
                    self._next_look = float("-inf")
                    _close_later(service)
            return False
        return True

    def _look(self) -> None:
        """Open what is named, if it has not been tried yet or nothing is open."""
        try:
            named = self._current()
            if self._service is None:
                self._service = self._open_service()
                self._seen = named
                self._trouble = ""
            elif named != self._seen:
                self._seen = named
                threading.Thread(target=self._replace, args=(named,), daemon=True).start()
        except (StoreError, ReaderError) as error:
            self._tell(error)

    def _replace(self, named: object) -> None:
        """Put the index that is `named` in the place of the one in use, if it is whole."""
        try:
            opened = self._open_service()
        except (StoreError, ReaderError) as error:
            self._tell(error)
            return
        with self._lock:
            if self._seen != named:  # another one has been named while this was opened
                opened.close()
                return
            before, self._service = self._service, opened
        _LOGGER.info(
            "another index is in use", extra={"fields": {"index": opened.searcher.info.id}}
        )
        if before is not None:
            _close_later(before)

    def _tell(self, error: StoreError | ReaderError) -> None:
        """Log what is wrong, once, and keep the part of it that is nobody's secret."""
        if str(error) != self._trouble:
            self._trouble = str(error)
            _LOGGER.error(self._trouble)
        self._reason = {
            IndexMissing: "There is no index yet. Build one: python scripts/rebuild_index.py",
            ReaderError: "The reader cannot be used: the log says why and what to do.",
        }.get(
            type(error),
            "The index cannot be used, and the log says why. "
            "Build it again: python scripts/rebuild_index.py",
        )


def _close_later(service: Service) -> None:
    closing = threading.Timer(KEPT_SECONDS, service.close)
    closing.daemon = True
    closing.start()
