"""The schema of the front matter: every key, its form, and what belongs together."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints, model_validator
from pydantic import Field as PydanticField
from pydantic.functional_validators import AfterValidator

from corpus.document import Audience, Certainty, Scope
from corpus.topics import topics

_SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"


def _known_topic(slug: str) -> str:
    if slug not in topics():
        raise ValueError("onbekend onderwerp; kies uit de lijst van onderwerpen (topics.yaml)")
    return slug


Slug = Annotated[str, StringConstraints(pattern=_SLUG, max_length=80)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True)]
Topic = Annotated[str, AfterValidator(_known_topic)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SourceEntry(_Strict):
    """One source, as written in a file."""

    title: Line
    url: Annotated[str, StringConstraints(pattern=r"^https?://\S+$", max_length=500)] | None = None
    seen: date | None = None


class ValidationEntry(_Strict):
    """The validation record, as written in a file."""

    by: Line
    on: date
    note: Annotated[str, StringConstraints(max_length=500, strip_whitespace=True)] = ""
    starter: bool = False


class Header(_Strict):
    """The front matter of one document; `questions` are example questions by section anchor."""

    id: Slug
    title: Annotated[str, StringConstraints(min_length=1, max_length=120, strip_whitespace=True)]
    scope: Scope
    region: Slug | None = None
    audience: Audience
    topics: Annotated[tuple[Topic, ...], PydanticField(min_length=1, max_length=3)]
    certainty: Certainty
    valid_from: date
    review_by: date
    sources: Annotated[tuple[SourceEntry, ...], PydanticField(min_length=1)]
    validation: ValidationEntry | None = None
    questions: dict[str, tuple[Line, ...]] = PydanticField(default_factory=dict)

    @model_validator(mode="after")
    def _consistent(self) -> Header:
        if (self.scope is Scope.REGIONAL) != (self.region is not None):
            raise ValueError("region hoort bij scope: regionaal, en alleen daarbij")
        if self.review_by < self.valid_from:
            raise ValueError("review_by ligt vóór valid_from")
        if len(set(self.topics)) != len(self.topics):
            raise ValueError("een onderwerp staat er twee keer in")
        return self
