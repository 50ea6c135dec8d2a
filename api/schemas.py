"""What goes over the wire, in camelCase."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator
from pydantic.alias_generators import to_camel

from corpus.document import Audience, DocumentVersion, Scope
from rag.answer import Status
from rag.question import MAX_LENGTH

_TURNS_ACCEPTED = 50
_TURN_LENGTH = 20_000


class Wire(BaseModel):
    """Base of everything on the wire."""

    model_config = ConfigDict(
        alias_generator=to_camel, populate_by_name=True, from_attributes=True, frozen=True
    )


class TurnIn(Wire):
    """An earlier turn; the client carries the conversation, the server keeps none."""

    question: Annotated[str, StringConstraints(max_length=_TURN_LENGTH)]
    answer: Annotated[str, StringConstraints(max_length=_TURN_LENGTH)]


class QuestionIn(Wire):
    """A question. The last six turns of `conversation` are used."""

    # Length is judged after trimming, by Question.ask; this bound only stops absurd bodies early.
    question: Annotated[str, Field(description=f"1 to {MAX_LENGTH} characters after trimming")]
    audience: Audience | None = None
    region: Annotated[
        str | None, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)
    ] = None
    conversation: Annotated[tuple[TurnIn, ...], Field(max_length=_TURNS_ACCEPTED)] = ()

    @field_validator("conversation", mode="before")
    @classmethod
    def _none_is_empty(cls, value: Any) -> Any:
        return () if value is None else value


class SentenceOut(Wire):
    text: str
    citations: tuple[int, ...]
    step: bool


class BlockOut(Wire):
    scope: Scope
    sentences: tuple[SentenceOut, ...]


class AnswerTextOut(Wire):
    """`text` is what the blocks say, in a row; on a non-answer, the service's own message."""

    text: str
    blocks: tuple[BlockOut, ...]


class SourceOut(Wire):
    title: str
    url: str | None
    seen: date | None


class CitationOut(Wire):
    """`quote` equals `text[start:end]` of that version; offsets count Unicode code points."""

    number: int
    document_id: str
    version: int
    content_hash: str
    title: str
    section: str
    scope: Scope
    region: str | None
    topics: tuple[str, ...]
    quote: str
    start: int
    end: int
    url: str
    validated_by: str
    validated_on: date
    validation_note: str
    starter: bool
    review_by: date
    sources: tuple[SourceOut, ...]


class ContactOut(Wire):
    name: str
    phone: str | None
    email: str | None
    url: str | None
    hours: str | None


class NextStepOut(Wire):
    label: str
    text: str
    contact: ContactOut | None


class CareOut(Wire):
    """Whom to call, beside an answer to a question that somebody in need may have asked."""

    message: str
    steps: tuple[NextStepOut, ...]


class MaskOut(Wire):
    kind: str
    placeholder: str


class AnswerOut(Wire):
    """A typed answer; the part of `status` before the first underscore is its family.

    Blocks beside a non-answer hold the general rule on a personal case. `missing` are the parts of
    the question, masked, that no document answers.
    """

    id: UUID
    status: Status
    language: str
    answer: AnswerTextOut
    citations: tuple[CitationOut, ...]
    next_steps: tuple[NextStepOut, ...]
    confidence: float
    masks: tuple[MaskOut, ...]
    missing: tuple[str, ...] = ()
    care: CareOut | None = None
    signal_id: UUID | None = None


class DocumentItem(Wire):
    id: str
    title: str
    scope: Scope
    region: str | None
    audience: Audience
    topics: tuple[str, ...]
    version: int
    validated_on: date
    review_by: date
    starter: bool


class DocumentPage(Wire):
    items: tuple[DocumentItem, ...]
    total: int


class VersionOut(DocumentItem):
    """A version with its text; `contentHash` is the SHA-256 of that text in UTF-8."""

    content_hash: str
    text: str
    validated_by: str
    validation_note: str
    valid_from: date
    citable: bool
    sources: tuple[SourceOut, ...]


class CheckOut(Wire):
    name: str
    ok: bool
    message: str


class HealthOut(Wire):
    status: str
    checks: tuple[CheckOut, ...] = ()


class FieldError(Wire):
    """One field that is wrong, and why; the value itself is never repeated."""

    field: str
    message: str


class Problem(Wire):
    """RFC 9457. `errorId` stands in the log beside what went wrong; quote it when reporting."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    error_id: str | None = None
    errors: tuple[FieldError, ...] = ()


def document_item(version: DocumentVersion) -> dict[str, Any]:
    """The fields of DocumentItem; `version` must have been validated."""
    content, validation = version.content, version.validation
    if validation is None:
        raise ValueError("a version without a validation record is not public")
    return {
        "id": content.id,
        "title": content.title,
        "scope": content.scope,
        "region": content.region,
        "audience": content.audience,
        "topics": content.topics,
        "version": version.version,
        "validated_on": validation.on,
        "review_by": content.review_by,
        "starter": validation.starter,
    }
