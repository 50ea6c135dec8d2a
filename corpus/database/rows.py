"""Rows to domain values and back."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from corpus.database.tables import VersionRow
from corpus.document import (
    Audience,
    Certainty,
    Content,
    DocumentVersion,
    Scope,
    Source,
    State,
    Validation,
)


def to_row(
    content: Content, version: int, author: str, now: datetime, validation: Validation | None
) -> VersionRow:
    """A new row; validated at once where there is a validation record."""
    return VersionRow(
        document_id=content.id,
        version=version,
        state=(State.VALIDATED if validation else State.DRAFT).value,
        title=content.title,
        scope=content.scope.value,
        region=content.region,
        audience=content.audience.value,
        topics=list(content.topics),
        certainty=content.certainty.value,
        valid_from=content.valid_from,
        review_by=content.review_by,
        sources=[_source_to_json(source) for source in content.sources],
        related=list(content.related),
        text=content.text,
        content_hash=content.content_hash,
        digest=content.digest,
        author=author,
        created_at=now,
        validated_by=validation.by if validation else None,
        validated_on=validation.on if validation else None,
        validation_note=validation.note if validation else "",
        starter=validation.starter if validation else False,
    )


def to_version(row: VersionRow, citable_until: date) -> DocumentVersion:
    """The stored version; SQLite forgets time zones, so UTC is put back."""
    content = Content(
        id=row.document_id,
        title=row.title,
        scope=Scope(row.scope),
        region=row.region,
        audience=Audience(row.audience),
        topics=tuple(row.topics),
        certainty=Certainty(row.certainty),
        valid_from=row.valid_from,
        review_by=row.review_by,
        sources=tuple(_source_from_json(source) for source in row.sources),
        text=row.text,
        related=tuple(row.related or ()),
    )
    validation = None
    if row.validated_by is not None and row.validated_on is not None:
        validation = Validation(
            row.validated_by, row.validated_on, row.validation_note, row.starter
        )
    created = row.created_at if row.created_at.tzinfo else row.created_at.replace(tzinfo=UTC)
    return DocumentVersion(
        content, row.version, State(row.state), row.author, created, validation, citable_until
    )


def _source_to_json(source: Source) -> dict[str, Any]:
    seen = source.seen.isoformat() if source.seen else None
    return {"title": source.title, "url": source.url, "seen": seen}


def _source_from_json(entry: dict[str, Any]) -> Source:
    seen = entry["seen"]
    return Source(entry["title"], entry["url"], date.fromisoformat(seen) if seen else None)
