"""Whatever is wrong with the database, people read it in Dutch and nothing is half stored."""

from __future__ import annotations

import sqlite3
import traceback
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine, event, inspect, text

from corpus.database import engine as engine_module
from corpus.database.engine import open_database
from corpus.database.migrating import CORPUS_MIGRATIONS, migrate
from corpus.database.sql_library import SqlLibrary
from corpus.document import ExampleQuestion
from corpus.errors import CorpusUnavailable
from rag.signals.sql_log import SIGNAL_MIGRATIONS
from tests.fakes.documents import document
from tests.unprivileged import shared_folder, unprivileged

MIGRATIONS = (CORPUS_MIGRATIONS, SIGNAL_MIGRATIONS)
DAY = date(2026, 6, 15)
BUSY = r"^De database is bezet\. Probeer het zo meteen opnieuw\.$"
UNREACHABLE = r"^De database is niet bereikbaar\.$"
READ_ONLY = r"^De database is alleen-lezen\. Er is niets opgeslagen\.$"
FULL = r"^De schijf van de database is vol\. Er is niets opgeslagen\.$"
DAMAGED = r"^Het databasebestand is beschadigd\. Zet een reservekopie terug\.$"
NEWER = r"^De database hoort bij een andere versie van Steunwijzer\.$"
UNMADE = r"^De database is nog niet ingericht\. Draai eerst 'steunwijzer import'\.$"


@pytest.fixture(autouse=True)
def _short_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_module, "_LOCK_WAIT_S", 1)


@contextmanager
def opened(url: str) -> Iterator[Engine]:
    engine = open_database(url)
    try:
        yield engine
    finally:
        engine.dispose()


def made(path: Path) -> str:
    """The URL of a database file with one document in it."""
    url = f"sqlite:///{path}"
    with opened(url) as engine:
        migrate(engine, MIGRATIONS)
        SqlLibrary(engine).store([document("eerder")], "a", "b", DAY)
    return url


def stored(engine: Engine) -> list[str]:
    return [version.content.id for version in SqlLibrary(engine).newest()]


# --- another writer -------------------------------------------------------------------------------


@contextmanager
def writing(url: str) -> Iterator[None]:
    """Another program that is in the middle of a change."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
        return
    with psycopg.connect(url) as other:
        other.execute("SELECT pg_advisory_xact_lock(%s)", [engine_module._WRITERS])
        yield


def test_a_locked_database_refuses_the_import_and_can_still_be_read(
    engine: Engine, database_url: str
) -> None:
    with opened(database_url) as mine:
        library = SqlLibrary(mine)
        library.store([document("eerder")], "a", "b", DAY)
        before = library.fingerprint()
        with writing(database_url):
            with pytest.raises(CorpusUnavailable, match=BUSY):
                library.store([document("nieuw")], "a", "b", DAY)
            assert stored(mine) == ["eerder"]
        assert library.fingerprint() == before
        library.store([document("nieuw")], "a", "b", DAY)
        assert stored(mine) == ["eerder", "nieuw"]


def test_a_locked_database_is_not_migrated(database_url: str) -> None:
    with opened(database_url) as engine:
        with writing(database_url), pytest.raises(CorpusUnavailable, match=BUSY):
            migrate(engine, MIGRATIONS)
        assert inspect(engine).get_table_names() == []
        migrate(engine, MIGRATIONS)
        assert stored(engine) == []


def test_a_database_that_is_ready_opens_while_another_writes(
    engine: Engine, database_url: str
) -> None:
    with writing(database_url), opened(database_url) as mine:
        migrate(mine, MIGRATIONS)
        assert stored(mine) == []


# --- files ----------------------------------------------------------------------------------------


def test_a_read_only_file_is_read_and_never_written() -> None:
    with shared_folder() as folder:
        path = folder / "test.db"
        url = made(path)
        path.chmod(0o444)
        with unprivileged(), opened(url) as engine:
            migrate(engine, MIGRATIONS)
            with pytest.raises(CorpusUnavailable, match=READ_ONLY):
                SqlLibrary(engine).store([document("nieuw")], "a", "b", DAY)
            assert stored(engine) == ["eerder"]


def test_a_closed_file_is_unreachable() -> None:
    with shared_folder() as folder:
        path = folder / "test.db"
        url = made(path)
        path.chmod(0)
        with unprivileged(), opened(url) as engine:
            with pytest.raises(CorpusUnavailable, match=UNREACHABLE):
                migrate(engine, MIGRATIONS)
            with pytest.raises(CorpusUnavailable, match=UNREACHABLE):
                stored(engine)


@pytest.mark.parametrize("junk", [b"Dit is een brief.\n" * 400, bytes(range(256)) * 40])
def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path, junk: bytes) -> None:
    path = tmp_path / "test.db"
    path.write_bytes(junk)
    with opened(f"sqlite:///{path}") as engine:
        with pytest.raises(CorpusUnavailable, match=DAMAGED):
            migrate(engine, MIGRATIONS)
        with pytest.raises(CorpusUnavailable, match=DAMAGED):
            stored(engine)
    assert path.read_bytes() == junk


def test_a_damaged_file_is_named_as_such(tmp_path: Path) -> None:
    path = tmp_path / "test.db"
    url = made(path)
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    path.write_bytes(data)
    with opened(url) as engine, pytest.raises(CorpusUnavailable, match=DAMAGED):
        stored(engine)


def test_a_full_disk_stores_nothing_of_a_package(tmp_path: Path) -> None:
    with opened(made(tmp_path / "test.db")) as engine:

        def limit(connection: sqlite3.Connection, _record: object) -> None:
            connection.execute("PRAGMA max_page_count = 40").close()

        event.listen(engine, "connect", limit)
        package = [document(f"document-{n}", text="Vol. " * 9000) for n in range(9)]
        with pytest.raises(CorpusUnavailable, match=FULL):
            SqlLibrary(engine).store(package, "a", "b", DAY)
        assert stored(engine) == ["eerder"]
        assert SqlLibrary(engine).questions("document-0") == ()


def test_a_folder_that_is_missing_is_made(tmp_path: Path) -> None:
    with opened(f"sqlite:///{tmp_path}/een/twee/test.db") as engine:
        migrate(engine, MIGRATIONS)
        assert stored(engine) == []


def test_a_folder_that_can_not_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "bestand").write_text("x", encoding="utf-8")
    message = "De map van de database kan niet gemaakt worden: "
    with pytest.raises(CorpusUnavailable, match=message + "een deel van het pad is geen map"):
        open_database(f"sqlite:///{tmp_path}/bestand/map/test.db")
    with shared_folder() as folder:
        folder.chmod(0o555)
        with unprivileged(), pytest.raises(CorpusUnavailable, match=message + "geen toegang"):
            open_database(f"sqlite:///{folder}/map/test.db")


def test_a_folder_in_place_of_a_file_is_unreachable(tmp_path: Path) -> None:
    with (
        opened(f"sqlite:///{tmp_path}") as engine,
        pytest.raises(CorpusUnavailable, match=UNREACHABLE),
    ):
        migrate(engine, MIGRATIONS)


# --- databases of another shape -------------------------------------------------------------------


def test_a_database_without_tables_says_what_to_do(database_url: str) -> None:
    with opened(database_url) as engine:
        for ask in (stored, lambda engine: SqlLibrary(engine).corpus_id()):
            with pytest.raises(CorpusUnavailable, match=UNMADE):
                ask(engine)
        with pytest.raises(CorpusUnavailable, match=UNMADE):
            SqlLibrary(engine).store([document()], "a", "b", DAY)


def test_a_database_of_a_newer_program_is_left_alone(engine: Engine) -> None:
    SqlLibrary(engine).store([document("eerder")], "a", "b", DAY)
    with engine.begin() as connection:
        connection.execute(
            text("UPDATE alembic_version SET version_num = 'c999' WHERE version_num LIKE 'c%'")
        )
    with pytest.raises(CorpusUnavailable, match=NEWER):
        migrate(engine, MIGRATIONS)
    with engine.begin() as connection:
        rows = connection.execute(text("SELECT version_num FROM alembic_version")).scalars()
        assert "c999" in set(rows)
    assert stored(engine) == ["eerder"]


def test_a_migration_that_fails_leaves_nothing_behind(database_url: str) -> None:
    with opened(database_url) as engine:
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE example_questions (iets integer)"))
        with pytest.raises(CorpusUnavailable, match=UNREACHABLE):
            migrate(engine, MIGRATIONS)
        assert inspect(engine).get_table_names() == ["example_questions"]
        with engine.begin() as connection:
            connection.execute(text("DROP TABLE example_questions"))
        migrate(engine, MIGRATIONS)
        assert stored(engine) == []


# --- what must never be told ----------------------------------------------------------------------


def test_no_failure_repeats_what_was_stored(engine: Engine) -> None:
    secret = "mijn zoon Jan is geschorst"
    asked = (ExampleQuestion("wanneer-begint-de-zorgplicht", secret),)
    refuse = {
        "sqlite": "BEGIN SELECT RAISE(ABORT, 'stop'); END",
        "postgresql": "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    }[engine.dialect.name]
    with engine.begin() as connection:
        connection.execute(text(f"CREATE TRIGGER s BEFORE INSERT ON example_questions {refuse}"))
    with pytest.raises(CorpusUnavailable) as caught:
        SqlLibrary(engine).store([document(title=secret, questions=asked)], secret, secret, DAY)
    assert secret not in "".join(traceback.format_exception(caught.value))
    assert stored(engine) == []
