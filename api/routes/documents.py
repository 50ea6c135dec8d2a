"""`/v1/documents`: what the answers rest on, open to all."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Query

from api.problems import PROBLEMS, Refusal
from api.schemas import DocumentItem, DocumentPage, SourceOut, VersionOut, document_item
from corpus.document import DocumentVersion, State
from corpus.library import Library

_UNKNOWN = "Dit document bestaat niet, of het is niet openbaar."
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
DocumentId = Annotated[str, Path(alias="documentId")]


def documents_router(library: Library, today: Callable[[], date]) -> APIRouter:
    """The routes, bound to a library."""
    router = APIRouter(prefix="/v1/documents", tags=["documents"])

    @router.get("", responses=PROBLEMS, summary="De documenten die vandaag gelden")
    def listing(
        limit: Annotated[int, Query(ge=1, le=100)] = 20,
        offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    ) -> DocumentPage:
        """Validated documents that may be cited today, ordered by title."""
        versions = library.citable(today())
        items = tuple(
            DocumentItem(**document_item(version)) for version in versions[offset : offset + limit]
        )
        return DocumentPage(items=items, total=len(versions))

    @router.get("/{documentId}", responses=PROBLEMS, summary="De versie die vandaag geldt")
    def current(document_id: DocumentId) -> VersionOut:
        """The version of a document that may be cited today."""
        _check(document_id)
        day = today()
        for version in library.history(document_id):
            if version.citable_on(day):
                return _version_out(version, day)
        raise Refusal(404, _UNKNOWN)

    @router.get("/{documentId}/versions/{version}", responses=PROBLEMS, summary="Eén vaste versie")
    def one_version(
        document_id: DocumentId, version: Annotated[int, Path(ge=1, le=1_000_000)]
    ) -> VersionOut:
        """A version that was ever validated, also when it may no longer be cited: links last."""
        _check(document_id)
        found = library.get(document_id, version)
        if found is None or found.state in (State.DRAFT, State.IN_REVIEW):
            raise Refusal(404, _UNKNOWN)
        return _version_out(found, today())

    return router


def _check(document_id: str) -> None:
    """Raises Refusal for what can't be an id: PostgreSQL fails on some of it."""
    if not _ID.fullmatch(document_id):
        raise Refusal(404, _UNKNOWN)


def _version_out(version: DocumentVersion, day: date) -> VersionOut:
    content, validation = version.content, version.validation
    if validation is None:
        raise Refusal(404, _UNKNOWN)
    return VersionOut(
        **document_item(version),
        content_hash=content.content_hash,
        text=content.text,
        validated_by=validation.by,
        validation_note=validation.note,
        valid_from=content.valid_from,
        citable=version.citable_on(day),
        sources=tuple(SourceOut.model_validate(source) for source in content.sources),
    )
