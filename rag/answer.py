"""A typed answer: a status in a family, cited sentences in blocks, and a way on."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from corpus.document import Scope, Source


class Status(StrEnum):
    """How a question ended. The part before the first underscore is the family."""

    ANSWERED = "answered"
    ANSWERED_PARTIALLY = "answered_partially"
    CLARIFICATION_GREETING = "clarification_greeting"
    CLARIFICATION_UNCLEAR = "clarification_unclear"
    UNANSWERABLE_NO_SOURCE = "unanswerable_no_source"
    UNANSWERABLE_OTHER_REGION = "unanswerable_other_region"
    UNANSWERABLE_PERSONAL_CASE = "unanswerable_personal_case"
    UNANSWERABLE_OUT_OF_SCOPE = "unanswerable_out_of_scope"
    HANDOVER_CRISIS = "handover_crisis"
    REFUSED_ATTACK = "refused_attack"
    REFUSED_ABUSE = "refused_abuse"

    @property
    def family(self) -> str:
        """`answered`, `clarification`, `unanswerable`, `handover` or `refused`."""
        return self.value.partition("_")[0]


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a sentence stands: `quote == text[start:end]` of that version, in code points."""

    number: int
    document_id: str
    version: int
    content_hash: str
    title: str
    section: str
    anchor: str
    scope: Scope
    region: str | None
    topics: tuple[str, ...]
    quote: str
    start: int
    end: int
    validated_by: str
    validated_on: date
    validation_note: str
    starter: bool
    review_by: date
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class CitedSentence:
    """A sentence and the numbers of the citations that hold it; never without one."""

    text: str
    citations: tuple[int, ...]
    step: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """Sentences of one scope in reading order, so that law and regional custom never mix."""

    scope: Scope
    sentences: tuple[CitedSentence, ...]


@dataclass(frozen=True, slots=True)
class Contact:
    """A person or service to turn to, from the contact list of the corpus."""

    name: str
    phone: str | None = None
    email: str | None = None
    url: str | None = None
    hours: str | None = None


@dataclass(frozen=True, slots=True)
class NextStep:
    """What the asker can do now, and with whom."""

    label: str
    text: str
    contact: Contact | None = None


@dataclass(frozen=True, slots=True)
class Care:
    """Whom to call, beside an answer to a question that somebody in need may have asked."""

    message: str
    steps: tuple[NextStep, ...]


@dataclass(frozen=True, slots=True)
class Mask:
    """What was taken out of the question before anything else saw it."""

    kind: str
    placeholder: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What leaves the service. `message` is the service's own word on a non-answer, never a claim
    about education; everything in `blocks` is cited. On a personal case they hold the general rule.
    `question` is what was asked, masked; `missing` are its parts that no document answers."""

    id: UUID
    status: Status
    language: str
    message: str
    blocks: tuple[Block, ...] = ()
    citations: tuple[Citation, ...] = ()
    next_steps: tuple[NextStep, ...] = ()
    confidence: float = 0.0
    masks: tuple[Mask, ...] = ()
    missing: tuple[str, ...] = ()
    care: Care | None = None
    signal_id: UUID | None = None
    question: str = ""
    timings: tuple[tuple[str, float], ...] = field(default=(), compare=False)
