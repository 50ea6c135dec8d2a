"""The table of signals, in the same database as the documents."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from corpus.database.tables import Base


class SignalRow(Base):
    """One signal. The random id is the only key, so that rows tell no order of arrival."""

    __tablename__ = "signals"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(60))
    reason: Mapped[str] = mapped_column(String(60))
    language: Mapped[str] = mapped_column(String(8))
    region: Mapped[str | None] = mapped_column(String(80))
    audience: Mapped[str] = mapped_column(String(20))
    month: Mapped[str] = mapped_column(String(7), index=True)
    rejected: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
