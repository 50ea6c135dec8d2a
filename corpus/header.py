"""The schema of the front matter: every key, its form, and what belongs together."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated

from pydantic import (
    BaseModel,
    ConfigDict,
    StrictBool,
    StringConstraints,
    ValidationInfo,
    field_validator,
)
from pydantic import Field as PydanticField
from pydantic.functional_validators import AfterValidator, BeforeValidator

from corpus.document import Audience, Certainty, Scope
from corpus.topics import topics

_SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def _known_topic(slug: str) -> str:
    if slug not in topics():
        raise ValueError("onbekend onderwerp; kies uit de lijst van onderwerpen (topics.yaml)")
    return slug


def _without_control(text: str) -> str:
    if _CONTROL.search(text):
        raise ValueError("bevat tekens die niet in tekst horen")
    return text


def _written_as_date(value: object) -> object:
    # pydantic would read a bare number as seconds since 1970.
    return value if isinstance(value, str) and _DATE.fullmatch(value) else ""


_Plain = AfterValidator(_without_control)
Day = Annotated[date, BeforeValidator(_written_as_date)]
Slug = Annotated[str, StringConstraints(pattern=_SLUG, max_length=80)]
Line = Annotated[
    str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True), _Plain
]
Title = Annotated[
    str, StringConstraints(min_length=1, max_length=120, strip_whitespace=True), _Plain
]
Note = Annotated[str, StringConstraints(max_length=500, strip_whitespace=True), _Plain]
Url = Annotated[str, StringConstraints(pattern=r"^https?://\S+$", max_length=500), _Plain]
Topic = Annotated[str, AfterValidator(_known_topic)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SourceEntry(_Strict):
    """One source, as written in a file."""

    title: Line
    url: Url | None = None
    seen: Day | None = None


class ValidationEntry(_Strict):
    """The validation record, as written in a file."""

    by: Line
    on: Day
    note: Note = ""
    starter: StrictBool = False


class Header(_Strict):
    """The front matter of one document; `questions` are example questions by section anchor."""

    id: Slug
    title: Title
    scope: Scope
    region: Annotated[Slug | None, PydanticField(validate_default=True)] = None
    audience: Audience
    topics: Annotated[tuple[Topic, ...], PydanticField(min_length=1, max_length=3)]
    certainty: Certainty
    valid_from: Day
    review_by: Day
    sources: Annotated[tuple[SourceEntry, ...], PydanticField(min_length=1)]
    related: Annotated[tuple[Slug, ...], PydanticField(max_length=6)] = ()
    validation: ValidationEntry | None = None
    questions: dict[str, tuple[Line, ...]] = PydanticField(default_factory=dict)

    @field_validator("region")
    @classmethod
    def _region_fits(cls, region: str | None, info: ValidationInfo) -> str | None:
        scope = info.data.get("scope")
        if scope is not None and (scope is Scope.REGIONAL) != (region is not None):
            raise ValueError("hoort bij scope: regionaal, en alleen daarbij")
        return region

    @field_validator("topics")
    @classmethod
    def _topics_differ(cls, chosen: tuple[str, ...]) -> tuple[str, ...]:
        if len(set(chosen)) != len(chosen):
            raise ValueError("noemt een onderwerp twee keer")
        return chosen

    @field_validator("related")
    @classmethod
    def _related_differ(cls, named: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        if len(set(named)) != len(named):
            raise ValueError("noemt een document twee keer")
        if info.data.get("id") in named:
            raise ValueError("noemt het document zelf")
        return named

    @field_validator("review_by")
    @classmethod
    def _review_follows(cls, last: date, info: ValidationInfo) -> date:
        if "valid_from" in info.data and last < info.data["valid_from"]:
            raise ValueError("ligt vóór valid_from")
        return last
