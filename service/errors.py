"""Every error as problem+json (RFC 9457), or as a page for a browser.

HTTPException         what the framework refuses: 404, 405, 413, and 500 for a defect of ours
Failure               what we refuse, with a status and a detail of its own
    Invalid           422, naming the fields
    Unavailable       503, with when to try again
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from http import HTTPStatus

from flask import Flask, Response, current_app, make_response, render_template, request
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as WerkzeugResponse

from service.schemas import FieldError, Problem

PROBLEM_JSON = "application/problem+json"

# Pydantic's own messages begin with "Input should", "String should" or "List should".
_SUBJECTS = ("Input ", "String ", "List ")
_MESSAGES = {
    "missing": "is required",
    "extra_forbidden": "is not known here",
    "model_type": "should be a JSON object",
    "string_unicode": "should be valid Unicode, without lone surrogates",
}


class Failure(Exception):  # noqa: N818 - an answer to give, not a defect
    """A request that is refused, with `headers` that say what to do about it."""

    def __init__(
        self,
        status: HTTPStatus,
        detail: str,
        errors: Iterable[FieldError] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.problem = Problem(
            title=status.phrase, status=status.value, detail=detail, errors=tuple(errors)
        )
        self.headers = headers or {}


class Invalid(Failure):
    """A field is wrong."""

    def __init__(self, *errors: FieldError) -> None:
        named = [f"{error.field} {error.message}" for error in errors[:3]]
        rest = [f"and {len(errors) - 3} more"] if len(errors) > 3 else []
        super().__init__(HTTPStatus.UNPROCESSABLE_ENTITY, "; ".join([*named, *rest]) + ".", errors)

    @classmethod
    def of(cls, error: ValidationError) -> Invalid:
        """Name each field that Pydantic found wrong."""
        found = error.errors(include_url=False, include_context=False, include_input=False)
        return cls(
            *(
                FieldError(field=_path(one["loc"]), message=_message(one["type"], one["msg"]))
                for one in found
            )
        )


class Unavailable(Failure):
    """Not now: the same request may be answered in `retry_after` seconds."""

    def __init__(self, detail: str, retry_after: int) -> None:
        super().__init__(HTTPStatus.SERVICE_UNAVAILABLE, detail, headers=later(retry_after))


def init_app(app: Flask) -> None:
    """Answer every error of `app` in this form."""
    app.register_error_handler(Failure, _answer_failure)
    app.register_error_handler(HTTPException, _answer_http_exception)


def wants_page() -> bool:
    """Whether the client prefers a page to JSON; one that does not care gets JSON."""
    accepted = request.accept_mimetypes
    return accepted["text/html"] > accepted["application/json"]


def later(seconds: int) -> dict[str, str]:
    """The header that says in how many seconds to try again."""
    return {"Retry-After": str(seconds)}


def shown(value: str) -> str:
    """A value quoted for a message: printable, and not overlong."""
    return repr(value if len(value) <= 80 else value[:79] + "…")


def _answer_failure(failure: Failure) -> Response:
    response = _render(failure.problem)
    response.headers.update(failure.headers)
    return response


def _answer_http_exception(error: HTTPException) -> Response | WerkzeugResponse:
    if error.code is None or error.code < 400:  # a redirect
        return error.get_response()
    # Sorted, so that the same request gets the same bytes from every process.
    allowed = ", ".join(sorted(getattr(error, "valid_methods", None) or ()))
    status = HTTPStatus(error.code)
    detail = {
        404: f"There is no page {shown(request.path)}.",
        405: f"{request.path} does not take {shown(request.method)}, only {allowed}.",
        413: f"The body is larger than {current_app.config['MAX_CONTENT_LENGTH']} bytes, "
        "the most that is read: send less.",
        500: "Something went wrong here, not with the request; it is in the log.",
    }.get(error.code, error.description or status.phrase)
    response = _render(Problem(title=status.phrase, status=status.value, detail=detail))
    if allowed:
        response.headers["Allow"] = allowed
    return response


def _render(problem: Problem) -> Response:
    """A page where one was asked for: the chat's for a question, else the problem's own."""
    question = request.args.get("q", "") if request.endpoint == "chat" else ""
    if question:
        page = render_template(
            "chat.html",
            reply=None,
            question=question,
            problem=problem.model_dump(),
            examples=[],
        )
    elif request.endpoint == "chat" or wants_page():
        page = render_template("problem.html", problem=problem.model_dump())
    else:
        return Response(problem.model_dump_json(), problem.status, mimetype=PROBLEM_JSON)
    return make_response(page, problem.status)


def _path(location: tuple[int | str, ...]) -> str:
    """A field's place as people write it: `history[0].answer`; "body" for all of it."""
    path = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in location)
    return path.removeprefix(".")[:200] or "body"


def _message(kind: str, message: str) -> str:
    if kind in _MESSAGES:
        return _MESSAGES[kind]
    for subject in _SUBJECTS:
        message = message.removeprefix(subject)
    return message[:1].lower() + message[1:]
