"""Every answer of the API, once: its JSON and its description come from here."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from index.search import Hit
from service.answer import Reason, Statement
from service.ask import Reply
from service.verify import Status


class Model(BaseModel):
    """Nothing is coerced and nothing unknown is let through: a typing error should be heard of."""

    model_config = ConfigDict(
        strict=True,
        extra="forbid",
        frozen=True,
        json_schema_serialization_defaults_required=True,
    )


class _Response(Model):
    """What has the shape of one of our records can be read from its attributes."""

    model_config = ConfigDict(from_attributes=True)


# A half-open range of Unicode code points in the document's canonical text.
Offset = Annotated[int, Field(ge=0)]
Count = Annotated[int, Field(ge=0)]
Probability = Annotated[float, Field(ge=0, le=1)]


class IndexOut(_Response):
    """The index that answered."""

    id: str
    built_at: str
    documents: Count
    passages: Count


class SourceOut(_Response):
    """Where a document's facts come from; `published` is as precise as the source ("2016-08")."""

    title: str | None
    publisher: str | None
    url: str | None
    published: str | None


class DocumentRef(_Response):
    """Which document, and by its text's hash which state of it."""

    id: str
    title: str
    city: str | None
    country: str | None
    language: str
    sha256: str


class Highlight(_Response):
    """The short answer, in code points inside the statement's text."""

    start: Offset
    end: Offset


class StatementOut(_Response):
    """One quoted sentence of the answer; `citations` are numbers of citations.

    `about` says which of the subjects or questions it answers for, where several were asked;
    `differs` that other statements give other figures; `dated` is the date of its source, where the
    age of its figure is of interest and the sentence names no year.
    """

    text: str
    highlight: Highlight | None
    citations: tuple[int, ...]
    about: tuple[str, ...]
    differs: bool
    dated: str | None


class Citation(_Response):
    """Where a statement stands: `document text[start:end] == quote`, and under which heading.

    `before` and `after` are what its passage says around the quote.
    """

    number: int
    document: DocumentRef
    source: SourceOut | None
    section: str | None
    before: str
    quote: str
    after: str
    start: Offset
    end: Offset
    link: str

    @classmethod
    def of(cls, number: int, statement: Statement) -> Self:
        """Cite `statement` with the source of its paragraph."""
        source = statement.hit.document.source_at(statement.span)
        passage, (start, end) = statement.hit.passage, statement.span
        text = statement.hit.document.text
        return cls(
            number=number,
            source=SourceOut.model_validate(source) if source else None,
            before=text[passage.start : start],
            after=text[end : passage.end],
            **_place(statement),
        )


class Related(_Response):
    """A passage near a question that no sentence answers."""

    document: DocumentRef
    section: str | None
    quote: str
    start: Offset
    end: Offset
    link: str

    @classmethod
    def of(cls, statement: Statement) -> Self:
        """Point to `statement`."""
        return cls(**_place(statement))


class AskResponse(_Response):
    """The answer: quotes and where they stand, or why there are none."""

    question: str
    standalone_question: str
    answered: bool
    answer: str
    confidence: Probability
    reason: Reason | None
    statements: tuple[StatementOut, ...]
    notes: Annotated[
        tuple[str, ...], Field(description="of what that was asked the documents say nothing")
    ]
    citations: tuple[Citation, ...]
    related: tuple[Related, ...]
    more: Annotated[int, Field(ge=0, description="further statements that `limit` left out")]
    suggestions: tuple[str, ...]
    index: IndexOut

    @classmethod
    def from_reply(cls, reply: Reply) -> Self:
        """Number the statements of `reply`: citation n is where statement n stands."""
        answer = reply.answer
        numbered = list(enumerate(answer.statements, start=1))
        return cls(
            question=reply.ask.question,
            standalone_question=reply.standalone,
            answered=answer.answered,
            answer=answer.text,
            confidence=answer.confidence,
            reason=answer.reason,
            statements=tuple(
                StatementOut(
                    text=statement.quote,
                    highlight=statement.highlight and Highlight.model_validate(statement.highlight),
                    citations=(number,),
                    about=statement.about,
                    differs=statement.differs,
                    dated=statement.dated,
                )
                for number, statement in numbered
            ),
            notes=answer.notes,
            citations=tuple(Citation.of(number, statement) for number, statement in numbered),
            related=tuple(Related.of(statement) for statement in answer.related),
            more=answer.more,
            suggestions=reply.suggestions,
            index=IndexOut.model_validate(reply.index),
        )


class DocumentEntry(_Response):
    """One line of the list of documents; `characters` is the length of the canonical text."""

    id: str
    title: str
    city: str | None
    country: str | None
    sources: tuple[SourceOut, ...]
    sha256: str
    characters: Count


class DocumentsResponse(_Response):
    """Every document of the index, by id."""

    documents: tuple[DocumentEntry, ...]


class SectionOut(_Response):
    """The text from one heading (its line included) to the next."""

    heading: str | None
    start: Offset
    end: Offset


class DocumentResponse(_Response):
    """One document with its canonical text."""

    id: str
    title: str
    city: str | None
    country: str | None
    language: str
    sources: tuple[SourceOut, ...]
    sha256: str
    text: str
    sections: tuple[SectionOut, ...]


class SearchHit(_Response):
    """One passage."""

    document: DocumentRef
    section: str | None
    text: str
    start: Offset
    end: Offset
    score: Probability

    @classmethod
    def of(cls, hit: Hit) -> Self:
        """Describe `hit`; its score's last bits differ from machine to machine and are cut."""
        return cls(
            document=DocumentRef.model_validate(hit.document),
            section=hit.passage.heading,
            text=hit.text,
            start=hit.passage.start,
            end=hit.passage.end,
            score=round(hit.score, 6),
        )


class SearchResponse(_Response):
    """The ranked passages, best first."""

    hits: tuple[SearchHit, ...]


class MatchOut(_Response):
    """Where the quote stands, or what the document says that is nearest to it, word for word."""

    document: DocumentRef
    start: Offset
    end: Offset
    quote: str


class VerifyResponse(_Response):
    """Whether a quote still stands.

    `exact`: word for word where it was looked for; `moved`: only in other documents;
    `altered`: nowhere, but the matches say nearly the same; `absent`: not found.
    """

    status: Status
    matches: tuple[MatchOut, ...]


class HealthResponse(_Response):
    """The process lives."""

    status: Literal["ok"] = "ok"


class ReadyResponse(_Response):
    """An index is in use."""

    status: Literal["ready"] = "ready"
    index: IndexOut


class FieldError(_Response):
    """What is wrong with one field, named by its path: `history[0].answer`."""

    field: str
    message: str


class Problem(_Response):
    """An error after RFC 9457.

    `type` is always "about:blank": the status is what kind of error it is, `detail` says what
    happened and what to do about it, `errors` which fields are to blame.
    """

    type: Literal["about:blank"] = "about:blank"
    title: str
    status: int
    detail: str
    errors: tuple[FieldError, ...] = ()


def _place(statement: Statement) -> dict[str, Any]:
    """Where a statement stands. An id is ASCII, and its link needs no escaping."""
    document, (start, end) = statement.hit.document, statement.span
    return {
        "document": DocumentRef.model_validate(document),
        "section": statement.hit.passage.heading,
        "quote": statement.quote,
        "start": start,
        "end": end,
        "link": f"/documents/{document.id}?start={start}&end={end}",
    }
