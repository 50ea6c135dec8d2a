"""The library in a relational database."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import groupby

from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from corpus.database.engine import hold_write_lock, naming_failures
from corpus.database.probing import probe
from corpus.database.rows import to_row, to_version
from corpus.database.tables import QuestionRow, StoreRow, VersionRow
from corpus.document import DocumentFile, DocumentVersion, ExampleQuestion, State, Validation
from corpus.library import ImportReport


class SqlLibrary:
    """Implements `Library`; safe to use from several threads and processes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def corpus_id(self) -> str:
        with naming_failures(), Session(self._engine) as session:
            return session.scalars(select(StoreRow.corpus_id)).one()

    def probe(self) -> None:
        probe(self._engine)

    def fingerprint(self) -> str:
        versions = select(
            VersionRow.document_id,
            VersionRow.version,
            VersionRow.state,
            VersionRow.digest,
            VersionRow.validated_on,
        ).order_by(VersionRow.document_id, VersionRow.version)
        questions = select(QuestionRow.document_id, QuestionRow.anchor, QuestionRow.text).order_by(
            QuestionRow.document_id, QuestionRow.position
        )
        summary = hashlib.sha256()
        with naming_failures(), Session(self._engine) as session:
            for query in (versions, questions):
                for row in session.execute(query):
                    summary.update(repr(tuple(row)).encode())
        return summary.hexdigest()

    def newest(self) -> Sequence[DocumentVersion]:
        return tuple(versions[-1] for versions in self._all())

    def get(self, document_id: str, version: int) -> DocumentVersion | None:
        return next((v for v in self.history(document_id) if v.version == version), None)

    def history(self, document_id: str) -> Sequence[DocumentVersion]:
        query = select(VersionRow).where(VersionRow.document_id == document_id)
        with naming_failures(), Session(self._engine) as session:
            rows = session.scalars(query.order_by(VersionRow.version)).all()
            return tuple(reversed(_versions(rows)))

    def citable(self, day: date) -> Sequence[DocumentVersion]:
        found = [version for version in self.indexable(day) if version.citable_on(day)]
        return tuple(sorted(found, key=lambda v: (v.content.title.casefold(), v.content.id)))

    def indexable(self, day: date) -> Sequence[DocumentVersion]:
        return tuple(
            version
            for versions in self._all()
            for version in versions
            if version.state is State.VALIDATED
            and version.citable_until >= max(day, version.content.valid_from)
        )

    def questions(self, document_id: str) -> tuple[ExampleQuestion, ...]:
        query = select(QuestionRow).where(QuestionRow.document_id == document_id)
        with naming_failures(), Session(self._engine) as session:
            rows = session.scalars(query.order_by(QuestionRow.position)).all()
            return tuple(ExampleQuestion(row.anchor, row.text) for row in rows)

    def store(
        self, files: Sequence[DocumentFile], author: str, validated_by: str | None, day: date
    ) -> ImportReport:
        created: list[str] = []
        updated: list[str] = []
        unchanged: list[str] = []
        now = datetime.now(UTC)
        with naming_failures(), Session(self._engine) as session, session.begin():
            # From here on no other import can give out the same version number.
            hold_write_lock(session.connection())
            for file in files:
                content = file.content
                newest = _newest(session, content.id)
                validation = _validation(file, validated_by, day)
                same = newest is not None and newest.digest == content.digest
                if newest is not None and same and newest.state == State.DRAFT and validation:
                    _validate(newest, validation)
                    updated.append(content.id)
                elif newest is not None and same and newest.state != State.WITHDRAWN:
                    changed = _replace_questions(session, file)
                    (updated if changed else unchanged).append(content.id)
                    continue
                else:
                    number = newest.version + 1 if newest else 1
                    session.add(to_row(content, number, author, now, validation))
                    (updated if newest else created).append(content.id)
                _replace_questions(session, file)
        notes = tuple(note for file in files for note in file.notes)
        return ImportReport(tuple(created), tuple(updated), tuple(unchanged), notes)

    def _all(self) -> list[list[DocumentVersion]]:
        query = select(VersionRow).order_by(VersionRow.document_id, VersionRow.version)
        with naming_failures(), Session(self._engine) as session:
            rows = session.scalars(query).all()
            return [_versions(group) for _id, group in groupby(rows, lambda row: row.document_id)]


def _newest(session: Session, document_id: str) -> VersionRow | None:
    query = (
        select(VersionRow)
        .where(VersionRow.document_id == document_id)
        .order_by(VersionRow.version.desc())
        .limit(1)
    )
    return session.scalars(query).first()


def _validation(file: DocumentFile, validated_by: str | None, day: date) -> Validation | None:
    if validated_by is None:
        return None
    claimed = file.validation
    return Validation(
        by=validated_by,
        on=day,
        note=claimed.note if claimed else "",
        starter=claimed.starter if claimed else False,
    )


def _validate(row: VersionRow, validation: Validation) -> None:
    row.state = State.VALIDATED
    row.validated_by = validation.by
    row.validated_on = validation.on
    row.validation_note = validation.note
    row.starter = validation.starter


def _replace_questions(session: Session, file: DocumentFile) -> bool:
    document_id = file.content.id
    query = select(QuestionRow).where(QuestionRow.document_id == document_id)
    stored = session.scalars(query.order_by(QuestionRow.position)).all()
    if [(q.anchor, q.text) for q in stored] == [(q.anchor, q.text) for q in file.questions]:
        return False
    session.execute(delete(QuestionRow).where(QuestionRow.document_id == document_id))
    session.add_all(
        QuestionRow(document_id=document_id, position=position, anchor=q.anchor, text=q.text)
        for position, q in enumerate(file.questions)
    )
    return True


def _versions(rows: Iterable[VersionRow]) -> list[DocumentVersion]:
    """Versions of one document, oldest first, each with the last day on which it may be cited.

    A version that was ever validated closes those before it, also after it was withdrawn: taking
    a text back must not bring its predecessor to life unseen.
    """
    ordered = list(rows)
    versions: list[DocumentVersion] = []
    takeover: date | None = None
    for row in reversed(ordered):
        until = row.review_by
        if takeover is not None:
            until = min(until, takeover - timedelta(days=1))
        versions.append(to_version(row, until))
        if row.validated_on is not None:
            takeover = min(takeover, row.valid_from) if takeover else row.valid_from
    return versions[::-1]
