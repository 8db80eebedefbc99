"""What a request may hold, and reading it: a JSON body or a query string into its model."""

from __future__ import annotations

import json
import re
from http import HTTPStatus
from typing import Annotated, Literal, NoReturn, TypeVar

from flask import request
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    Field,
    StringConstraints,
    ValidationError,
)
from pydantic_core import PydanticCustomError

from corpus.canonical import MOST_MARKS, has_too_many_marks
from index.search import Filters
from service.ask import Ask
from service.catalogue import Wanted
from service.errors import Failure, Invalid, shown
from service.question import Turn
from service.schemas import FieldError, Model
from service.world import Area

M = TypeVar("M", bound=BaseModel)


def _readable(text: str) -> str:
    if "\0" in text:
        raise PydanticCustomError("nul", "should not contain the character U+0000")
    if has_too_many_marks(text):
        raise PydanticCustomError(
            "marks", f"should not have more than {MOST_MARKS} combining marks on one letter"
        )
    return text


def _from_digits(value: str) -> int:
    """Pydantic alone would take "1_0" and "5.0" from a query string as well."""
    if not re.fullmatch("-?[0-9]{1,18}", value):
        raise PydanticCustomError("digits", "should be a whole number, written in digits")
    return int(value)


def _is_area(text: str) -> str:
    """West, south, east and north, in this order; an empty text is none."""
    degrees = r"-?[0-9]{1,3}(?:\.[0-9]{1,9})?"
    if text:
        edges = [float(edge) for edge in re.findall(degrees, text)]
        if not re.fullmatch(rf"{degrees}(?:,{degrees}){{3}}", text) or edges[1] > edges[3]:
            raise PydanticCustomError(
                "area", "should be west,south,east,north in degrees, as 126.5,37.2,127.3,37.8 is"
            )
    return text


# Lengths count code points, and those of these two only once the white space around is gone.
_Readable = AfterValidator(_readable)
_Trimmed = Field(description="trimmed before its length is looked at")
QuestionText = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=1_000),
    _Readable,
    _Trimmed,
]
# An empty one is no question yet: a form that was sent as it is.
ChatText = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=1_000), _Readable, _Trimmed
]
QuoteText = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=10_000),
    _Readable,
    _Trimmed,
]
# Room for any answer of ours: twenty sentences of 600 characters.
AnswerText = Annotated[str, StringConstraints(max_length=20_000), _Readable]
Name = Annotated[str, StringConstraints(min_length=1, max_length=500), _Readable]
Names = Annotated[list[Name], Field(max_length=100)]
QueryInt = Annotated[int, BeforeValidator(_from_digits)]


class TurnIn(Model):
    """One earlier turn of the conversation."""

    question: QuestionText
    answer: AnswerText


class FiltersIn(Model):
    """Only these documents: any of the names within a key, all of the keys together.

    An empty list filters nothing. A city or country that no document has matches no document;
    a document id that does not exist is an error.
    """

    city: Names = Field(default_factory=list)
    country: Names = Field(default_factory=list)
    document: Names = Field(default_factory=list)


class AskRequest(Model):
    """A question, with the turns before it."""

    question: QuestionText
    history: list[TurnIn] = Field(default_factory=list, max_length=20, description="oldest first")
    filters: FiltersIn = FiltersIn()
    limit: int | None = Field(
        default=None, ge=1, le=20, description="most statements; null: as many as it needs"
    )

    def to_ask(self) -> Ask:
        """The same question as the pipeline takes it."""
        return Ask(
            self.question,
            tuple(Turn(turn.question, turn.answer) for turn in self.history),
            Filters(
                cities=tuple(self.filters.city),
                countries=tuple(self.filters.country),
                documents=tuple(self.filters.document),
            ),
            self.limit,
        )


class VerifyRequest(Model):
    """A quote to look for, and the document it is said to stand in (else it may stand in any)."""

    quote: QuoteText
    document: Name | None = None


class PageQuery(Model):
    """The query string of a page; `lang` is the language its own words are in (see `messages`)."""

    lang: Literal["en", "ko"] | None = None


class ChatQuery(PageQuery):
    """The query string of the chat page, where a question is asked without JavaScript."""

    q: ChatText | None = None


class SearchQuery(Model):
    """The query string of `/search`."""

    q: QuestionText
    k: Annotated[QueryInt, Field(ge=1, le=50, description="most passages")] = 10


class DocumentsQuery(PageQuery):
    """The query string of `/documents`: only these documents; what is empty filters nothing."""

    q: Annotated[
        str,
        StringConstraints(strip_whitespace=True, max_length=200),
        _Readable,
        Field(description="words of a document's names, in any of their spellings"),
    ] = ""
    country: Annotated[str, StringConstraints(max_length=500), _Readable] = ""
    area: Annotated[
        str, AfterValidator(_is_area), Field(description="west,south,east,north in degrees")
    ] = ""

    def to_wanted(self) -> Wanted:
        """The same as the catalogue takes it."""
        area = Area(*map(float, self.area.split(","))) if self.area else None
        return Wanted(self.q, self.country, area)


class MarkQuery(PageQuery):
    """The query string of `/documents/<id>`: the quote to mark on its page; both or neither.

    A long text's page shows one `part` of it, counted from 1; left out, that with the quote.
    """

    start: Annotated[QueryInt, Field(ge=0)] | None = None
    end: Annotated[QueryInt, Field(ge=0)] | None = None
    part: Annotated[QueryInt, Field(ge=1)] | None = None


def read_json(model: type[M]) -> M:
    """The request's body as `model`.

    :raise 400: the body is not JSON in UTF-8
    :raise 413: the body is too large
    :raise 415: the body does not say that it is JSON
    :raise 422: a field is wrong
    """
    if request.mimetype != "application/json":
        sent = shown(request.mimetype) if request.mimetype else "no type"
        raise Failure(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            f"The body's Content-Type should be application/json, and {sent} was sent.",
        )
    try:
        # The standard library's parser lets lone surrogates through: they are JSON, and a
        # field that holds one is then named.
        value = json.loads(request.get_data(cache=False).decode(), parse_constant=_not_json)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise Failure(
            HTTPStatus.BAD_REQUEST, f"The body is not JSON: {error.msg} at {where}."
        ) from None
    except UnicodeDecodeError as error:
        raise Failure(
            HTTPStatus.BAD_REQUEST, f"The body is not UTF-8: {error.reason} at byte {error.start}."
        ) from None
    except (RecursionError, ValueError) as error:  # nested too deep, or a number too long
        raise Failure(
            HTTPStatus.BAD_REQUEST, f"The body is not JSON that can be read: {error}."
        ) from None
    try:
        return model.model_validate(value)
    except ValidationError as error:
        raise Invalid.of(error) from None


def read_query(model: type[M]) -> M:
    """The request's query string as `model`.

    :raise 422: a parameter is wrong, unknown or given twice
    """
    twice = [name for name, values in request.args.lists() if len(values) > 1]
    if twice:
        raise Invalid(*(FieldError(field=name, message="is given twice") for name in twice))
    try:
        return model.model_validate_strings(request.args.to_dict())
    except ValidationError as error:
        raise Invalid.of(error) from None


def _not_json(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not a JSON number")
