"""The tables of the corpus. `migrations/` makes them; a test holds the two against each other."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import DateTime


class Base(DeclarativeBase):
    """All tables of one database; the signals' tables join it from their own package."""


class StoreRow(Base):
    """One row: the name that this store was given when it was made."""

    __tablename__ = "store"

    id: Mapped[int] = mapped_column(primary_key=True)
    corpus_id: Mapped[str] = mapped_column(String(36))


class VersionRow(Base):
    """An immutable version; triggers refuse a change to anything but its state and validation."""

    __tablename__ = "document_versions"

    document_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(Text)
    scope: Mapped[str] = mapped_column(String(20))
    region: Mapped[str | None] = mapped_column(String(80))
    audience: Mapped[str] = mapped_column(String(20))
    topics: Mapped[list[str]] = mapped_column(JSON)
    certainty: Mapped[str] = mapped_column(String(40))
    valid_from: Mapped[date]
    review_by: Mapped[date]
    sources: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    related: Mapped[list[str] | None] = mapped_column(JSON)
    text: Mapped[str] = mapped_column(Text)
    content_hash: Mapped[str] = mapped_column(String(80))
    digest: Mapped[str] = mapped_column(String(64))
    author: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    validated_by: Mapped[str | None] = mapped_column(Text)
    validated_on: Mapped[date | None]
    validation_note: Mapped[str] = mapped_column(Text)
    starter: Mapped[bool]


class QuestionRow(Base):
    """An example question; belongs to a section of the document, whatever its version."""

    __tablename__ = "example_questions"

    document_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    anchor: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
