"""Asks a database whether it could store something at this moment, without storing anything."""

from __future__ import annotations

import shutil
from pathlib import Path

from sqlalchemy import Engine, text

from corpus.database.engine import naming_failures
from corpus.errors import CorpusUnavailable

_MIN_FREE_BYTES = 32_000_000
# Shorter than a writer waits: a health check that hangs is read as a dead server.
_LOCK_WAIT_MS = 250


def probe(engine: Engine) -> None:
    """Raises CorpusUnavailable for a database that is gone, locked, read-only or out of space."""
    with naming_failures():
        if engine.dialect.name == "sqlite":
            _probe_sqlite(engine)
            return
        with engine.connect() as connection:
            read_only = connection.scalar(text("SELECT current_setting('transaction_read_only')"))
        if read_only == "on":
            raise CorpusUnavailable("De database is alleen-lezen. Er kan niets opgeslagen worden.")


def _probe_sqlite(engine: Engine) -> None:
    path = engine.url.database
    if path and path != ":memory:" and shutil.disk_usage(Path(path).parent).free < _MIN_FREE_BYTES:
        raise CorpusUnavailable("De schijf van de database is bijna vol.")
    with engine.connect() as connection:
        usual = connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one()
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {_LOCK_WAIT_MS}")
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            connection.exec_driver_sql("ROLLBACK")
        finally:
            connection.exec_driver_sql(f"PRAGMA busy_timeout = {usual}")
