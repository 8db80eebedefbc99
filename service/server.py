"""The production server: waitress on one socket, its own refusals in the service's form."""

from __future__ import annotations

import resource
import signal
import socket
import threading
import time
from http import HTTPStatus
from types import FrameType

from flask import Flask
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer, create_server
from waitress.task import ErrorTask

from service import security
from service.errors import PROBLEM_JSON
from service.schemas import Problem
from service.settings import Settings

# Beside those in which questions are answered and wait: for pages, files, health and metrics.
_SPARE_THREADS = 4
# A body up to this size is taken in and then refused by the app: a client that is cut off while it
# still sends does not see the answer. A larger one is cut off.
_MAX_BODY = 4 * 1024 * 1024
# The longest question, percent-encoded, takes 12,000 bytes.
_MAX_HEADERS = 64 * 1024
# Connections at once: one that waits costs next to nothing. Each is an open file; there are others.
_CONNECTIONS = 2_000
_OTHER_FILES = 200
# A request has to have arrived, and a connection to be used again, within so many seconds.
_PATIENCE_SECONDS = 30
# When told to stop: so long is let in what is already on its way, then what was let in is finished.
_LAST_CALL_SECONDS = 0.5
_FINISH_SECONDS = 30.0


class ServerError(Exception):
    """The address cannot be used; the message says why and what to do."""


class _ErrorTask(ErrorTask):  # type: ignore[misc]  # waitress has no types
    """Answers what cannot be read as a request, and so never reaches the app."""

    def execute(self) -> None:
        status = HTTPStatus(self.request.error.code)
        reason = self.request.error.body
        body = Problem(
            title=status.phrase, status=status.value, detail=f"{reason[:1].upper()}{reason[1:]}."
        ).model_dump_json()
        self.status = f"{status.value} {status.phrase}"
        self.response_headers += [("Content-Type", PROBLEM_JSON), *security.HEADERS.items()]
        self.set_close_on_finish()
        self.content_length = len(body.encode())
        self.write(body.encode())


class _Channel(HTTPChannel):  # type: ignore[misc]  # waitress has no types
    error_task_class = _ErrorTask
    _began = 0.0

    def received(self, data: bytes) -> bool:
        """Take in a part of a request; the clock that runs out is that of its first byte.

        Otherwise a byte now and then would keep a connection open for ever.
        """
        if self.request is None:
            self._began = time.time()
        taken: bool = super().received(data)
        if self.request is not None:
            self.last_activity: float = self._began
        return taken

    def readable(self) -> bool:
        """Whether more requests are read: no longer once the server is about to end."""
        return bool(self.server.accepting and super().readable())

    @property
    def busy(self) -> bool:
        """Whether a request is being answered, or its answer still to be sent."""
        return bool(self.requests or self.total_outbufs_len)


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes a free one. Raises `ServerError`."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise ServerError(
            f"Cannot listen on {host}, port {port}: {error.strerror}. Stop what uses the address, "
            "or set CITE_HOST and CITE_PORT to another one."
        ) from error


def address(listening: socket.socket) -> str:
    """The URL under which `listening` can be opened in a browser."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def create(app: Flask, settings: Settings, listening: socket.socket) -> TcpWSGIServer:
    """A server of `app` on `listening`, for `serve`."""
    server = create_server(
        app,
        sockets=[listening],
        threads=settings.threads + settings.waiting + _SPARE_THREADS,
        max_request_body_size=_MAX_BODY,
        max_request_header_size=_MAX_HEADERS,
        connection_limit=_allowed_connections(),
        channel_timeout=_PATIENCE_SECONDS,
        cleanup_interval=_PATIENCE_SECONDS // 6,
        asyncore_use_poll=True,  # the other way to wait knows no more than 1,024 files
        clear_untrusted_proxy_headers=False,  # the app knows which of them to believe
        ident=None,
    )
    server.channel_class = _Channel
    return server


def serve(server: TcpWSGIServer) -> None:
    """Serve until the process is told to stop, then finish what has begun.

    A second signal ends the process at once.
    """
    stop = threading.Event()

    def told(number: int, frame: FrameType | None) -> None:
        stop.set()
        server.pull_trigger()
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, signal.SIG_DFL)

    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, told)
    while not stop.is_set():
        _turn(server, 30)
    last_call = time.monotonic() + _LAST_CALL_SECONDS
    while time.monotonic() < last_call:
        _turn(server, 0.1)
    server.accepting = False
    server.del_channel()
    server.socket.close()
    deadline = time.monotonic() + _FINISH_SECONDS
    while _is_busy(server) and time.monotonic() < deadline:
        _turn(server, 0.1)
    server.task_dispatcher.shutdown(timeout=1)


def _turn(server: TcpWSGIServer, seconds: float) -> None:
    """Wait for what happens on any connection for so many seconds, and act on it."""
    server.asyncore.loop(timeout=seconds, map=server._map, use_poll=True, count=1)


def _is_busy(server: TcpWSGIServer) -> bool:
    return any(channel.busy for channel in list(server.active_channels.values()))


def _allowed_connections() -> int:
    """As many as the system lets this process have, up to `_CONNECTIONS`."""
    wanted = _CONNECTIONS + _OTHER_FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    allowed = wanted if soft == resource.RLIM_INFINITY else soft
    return max(1, min(allowed - _OTHER_FILES, _CONNECTIONS))
