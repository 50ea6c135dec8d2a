"""An address of a database that leads nowhere is said in Dutch, without its password."""

from __future__ import annotations

import socket
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine

from corpus.database.engine import open_database
from corpus.database.migrating import CORPUS_MIGRATIONS, migrate
from corpus.database.sql_library import SqlLibrary
from corpus.errors import CorpusUnavailable
from rag.signals.sql_log import SIGNAL_MIGRATIONS

MIGRATIONS = (CORPUS_MIGRATIONS, SIGNAL_MIGRATIONS)
UNREACHABLE = r"^De database is niet bereikbaar\.$"


@pytest.fixture
def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def opened(url: str) -> Iterator[Engine]:
    engine = open_database(url)
    try:
        yield engine
    finally:
        engine.dispose()


def stored(engine: Engine) -> list[str]:
    return [version.content.id for version in SqlLibrary(engine).newest()]


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("mysql://u:geheim@localhost/x", "Alleen SQLite en PostgreSQL"),
        ("mongodb://localhost/x", "Alleen SQLite en PostgreSQL"),
        ("http://localhost/x", "Alleen SQLite en PostgreSQL"),
        ("", "De database-URL is niet te lezen"),
        ("steunwijzer.db", "De database-URL is niet te lezen"),
        ("postgresql://u:geheim@localhost:poort/x", "De database-URL is niet te lezen"),
    ],
)
def test_an_address_that_leads_nowhere_is_refused_at_once(url: str, message: str) -> None:
    with pytest.raises(CorpusUnavailable, match=message) as caught:
        open_database(url)
    assert "geheim" not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize("scheme", ["sqlite+pysqlite", "sqlite+aiosqlite", "sqlite+onzin"])
def test_a_driver_that_is_named_is_replaced_by_the_one_that_is_here(
    scheme: str, tmp_path: Path
) -> None:
    with opened(f"{scheme}:///{tmp_path}/test.db") as engine:
        migrate(engine, MIGRATIONS)
        assert stored(engine) == []


def test_a_server_that_is_not_there_is_unreachable(closed_port: int) -> None:
    with opened(f"postgresql://u:geheim@127.0.0.1:{closed_port}/x") as engine:
        with pytest.raises(CorpusUnavailable, match=UNREACHABLE) as caught:
            migrate(engine, MIGRATIONS)
        assert "geheim" not in "".join(traceback.format_exception(caught.value))
        with pytest.raises(CorpusUnavailable, match=UNREACHABLE):
            stored(engine)


@pytest.mark.postgres
def test_a_database_that_the_server_does_not_have_is_unreachable(
    new_database: Callable[[str], str],
) -> None:
    url = new_database("postgres").replace("/test_", "/weg_")
    with opened(url) as engine, pytest.raises(CorpusUnavailable, match=UNREACHABLE):
        migrate(engine, MIGRATIONS)


@pytest.mark.postgres
def test_a_server_that_hung_up_is_called_again(new_database: Callable[[str], str]) -> None:
    url = new_database("postgres")
    with opened(url) as engine:
        migrate(engine, MIGRATIONS)
        assert stored(engine) == []
        with psycopg.connect(url) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE pid <> pg_backend_pid() AND datname = current_database()"
            )
        assert stored(engine) == []
