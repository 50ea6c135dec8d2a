"""`probe` says at once when nothing can be stored, and leaves the connection as it was."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from corpus.database.engine import open_database
from corpus.database.migrating import CORPUS_MIGRATIONS, migrate
from corpus.database.sql_library import SqlLibrary
from corpus.errors import CorpusUnavailable


def test_a_database_in_order_passes_and_nothing_changes(engine: Engine) -> None:
    library = SqlLibrary(engine)
    before = library.fingerprint()
    library.probe()
    library.probe()
    assert library.fingerprint() == before


def test_a_database_that_another_process_is_writing_to_is_named_soon(tmp_path: Path) -> None:
    path = tmp_path / "test.db"
    engine = open_database(f"sqlite:///{path}")
    migrate(engine, (CORPUS_MIGRATIONS,))
    with sqlite3.connect(path, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        begin = time.monotonic()
        with pytest.raises(CorpusUnavailable, match="bezet"):
            SqlLibrary(engine).probe()
        assert time.monotonic() - begin < 4
        other.execute("ROLLBACK")
    SqlLibrary(engine).probe()
    with engine.connect() as connection:
        assert connection.scalar(text("PRAGMA busy_timeout")) == 5000
    engine.dispose()
    other.close()


@pytest.mark.postgres
def test_a_read_only_postgresql_is_named(postgres_cluster: object) -> None:
    url = postgres_cluster.new_database()  # type: ignore[attr-defined]
    engine = open_database(f"{url}&options=-c%20default_transaction_read_only%3Don")
    with pytest.raises(CorpusUnavailable, match="alleen-lezen"):
        SqlLibrary(engine).probe()
    engine.dispose()
