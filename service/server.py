"""The production server: waitress on one socket, its own refusals in the service's form."""

from __future__ import annotations

import socket
from http import HTTPStatus

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
    """A server of `app` on `listening`: its `run()` returns when the process is interrupted."""
    server = create_server(
        app,
        sockets=[listening],
        threads=settings.threads + settings.waiting + _SPARE_THREADS,
        max_request_body_size=_MAX_BODY,
        max_request_header_size=_MAX_HEADERS,
        ident=None,
    )
    server.channel_class = _Channel
    return server
