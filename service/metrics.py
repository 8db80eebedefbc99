"""What the service counts, as Prometheus text."""

from __future__ import annotations

from flask import Flask, Response, request
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)

from index.search import IndexInfo
from service.answer import Reason
from service.limits import Admission

METRICS_TEXT = CONTENT_TYPE_LATEST
_METHODS = {"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"}


class Metrics:
    """The counters of one app, in a registry of their own."""

    def __init__(self, admission: Admission) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "cite_requests",
            "Requests answered",
            ["method", "route", "status"],
            registry=self._registry,
        )
        self.ask_seconds = Histogram(
            "cite_ask_seconds",
            "Seconds from a question's turn to its answer",
            buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
            registry=self._registry,
        )
        self._answers = Counter(
            "cite_answers", "Questions by their outcome", ["outcome"], registry=self._registry
        )
        for outcome in ("answered", "nothing_relevant", "no_sentence_answers"):
            self._answers.labels(outcome)  # shown as 0 from the start
        self._index = Gauge("cite_index_info", "The index in use", ["id"], registry=self._registry)
        self._documents = Gauge(
            "cite_index_documents", "Documents in the index", registry=self._registry
        )
        self._passages = Gauge(
            "cite_index_passages", "Passages in the index", registry=self._registry
        )
        answering = Gauge(
            "cite_questions_answering", "Questions being answered", registry=self._registry
        )
        answering.set_function(lambda: admission.answering)
        waiting = Gauge("cite_questions_waiting", "Questions that wait", registry=self._registry)
        waiting.set_function(lambda: admission.waiting)

    def count_answer(self, reason: Reason | None) -> None:
        """Count one question: answered, or declined for a reason."""
        self._answers.labels(reason or "answered").inc()

    def text(self, index: IndexInfo | None) -> bytes:
        """All of it in the Prometheus text format; `index` is the one in use."""
        self._index.clear()
        if index:
            self._index.labels(index.id).set(1)
        self._documents.set(index.documents if index else 0)
        self._passages.set(index.passages if index else 0)
        return generate_latest(self._registry)

    def count_request(self, response: Response) -> Response:
        """Count one request by its route, never by its path, so that the series stay few."""
        method = request.method if request.method in _METHODS else "other"
        route = request.url_rule.rule if request.url_rule else "none"
        self._requests.labels(method, route, response.status_code).inc()
        return response


def init_app(app: Flask, admission: Admission) -> Metrics:
    """Count the requests of `app`."""
    metrics = Metrics(admission)
    app.after_request(metrics.count_request)
    return metrics
