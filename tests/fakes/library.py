"""A library in memory that keeps the same contract as the stored one."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from corpus.document import (
    DocumentFile,
    DocumentVersion,
    ExampleQuestion,
    State,
    Validation,
)
from corpus.library import ImportReport


class MemoryLibrary:
    """Implements `Library`; `withdraw` stands in for the workflow."""

    def __init__(self) -> None:
        self._id = uuid4().hex
        self._versions: dict[str, list[DocumentVersion]] = {}
        self._questions: dict[str, tuple[ExampleQuestion, ...]] = {}

    def corpus_id(self) -> str:
        return self._id

    def probe(self) -> None:
        pass

    def fingerprint(self) -> str:
        rows = [
            (key, v.version, v.state, v.content.digest, v.validation and v.validation.on)
            for key, versions in sorted(self._versions.items())
            for v in versions
        ]
        return hashlib.sha256(repr((rows, sorted(self._questions.items()))).encode()).hexdigest()

    def newest(self) -> Sequence[DocumentVersion]:
        return tuple(self.history(key)[0] for key in sorted(self._versions))

    def get(self, document_id: str, version: int) -> DocumentVersion | None:
        return next((v for v in self.history(document_id) if v.version == version), None)

    def history(self, document_id: str) -> Sequence[DocumentVersion]:
        closed: list[DocumentVersion] = []
        takeover = date.max
        for version in reversed(self._versions.get(document_id, [])):
            until = min(version.content.review_by, takeover - timedelta(days=1))
            closed.append(replace(version, citable_until=until))
            if version.validation is not None:
                takeover = min(takeover, version.content.valid_from)
        return tuple(closed)

    def citable(self, day: date) -> Sequence[DocumentVersion]:
        found = [v for v in self.indexable(day) if v.citable_on(day)]
        return tuple(sorted(found, key=lambda v: (v.content.title.casefold(), v.content.id)))

    def indexable(self, day: date) -> Sequence[DocumentVersion]:
        return tuple(
            version
            for key in sorted(self._versions)
            for version in reversed(self.history(key))
            if version.state is State.VALIDATED
            and version.citable_until >= max(day, version.content.valid_from)
        )

    def questions(self, document_id: str) -> tuple[ExampleQuestion, ...]:
        return self._questions.get(document_id, ())

    def store(
        self, files: Sequence[DocumentFile], author: str, validated_by: str | None, day: date
    ) -> ImportReport:
        before = deepcopy((self._versions, self._questions))
        outcome: dict[str, list[str]] = {"created": [], "updated": [], "unchanged": []}
        try:
            for file in files:
                outcome[self._keep(file, author, validated_by, day)].append(file.content.id)
        except Exception:
            self._versions, self._questions = before
            raise
        notes = tuple(note for file in files for note in file.notes)
        return ImportReport(
            tuple(outcome["created"]),
            tuple(outcome["updated"]),
            tuple(outcome["unchanged"]),
            notes,
        )

    def withdraw(self, document_id: str, version: int) -> None:
        """Withdraw a stored version."""
        versions = self._versions[document_id]
        versions[version - 1] = replace(versions[version - 1], state=State.WITHDRAWN)

    def _keep(self, file: DocumentFile, author: str, validated_by: str | None, day: date) -> str:
        content = file.content
        versions = self._versions.setdefault(content.id, [])
        new_questions = self._questions.get(content.id, ()) != file.questions
        self._questions[content.id] = file.questions
        claimed = file.validation
        validation = validated_by and Validation(
            validated_by,
            day,
            claimed.note if claimed else "",
            claimed.starter if claimed else False,
        )
        state = State.VALIDATED if validation else State.DRAFT
        newest = versions[-1] if versions else None
        if newest and newest.content.digest == content.digest:
            if newest.state is State.DRAFT and validation:
                versions[-1] = replace(newest, state=state, validation=validation)
                return "updated"
            if newest.state is not State.WITHDRAWN:
                return "updated" if new_questions else "unchanged"
        versions.append(
            DocumentVersion(
                content=content,
                version=len(versions) + 1,
                state=state,
                author=author,
                created_at=datetime.now(UTC),
                validation=validation or None,
                citable_until=content.review_by,
            )
        )
        return "updated" if newest else "created"
