"""The log: one JSON object a line, and no word of a question unless that is asked for."""

from __future__ import annotations

import json
import logging
import time
from datetime import UTC, datetime
from typing import TextIO

from flask import Flask, Response, g, request

_LOGGER = logging.getLogger("service.requests")


class JsonFormatter(logging.Formatter):
    """A record as one line of JSON, with what `extra={"fields": {...}}` adds to it."""

    def format(self, record: logging.LogRecord) -> str:
        """One line; an exception's traceback is one string in it."""
        moment = datetime.fromtimestamp(record.created, UTC)
        line: dict[str, object] = {
            "time": moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "message": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line)


def configure(stream: TextIO) -> None:
    """Send the log of the whole process to `stream`."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonFormatter())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO)
    # It logs the addresses of clients that ask too much.
    logging.getLogger("flask-limiter").setLevel(logging.WARNING)
    # It warns of every request that waits a moment for a thread: the metrics tell how many wait.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)


def init_app(app: Flask, *, questions: bool) -> None:
    """Log each request of `app`, its query string left out; its question where `questions`."""

    def begin() -> None:
        g.began = time.perf_counter()

    def end(response: Response) -> Response:
        fields = {
            "method": request.method,
            "route": request.url_rule.rule if request.url_rule else None,
            "status": response.status_code,
            "duration_ms": round((time.perf_counter() - g.began) * 1000, 1),
            "bytes": response.calculate_content_length(),
        }
        if questions and "question" in g:
            fields["question"] = g.question
        level = logging.ERROR if response.status_code == 500 else logging.INFO
        _LOGGER.log(level, "request", extra={"fields": fields})
        return response

    app.before_request(begin)
    app.after_request(end)
