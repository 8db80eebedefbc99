"""The service in use, or why there is none yet."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from index.store import StoreError
from service.ask import Service
from service.errors import Unavailable
from service.reader import ReaderError

RETRY_SECONDS = 3


class Holder:
    """Opens the service once; where there is no index yet, looks again every few seconds."""

    def __init__(
        self, open_service: Callable[[], Service], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._open_service = open_service
        self._clock = clock
        self._lock = threading.Lock()
        self._service: Service | None = None
        self._reason = ""
        self._next_try = float("-inf")

    def get(self) -> Service:
        """The open service.

        :raise 503: the index or the reader cannot be used; the detail says why and what to do
        """
        with self._lock:
            if self._service is None and self._clock() >= self._next_try:
                self._next_try = self._clock() + RETRY_SECONDS
                try:
                    self._service = self._open_service()
                except (StoreError, ReaderError) as error:
                    self._reason = str(error)
            if self._service is None:
                raise Unavailable(self._reason, RETRY_SECONDS)
            return self._service
