"""Opens the database, SQLite by default or PostgreSQL by URL, and names its failures in Dutch."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError, TimeoutError
from sqlalchemy.pool import ConnectionPoolEntry

from corpus.errors import CorpusUnavailable
from corpus.explaining import explain_os

_LOCK_WAIT_S = 5
_WRITERS = 7_203_641  # any number will do, as long as every writer takes the same


def open_database(url: str) -> Engine:
    """An engine for a `sqlite:///path` or `postgresql://` URL. Raises CorpusUnavailable."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):  # the latter for a port that is no number
        raise CorpusUnavailable("De database-URL is niet te lezen.") from None
    if parsed.get_backend_name() == "postgresql":
        # PostgreSQL's usual URL names no driver; psycopg 3 is the one that is installed.
        return create_engine(
            parsed.set(drivername="postgresql+psycopg"),
            pool_pre_ping=True,
            connect_args={"connect_timeout": _LOCK_WAIT_S},
            hide_parameters=True,  # what was stored may be a question, and belongs in no log
        )
    if parsed.get_backend_name() != "sqlite":
        raise CorpusUnavailable("Alleen SQLite en PostgreSQL kunnen als database dienen.")
    if parsed.database and not parsed.database.startswith((":memory:", "file:")):
        try:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            message = f"De map van de database kan niet gemaakt worden: {explain_os(error)}."
            raise CorpusUnavailable(message) from None
    engine = create_engine(
        parsed.set(drivername="sqlite"),
        connect_args={"timeout": _LOCK_WAIT_S},
        hide_parameters=True,
    )
    event.listen(engine, "connect", _configure_sqlite)
    return engine


@contextmanager
def naming_failures() -> Iterator[None]:
    """Turns driver errors into CorpusUnavailable with a message that names no data."""
    try:
        yield
    except TimeoutError as error:
        raise CorpusUnavailable(_explain("busy")) from error
    except DBAPIError as error:
        raise CorpusUnavailable(_explain(str(error.orig))) from error


def hold_write_lock(connection: Connection) -> None:
    """Make the present transaction the only one that writes, until it ends.

    Waits for another writer for five seconds; then a driver error says that the database is busy.
    """
    if connection.dialect.name == "sqlite":
        # By itself the driver begins at the first change, and then what was read may be stale.
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        return
    connection.execute(text(f"SET LOCAL lock_timeout = '{_LOCK_WAIT_S}s'"))
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _WRITERS})


def _configure_sqlite(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _explain(reason: str) -> str:
    lower = reason.lower()
    if "locked" in lower or "busy" in lower or "lock timeout" in lower:
        return "De database is bezet. Probeer het zo meteen opnieuw."
    if "full" in lower or "no space" in lower:
        return "De schijf van de database is vol. Er is niets opgeslagen."
    if "readonly" in lower or "read-only" in lower:
        return "De database is alleen-lezen. Er is niets opgeslagen."
    if "no such table" in lower or ("relation" in lower and "does not exist" in lower):
        return "De database is nog niet ingericht. Draai eerst 'steunwijzer import'."
    if "malformed" in lower or "not a database" in lower:
        return "Het databasebestand is beschadigd. Zet een reservekopie terug."
    return "De database is niet bereikbaar."
