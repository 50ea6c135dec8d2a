"""A passage: the part of one document version that retrieval finds and a citation points into."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from corpus.document import Audience, Scope

_NAMESPACE = uuid.UUID("6f6d5f6e-1d3b-5a53-9d52-3a1c3f3b8a10")


class SentenceKind(StrEnum):
    """The part a sentence plays in its section; the composer builds answers from these."""

    LEAD = "lead"
    DETAIL = "detail"
    CONDITION = "condition"
    EXCEPTION = "exception"
    INTRO = "intro"
    ITEM = "item"
    STEP = "step"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a version: `text == version.text[start:end]`, counted in code points."""

    start: int
    end: int
    text: str
    kind: SentenceKind


@dataclass(frozen=True, slots=True)
class Passage:
    """One section (or part of a long one) with all that filters, composing and citing need.

    `digest` covers everything stored in the index for this passage, so an equal digest means that
    nothing has to be embedded or written again.
    """

    document_id: str
    version: int
    content_hash: str
    anchor: str
    part: int
    title: str
    section: str
    text: str
    sentences: tuple[Sentence, ...]
    questions: tuple[str, ...]
    scope: Scope
    region: str | None
    audience: Audience
    topics: tuple[str, ...]
    valid_from: date
    citable_until: date
    digest: str

    @property
    def key(self) -> str:
        """The place in the document, the same over all its versions."""
        return f"{self.document_id}#{self.anchor}/{self.part}"

    @property
    def id(self) -> uuid.UUID:
        """The same for the same place in the same version, whenever and wherever it is ingested."""
        return uuid.uuid5(_NAMESPACE, f"{self.key}@{self.version}")
