"""The OpenAPI 3.1 description of the API, made from the models and one table of operations."""

from __future__ import annotations

import json
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from service import requests, schemas
from service.errors import PROBLEM_JSON
from service.metrics import METRICS_TEXT

Json = dict[str, Any]

_HTML = "text/html; charset=utf-8"
_BODY = (400, 413, 415, 422)
_QUESTION = (429, 503)
_OPEN = ("/health", "/ready")
_KEYS: Json = {
    "bearer": {"type": "http", "scheme": "bearer", "description": "the key, where one is set"},
    "basic": {"type": "http", "scheme": "basic", "description": "any name, the key as password"},
}
_INFO = {
    "title": "Cité",
    "version": "1",
    "license": {"name": "Apache License 2.0", "identifier": "Apache-2.0"},
    "description": "Answers from a folder of documents, quoted word for word. Every offset counts "
    "Unicode code points in a document's canonical text. Every error is a problem (RFC 9457), "
    "and a page for whoever asks for one.",
}


@dataclass(frozen=True)
class Operation:
    """One method of one path: what it takes, what it answers, and how it may fail.

    `answer` is the JSON's model, or the content type of an answer that is not JSON;
    `page`: with `Accept: text/html` there is a page instead.
    """

    method: str
    path: str
    summary: str
    answer: type[BaseModel] | str
    problems: tuple[int, ...] = ()
    query: type[BaseModel] | None = None
    body: type[BaseModel] | None = None
    page: bool = False


OPERATIONS = (
    Operation("get", "/", "The chat page", _HTML, (422, *_QUESTION), query=requests.ChatQuery),
    Operation(
        "post",
        "/ask",
        "Answer a question with quotes",
        schemas.AskResponse,
        (*_BODY, *_QUESTION),
        body=requests.AskRequest,
    ),
    Operation(
        "get",
        "/documents",
        "List the documents",
        schemas.DocumentsResponse,
        (422, 503),
        query=requests.DocumentsQuery,
        page=True,
    ),
    Operation(
        "get",
        "/documents/{id}",
        "Show a document",
        schemas.DocumentResponse,
        (404, 422, 503),
        query=requests.MarkQuery,
        page=True,
    ),
    Operation(
        "get",
        "/search",
        "Rank the passages",
        schemas.SearchResponse,
        (422, *_QUESTION),
        query=requests.SearchQuery,
    ),
    Operation(
        "post",
        "/verify",
        "Check whether a quote still stands",
        schemas.VerifyResponse,
        (*_BODY, *_QUESTION),
        body=requests.VerifyRequest,
    ),
    Operation("get", "/health", "Whether the process lives", schemas.HealthResponse),
    Operation("get", "/ready", "Whether there is an index", schemas.ReadyResponse, (503,)),
    Operation("get", "/metrics", "Counts for Prometheus", METRICS_TEXT),
    Operation("get", "/openapi.json", "This description", "application/json"),
)


def describe() -> Json:
    """The whole description."""
    paths: Json = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method] = _operation(operation)
    return {
        "openapi": "3.1.0",
        "info": _INFO,
        "paths": paths,
        "components": {"schemas": _schemas(), "securitySchemes": _KEYS},
        # Nothing, or either of the two: whether there is a key is for who runs the service.
        "security": [{}, *({name: []} for name in _KEYS)],
    }


def _operation(operation: Operation) -> Json:
    described: Json = {
        "summary": operation.summary,
        "parameters": [*_path_parameters(operation.path), *_query_parameters(operation.query)],
        "responses": {
            "200": {"description": "OK", "content": _content(operation)},
            **{str(status): _problem(status) for status in _problems(operation)},
        },
    }
    if operation.path in _OPEN:
        described["security"] = []
    if operation.body:
        described["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": _reference(operation.body)}},
        }
    return described


def _problems(operation: Operation) -> tuple[int, ...]:
    """Its own, and what every request may meet: no key, another host, a defect."""
    keyless = () if operation.path in _OPEN else (401,)
    return tuple(sorted((*operation.problems, *keyless, 421, 500)))


def _content(operation: Operation) -> Json:
    if isinstance(operation.answer, str):
        schema = {"type": "object" if operation.answer == "application/json" else "string"}
        return {operation.answer: {"schema": schema}}
    content: Json = {"application/json": {"schema": _reference(operation.answer)}}
    if operation.page:
        content[_HTML] = {"schema": {"type": "string"}}
    return content


def _problem(status: int) -> Json:
    described: Json = {
        "description": HTTPStatus(status).phrase,
        "content": {
            PROBLEM_JSON: {"schema": _reference(schemas.Problem)},
            _HTML: {"schema": {"type": "string"}},
        },
    }
    if status in _QUESTION:
        seconds = {"type": "integer", "minimum": 1}
        described["headers"] = {
            "Retry-After": {"required": True, "description": "seconds", "schema": seconds}
        }
    if status == 401:
        described["headers"] = {
            "WWW-Authenticate": {"required": True, "schema": {"type": "string"}}
        }
    return described


def _path_parameters(path: str) -> list[Json]:
    if "{id}" not in path:
        return []
    description = "the document's id, with its slashes as they are"
    return [
        {
            "name": "id",
            "in": "path",
            "required": True,
            "description": description,
            "schema": {"type": "string"},
        }
    ]


def _query_parameters(model: type[BaseModel] | None) -> list[Json]:
    if model is None:
        return []
    schema = model.model_json_schema()
    return [
        {
            "name": name,
            "in": "query",
            "required": name in schema.get("required", ()),
            "schema": _not_null(properties),
        }
        for name, properties in schema["properties"].items()
    ]


def _not_null(schema: Json) -> Json:
    """A query string has no null: what may be null may be left out."""
    choices = schema.get("anyOf", [schema])
    return next(choice for choice in choices if choice.get("type") != "null")


def _reference(model: type[BaseModel]) -> Json:
    return {"$ref": f"#/components/schemas/{model.__name__}"}


def _schemas() -> Json:
    models: dict[type[BaseModel], JsonSchemaMode] = {schemas.Problem: "serialization"}
    for operation in OPERATIONS:
        if operation.body:
            models[operation.body] = "validation"
        if not isinstance(operation.answer, str):
            models[operation.answer] = "serialization"
    _, described = models_json_schema(
        list(models.items()), ref_template="#/components/schemas/{model}"
    )
    return described["$defs"]  # type: ignore[no-any-return]  # JSON


TEXT = json.dumps(describe(), ensure_ascii=False)
