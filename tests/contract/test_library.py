"""Every library, in memory or in a database, keeps the contract of `corpus.library.Library`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, text, update
from sqlalchemy.orm import Session

from corpus.database.engine import open_database
from corpus.database.migrating import CORPUS_MIGRATIONS, migrate
from corpus.database.sql_library import SqlLibrary
from corpus.database.tables import VersionRow
from corpus.document import ExampleQuestion, State
from corpus.library import Library
from tests.fakes.documents import FIRST, LAST, document
from tests.fakes.library import MemoryLibrary

DAY = date(2026, 6, 15)
ONE_DAY = timedelta(days=1)


class Withdrawing(SqlLibrary):
    """Adds what the editors' room will do, so that withdrawn versions are held to it too."""

    def withdraw(self, document_id: str, version: int) -> None:
        with Session(self._engine) as session, session.begin():
            session.execute(
                update(VersionRow)
                .where(VersionRow.document_id == document_id, VersionRow.version == version)
                .values(state=State.WITHDRAWN.value)
            )


@pytest.fixture(params=["memory", "sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def library(
    request: pytest.FixtureRequest, new_database: Callable[[str], str]
) -> Iterator[MemoryLibrary | Withdrawing]:
    if request.param == "memory":
        yield MemoryLibrary()
        return
    engine = open_database(new_database(request.param))
    migrate(engine, (CORPUS_MIGRATIONS,))
    yield Withdrawing(engine)
    engine.dispose()


def only(library: Library, day: date = DAY) -> int:
    """The one version that may be cited."""
    (version,) = library.citable(day)
    return version.version


def test_a_validated_version_comes_back_as_it_went_in(library: Library) -> None:
    file = document()
    report = library.store([file], "redacteur", "validator", DAY)
    assert (report.created, report.updated, report.unchanged) == (("zorgplicht",), (), ())
    (version,) = library.citable(DAY)
    assert version.content == file.content
    assert version.author == "redacteur"
    assert version.created_at.tzinfo is not None
    assert version.validation is not None
    assert (version.validation.by, version.validation.on) == ("validator", DAY)
    assert version.validation.starter
    assert version.validation.note == "Startset, nog te valideren."
    assert library.questions("zorgplicht") == file.questions
    assert library.get("zorgplicht", 1) == version
    assert library.get("zorgplicht", 2) is None
    assert library.get("onbekend", 1) is None
    assert library.history("onbekend") == ()


def test_a_draft_is_never_citable_until_it_is_validated(library: Library) -> None:
    library.store([document()], "redacteur", None, DAY)
    assert library.citable(DAY) == ()
    assert library.indexable(DAY) == ()
    assert [v.state for v in library.newest()] == [State.DRAFT]
    report = library.store([document()], "redacteur", "validator", DAY)
    assert report.updated == ("zorgplicht",)
    assert only(library) == 1


def test_storing_the_same_again_makes_no_version(library: Library) -> None:
    library.store([document()], "a", "b", DAY)
    before = library.fingerprint()
    report = library.store([document()], "a", "b", DAY + ONE_DAY)
    assert report.unchanged == ("zorgplicht",)
    assert len(library.history("zorgplicht")) == 1
    assert library.fingerprint() == before


def test_new_questions_alone_make_no_version_but_change_the_fingerprint(library: Library) -> None:
    library.store([document()], "a", "b", DAY)
    before = library.fingerprint()
    asked = (ExampleQuestion("wanneer-begint-de-zorgplicht", "hoe zit dat?"),)
    report = library.store([document(questions=asked)], "a", "b", DAY)
    assert report.updated == ("zorgplicht",)
    assert len(library.history("zorgplicht")) == 1
    assert library.questions("zorgplicht") == asked
    assert library.fingerprint() != before


def test_validity_dates_include_their_first_and_last_day(library: Library) -> None:
    library.store([document()], "a", "b", DAY)
    assert library.citable(FIRST - ONE_DAY) == ()
    assert only(library, FIRST) == 1
    assert only(library, LAST) == 1
    assert library.citable(LAST + ONE_DAY) == ()
    assert [v.version for v in library.indexable(FIRST - ONE_DAY)] == [1]
    assert library.indexable(LAST + ONE_DAY) == ()


def test_a_later_version_takes_over_on_its_first_day(library: Library) -> None:
    library.store([document()], "a", "b", DAY)
    library.store([document(text="## Nieuw\n\nAnders.\n", valid_from=DAY)], "a", "b", DAY)
    assert only(library, DAY - ONE_DAY) == 1
    assert only(library, DAY) == 2
    assert [v.version for v in library.indexable(DAY - ONE_DAY)] == [1, 2]
    assert [v.version for v in library.history("zorgplicht")] == [2, 1]


def test_a_draft_does_not_take_over(library: Library) -> None:
    library.store([document()], "a", "b", DAY)
    library.store([document(text="## Nieuw\n\nAnders.\n")], "a", None, DAY)
    assert only(library) == 1


def test_withdrawing_does_not_bring_the_version_before_it_back(
    library: MemoryLibrary | Withdrawing,
) -> None:
    library.store([document()], "a", "b", DAY)
    library.store([document(text="## Nieuw\n\nAnders.\n")], "a", "b", DAY)
    before = library.fingerprint()
    library.withdraw("zorgplicht", 2)
    assert library.citable(DAY) == ()
    assert library.fingerprint() != before
    # The same text stored again is a new decision, so a new version.
    library.store([document(text="## Nieuw\n\nAnders.\n")], "a", "b", DAY)
    assert only(library) == 3


def test_citable_documents_are_ordered_by_title(library: Library) -> None:
    files = [document("een", title="Zorg"), document("twee", title="aanmelden")]
    library.store(files, "a", "b", DAY)
    assert [v.content.id for v in library.citable(DAY)] == ["twee", "een"]
    assert [v.content.id for v in library.newest()] == ["een", "twee"]


def test_corpus_id_is_given_once(library: Library) -> None:
    given = library.corpus_id()
    library.store([document()], "a", "b", DAY)
    assert library.corpus_id() == given


@pytest.mark.parametrize("column", ["text", "content_hash", "valid_from", "review_by", "sources"])
def test_the_database_refuses_to_change_a_stored_version(engine: Engine, column: str) -> None:
    library = SqlLibrary(engine)
    library.store([document()], "a", "b", DAY)
    change = text(f"UPDATE document_versions SET {column} = {column}")
    with pytest.raises(Exception, match="immutable"), engine.begin() as connection:
        connection.execute(change)
    with pytest.raises(Exception, match="immutable"), engine.begin() as connection:
        connection.execute(text("DELETE FROM document_versions"))
    assert only(library) == 1


def test_a_package_is_stored_wholly_or_not_at_all(engine: Engine) -> None:
    library = SqlLibrary(engine)
    library.store([document("een")], "a", "b", DAY)
    broken = document("drie", text=None)
    with pytest.raises(AttributeError):
        library.store([document("twee"), broken], "a", "b", DAY)
    assert [v.content.id for v in library.newest()] == ["een"]
    assert library.questions("twee") == ()
