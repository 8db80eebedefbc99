"""How much is let in: questions at a time, questions that wait, questions a minute and client."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from ipaddress import IPv4Address, ip_address, ip_network

from flask import Flask, request
from flask_limiter import Limiter, RequestLimit
from werkzeug.middleware.proxy_fix import ProxyFix

from service.errors import Failure, Unavailable, later
from service.settings import Settings

MAX_BODY = 64 * 1024
PATIENCE_SECONDS = 10.0
BUSY_RETRY_SECONDS = 2

_QUESTIONS = {"ask", "search", "verify"}


class Admission:
    """Lets `at_once` questions be answered while `may_wait` more wait their turn."""

    def __init__(self, at_once: int, may_wait: int, patience: float = PATIENCE_SECONDS) -> None:
        self.answering = 0
        self.waiting = 0
        self._at_once = at_once
        self._may_wait = may_wait
        self._patience = patience
        self._changed = threading.Condition()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn and hold it.

        :raise 503: as many wait as may, or the turn does not come in time
        """
        with self._changed:
            if not self._free():
                self._wait()
            self.answering += 1
        try:
            yield
        finally:
            with self._changed:
                self.answering -= 1
                self._changed.notify()

    def _free(self) -> bool:
        return self.answering < self._at_once

    def _wait(self) -> None:
        if self.waiting >= self._may_wait:
            raise Unavailable(
                f"{self.waiting} questions already wait to be answered: ask again shortly.",
                BUSY_RETRY_SECONDS,
            )
        self.waiting += 1
        try:
            if not self._changed.wait_for(self._free, self._patience):
                raise Unavailable(
                    f"The question's turn did not come within {self._patience:g} s: "
                    "ask again shortly.",
                    BUSY_RETRY_SECONDS,
                )
        finally:
            self.waiting -= 1


def init_app(app: Flask, settings: Settings) -> Admission:
    """Bound the requests of `app`: the size of their bodies, and questions a minute and client."""
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY

    def refuse(limit: RequestLimit) -> None:
        seconds = max(1, int(limit.reset_at - time.time()))
        raise Failure(
            HTTPStatus.TOO_MANY_REQUESTS,
            f"More than {settings.rate} questions a minute came from this address: "
            f"ask again in {seconds} s.",
            headers=later(seconds),
        )

    # Anybody may say where a request came from: only what the last known proxy says is believed.
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=0)  # type: ignore[method-assign]
    Limiter(
        client,
        app=app,
        application_limits=[f"{settings.rate} per minute"],
        application_limits_exempt_when=lambda: not _is_question(),
        on_breach=refuse,
        storage_uri="memory://",
    )
    return Admission(settings.threads, settings.waiting)


def client() -> str:
    """Whom a request counts for: its address, or in IPv6 the network that one subscriber has."""
    address = request.remote_addr or ""
    try:
        found = ip_address(address)
    except ValueError:  # a proxy may write "unknown"
        return address
    if isinstance(found, IPv4Address):
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ip_network((int(found) >> 64 << 64, 64)))


def _is_question() -> bool:
    """Whether the request makes the service search: these are what is counted."""
    return request.endpoint in _QUESTIONS or (request.endpoint == "chat" and "q" in request.args)
