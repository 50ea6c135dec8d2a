"""A signal, and the port of the log that keeps it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from corpus.document import Audience
from rag.answer import Status

RECORDED = frozenset(
    {
        Status.ANSWERED_PARTIALLY,
        Status.UNANSWERABLE_NO_SOURCE,
        Status.UNANSWERABLE_OTHER_REGION,
        Status.UNANSWERABLE_PERSONAL_CASE,
        Status.UNANSWERABLE_OUT_OF_SCOPE,
    }
)


@dataclass(frozen=True, slots=True)
class Rejected:
    """A passage that came near but was not good enough; says which document could grow."""

    key: str
    version: int
    section: str
    score: float


@dataclass(frozen=True, slots=True)
class Signal:
    """A question that was not (wholly) answered. Holds no name, address, time or account."""

    id: UUID
    text: str
    status: Status
    reason: str
    language: str
    region: str | None
    audience: Audience
    month: str
    rejected: tuple[Rejected, ...]


def month_of(day: date) -> str:
    """`YYYY-MM`: exact moments could point at a person, months can't."""
    return f"{day:%Y-%m}"


class SignalLog(Protocol):
    """Keeps signals. Every method raises CorpusUnavailable where the store can't be used."""

    def record(self, signal: Signal) -> None:
        """Store a signal for good before returning."""
        ...

    def recent(self, limit: int) -> Sequence[Signal]:
        """At most `limit` signals, newest month first, within a month in no telling order."""
        ...

    def count(self) -> int:
        """How many signals are stored."""
        ...
