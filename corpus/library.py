"""The port through which every other layer reads documents, and the importer stores them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from corpus.document import DocumentFile, DocumentVersion, ExampleQuestion


@dataclass(frozen=True, slots=True)
class ImportReport:
    """Document ids by what an import did with them; `notes` say what reading changed in a text."""

    created: tuple[str, ...]
    updated: tuple[str, ...]
    unchanged: tuple[str, ...]
    notes: tuple[str, ...]


class Library(Protocol):
    """Stored documents. Every method raises CorpusUnavailable when the store can't be used."""

    def corpus_id(self) -> str:
        """A random name of this store, given once; tells its index from another's."""
        ...

    def probe(self) -> None:
        """Returns when documents can be read and stored at this moment; else raises."""
        ...

    def fingerprint(self) -> str:
        """A digest of all that could be cited and asked for; changes when an index needs a sync."""
        ...

    def newest(self) -> Sequence[DocumentVersion]:
        """The newest version of every document, in whatever state, ordered by id."""
        ...

    def get(self, document_id: str, version: int) -> DocumentVersion | None:
        """A stored version in whatever state, or None."""
        ...

    def history(self, document_id: str) -> Sequence[DocumentVersion]:
        """All versions of a document, newest first; empty where it is unknown."""
        ...

    def citable(self, day: date) -> Sequence[DocumentVersion]:
        """The versions that may be cited on `day`, at most one a document, by title and id."""
        ...

    def indexable(self, day: date) -> Sequence[DocumentVersion]:
        """Validated versions that are citable on `day` or later, ordered by id and version."""
        ...

    def questions(self, document_id: str) -> tuple[ExampleQuestion, ...]:
        """The example questions of a document, in file order."""
        ...

    def store(
        self, files: Sequence[DocumentFile], author: str, validated_by: str | None, day: date
    ) -> ImportReport:
        """Store a package in one transaction: all of it, or nothing.

        A file whose content digest equals its newest version's makes no new version, but its
        example questions replace the stored ones. With `validated_by` new versions are validated
        on `day` by that role; without it they are drafts.
        """
        ...


def current(library: Library, document_id: str, day: date) -> DocumentVersion | None:
    """The version of a document that may be cited on `day`, or None. Raises CorpusUnavailable."""
    return next((v for v in library.history(document_id) if v.citable_on(day)), None)
