"""What a document is: the content an author writes, and the immutable versions made of it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Scope(StrEnum):
    """Whether a document holds for the whole country or for one region."""

    NATIONAL = "landelijk"
    REGIONAL = "regionaal"


class Audience(StrEnum):
    """For whom a document is written."""

    PARENT = "ouder"
    YOUTH = "jeugd"
    PROFESSIONAL = "professional"


class Certainty(StrEnum):
    """How sure the drafters were of the facts; shown to editors, never hidden."""

    CONFIRMED = "bevestigd"
    CHECK_LAW = "wettekst-nakijken"
    FILL_IN = "door-organisatie-invullen"


class State(StrEnum):
    """Where a version stands in the workflow; superseded and expired follow from dates."""

    DRAFT = "draft"
    IN_REVIEW = "in-review"
    VALIDATED = "validated"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact was found: a law article or an official page."""

    title: str
    url: str | None = None
    seen: date | None = None


@dataclass(frozen=True, slots=True)
class Validation:
    """Who declared a version fit to cite, when, and with what reservation.

    `starter` marks text drafted by the project that the organisation has still to validate itself.
    """

    by: str
    on: date
    note: str = ""
    starter: bool = False


@dataclass(frozen=True, slots=True)
class ExampleQuestion:
    """A question in a parent's own words that the section at `anchor` answers; never cited."""

    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class Content:
    """Everything an author writes. `text` is canonical Markdown; offsets count its code points.

    `related` names the documents to read beside this one.
    """

    id: str
    title: str
    scope: Scope
    region: str | None
    audience: Audience
    topics: tuple[str, ...]
    certainty: Certainty
    valid_from: date
    review_by: date
    sources: tuple[Source, ...]
    text: str
    related: tuple[str, ...] = ()

    @property
    def content_hash(self) -> str:
        """`sha256:` and the hex digest of the UTF-8 bytes of `text`."""
        return "sha256:" + hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def digest(self) -> str:
        """Hex SHA-256 over text and metadata: equal digests mean nothing to store."""
        record = [
            self.id,
            self.title,
            self.scope,
            self.region,
            self.audience,
            self.topics,
            self.certainty,
            self.valid_from.isoformat(),
            self.review_by.isoformat(),
            [(s.title, s.url, s.seen and s.seen.isoformat()) for s in self.sources],
            self.text,
            # Left out when empty, so that versions stored before this field keep their digest.
            *([self.related] if self.related else ()),
        ]
        return hashlib.sha256(json.dumps(record, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class DocumentFile:
    """One Markdown file with front matter; `notes` say what reading it changed."""

    content: Content
    questions: tuple[ExampleQuestion, ...] = ()
    validation: Validation | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentVersion:
    """A stored, immutable version.

    `citable_until` is the last day on which it may be cited: `review_by`, or the day before a
    later validated version takes over, whichever comes first.
    """

    content: Content
    version: int
    state: State
    author: str
    created_at: datetime
    validation: Validation | None
    citable_until: date

    def citable_on(self, day: date) -> bool:
        """True when this version is validated and `day` lies inside its validity dates."""
        return (
            self.state is State.VALIDATED and self.content.valid_from <= day <= self.citable_until
        )
