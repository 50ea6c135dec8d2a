"""The signal log in a relational database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from uuid import UUID

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from corpus.database.engine import naming_failures
from corpus.document import Audience
from rag.answer import Status
from rag.signals.signal import Rejected, Signal
from rag.signals.tables import SignalRow

SIGNAL_MIGRATIONS = "rag:signals/migrations"


class SqlSignalLog:
    """Implements `SignalLog`; safe to use from several threads and processes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def record(self, signal: Signal) -> None:
        row = SignalRow(
            id=str(signal.id),
            text=signal.text,
            status=signal.status.value,
            reason=signal.reason,
            language=signal.language,
            region=signal.region,
            audience=signal.audience.value,
            month=signal.month,
            rejected=[asdict(rejected) for rejected in signal.rejected],
        )
        with naming_failures(), Session(self._engine) as session, session.begin():
            session.add(row)

    def recent(self, limit: int) -> Sequence[Signal]:
        query = select(SignalRow).order_by(SignalRow.month.desc(), SignalRow.id).limit(limit)
        with naming_failures(), Session(self._engine) as session:
            return tuple(_signal(row) for row in session.scalars(query))

    def count(self) -> int:
        with naming_failures(), Session(self._engine) as session:
            return session.scalars(select(func.count()).select_from(SignalRow)).one()


def _signal(row: SignalRow) -> Signal:
    return Signal(
        id=UUID(row.id),
        text=row.text,
        status=Status(row.status),
        reason=row.reason,
        language=row.language,
        region=row.region,
        audience=Audience(row.audience),
        month=row.month,
        rejected=tuple(Rejected(**entry) for entry in row.rejected),
    )
