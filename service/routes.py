"""The addresses of the service. Every error raised here or below is answered by `errors`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import cast

from flask import Flask, Response, current_app, g, make_response, render_template, request
from pydantic import BaseModel, ValidationError

from corpus.documents import Document, Span
from corpus.lists import listed_figures
from service import openapi, requests, schemas
from service.ask import Ask, Service
from service.catalogue import located
from service.errors import Failure, Invalid, Unavailable, shown, wants_page
from service.growth import growth_of
from service.holder import Holder
from service.labels import labels_of
from service.limits import Admission
from service.marking import part_of
from service.metrics import METRICS_TEXT, Metrics
from service.original import original_of
from service.repeated import Answering, of_one_index
from service.schemas import FieldError
from service.verify import verify as check
from service.world import map_of


@dataclass(frozen=True)
class Parts:
    """What the views of one app work with."""

    holder: Holder
    admission: Admission
    metrics: Metrics
    answering: Callable[[Service], Answering] = field(default_factory=of_one_index)


def init_app(app: Flask, parts: Parts) -> None:
    """Give `app` its addresses; the endpoints' names are what limits and errors know them by."""
    app.extensions["cite"] = parts
    for rule, method, view in (
        ("/", "GET", chat),
        ("/ask", "POST", ask),
        ("/documents", "GET", documents),
        ("/documents/<path:document_id>", "GET", document),
        ("/search", "GET", search),
        ("/verify", "POST", verify),
        ("/health", "GET", health),
        ("/ready", "GET", ready),
        ("/metrics", "GET", metrics),
        ("/openapi.json", "GET", description),
    ):
        app.add_url_rule(rule, view.__name__, view, methods=[method])


def chat() -> str:
    """The chat page; with `?q=` the answer stands in it, for browsers without JavaScript.

    :raise 422, 429, 503: shown as a state of the page
    """
    service = _parts().holder.get()
    try:
        # What else an address has picked up on its way to us is no reason to show no page.
        known = {name: request.args[name] for name in ("q", "lang") if name in request.args}
        question = requests.ChatQuery.model_validate_strings(known).q
    except ValidationError as error:
        raise Invalid.of(error) from None
    reply = _answer(service, Ask(question)) if question else None
    return render_template(
        "chat.html",
        reply=reply and reply.model_dump(),
        question=question or "",
        problem=None,
        examples=service.examples,
        documents=service.searcher.info.documents,
    )


def ask() -> Response:
    """Answer a question.

    :raise 400, 413, 415, 422: the request is wrong
    :raise 429, 503: too much is asked, or there is no index
    """
    service = _parts().holder.get()
    wanted = requests.read_json(requests.AskRequest)
    unknown = [
        FieldError(field=f"filters.document[{place}]", message=f"names no document: {shown(name)}")
        for place, name in enumerate(wanted.filters.document)
        if service.searcher.document(name) is None
    ]
    if unknown:
        raise Invalid(*unknown)
    return _json(_answer(service, wanted.to_ask()))


def documents() -> Response:
    """List the documents, as JSON or as a page with a map of their cities.

    :raise 422: a filter is wrong
    :raise 503: there is no index
    """
    service = _parts().holder.get()
    query = requests.read_query(requests.DocumentsQuery)
    found = service.catalogue.find(query.to_wanted())
    if wants_page():
        world = map_of(located(found))
        return make_response(
            render_template(
                "documents.html",
                query=query,
                all_count=len(service.catalogue.entries),
                countries=service.catalogue.countries,
                found=[entry.document for entry in found],
                map=world,
                labels=world and labels_of(world.marks, world.view),
                years=growth_of(listed_figures(), service.searcher.document),
            )
        )
    listed = (schemas.DocumentEntry.model_validate(entry.document) for entry in found)
    return _json(schemas.DocumentsResponse(documents=tuple(listed)))


def document(document_id: str) -> Response:
    """Show a document, as JSON or as a page on which the quote at `?start=&end=` is marked.

    :raise 404: there is no such document
    :raise 422: the offsets are no quote of it
    :raise 503: there is no index
    """
    found = _parts().holder.get().searcher.document(document_id)
    if found is None:
        raise Failure(HTTPStatus.NOT_FOUND, f"There is no document {shown(document_id)}.")
    query = requests.read_query(requests.MarkQuery)
    quote = _quote_to_mark(found, query)
    if wants_page():
        return make_response(
            render_template(
                "document.html",
                document=found,
                part=part_of(found, quote, query.part),
                query=query,
                original=quote and original_of(found, quote),
            )
        )
    return _json(schemas.DocumentResponse.model_validate(found))


def search() -> Response:
    """Rank the passages for a query.

    :raise 422: a parameter is wrong
    :raise 429, 503: too much is asked, or there is no index
    """
    service = _parts().holder.get()
    query = requests.read_query(requests.SearchQuery)
    g.question = query.q
    with _parts().admission.turn():
        hits = service.searcher.search(query.q, k=query.k)
    return _json(schemas.SearchResponse(hits=tuple(schemas.SearchHit.of(hit) for hit in hits)))


def verify() -> Response:
    """Check whether a quote still stands.

    :raise 400, 413, 415, 422: the request is wrong
    :raise 429, 503: too much is asked, or there is no index
    """
    service = _parts().holder.get()
    wanted = requests.read_json(requests.VerifyRequest)
    with _parts().admission.turn():
        verdict = check(service.searcher, wanted.quote, wanted.document)
    return _json(schemas.VerifyResponse.model_validate(verdict))


def health() -> Response:
    """Say that the process lives."""
    return _json(schemas.HealthResponse())


def ready() -> Response:
    """Name the index in use.

    :raise 503: there is none
    """
    info = _parts().holder.get().searcher.info
    return _json(schemas.ReadyResponse(index=schemas.IndexOut.model_validate(info)))


def metrics() -> Response:
    """Count what has happened, for Prometheus."""
    try:
        index = _parts().holder.get().searcher.info
    except Unavailable:
        index = None
    return Response(_parts().metrics.text(index), content_type=METRICS_TEXT)


def description() -> Response:
    """Describe all of these."""
    return Response(openapi.TEXT, mimetype="application/json")


def parts_of(app: Flask) -> Parts:
    """What the views of `app` work with."""
    return cast(Parts, app.extensions["cite"])


def _parts() -> Parts:
    return parts_of(current_app)


def _json(model: BaseModel) -> Response:
    return Response(model.model_dump_json(), mimetype="application/json")


def _answer(service: Service, wanted: Ask) -> schemas.AskResponse:
    """Ask in turn, and count it."""
    g.question = wanted.question
    parts = _parts()
    with parts.admission.turn(), parts.metrics.ask_seconds.time():
        try:
            answer = parts.answering(service)(wanted)
        finally:  # what was damaged meanwhile may be in the answer, or why there is none
            parts.holder.confirm(service)
    parts.metrics.count_answer(answer.reason)
    return answer


def _quote_to_mark(found: Document, query: requests.MarkQuery) -> Span | None:
    """The span that the query string names.

    :raise 422: only one end is given, or the two are not a range of the document's text
    """
    if query.start is None and query.end is None:
        return None
    if query.start is None or query.end is None:
        missing, given = ("start", "end") if query.start is None else ("end", "start")
        raise Invalid(FieldError(field=missing, message=f"is required where {given} is given"))
    if not query.start < query.end:
        message = f"{query.start} should be less than end, {query.end}"
        raise Invalid(FieldError(field="start", message=message))
    if query.end > len(found.text):
        message = f"{query.end} should be at most {len(found.text)}, the length of the text"
        raise Invalid(FieldError(field="end", message=message))
    return Span(query.start, query.end)
