"""Brings a database to the newest shape; every package with tables brings its own migrations."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine

from corpus.database.engine import hold_write_lock, naming_failures
from corpus.errors import CorpusUnavailable

CORPUS_MIGRATIONS = "corpus:database/migrations/versions"


def migrate(engine: Engine, locations: Sequence[str]) -> None:
    """Apply what is missing from `locations` (`package:folder` each), all in one transaction.

    Raises CorpusUnavailable where the database is newer than this program, or out of reach.
    """
    logging.getLogger("alembic").setLevel(logging.WARNING)
    with naming_failures(), engine.begin() as connection:
        config = _config(connection, locations)
        if set(MigrationContext.configure(connection).get_current_heads()) == set(
            ScriptDirectory.from_config(config).get_heads()
        ):
            return
        # Where another process was first, Alembic finds nothing left to do.
        hold_write_lock(connection)
        try:
            command.upgrade(config, "heads")
        except CommandError:
            message = "De database hoort bij een andere versie van Steunwijzer."
            raise CorpusUnavailable(message) from None


def _config(connection: Connection, locations: Sequence[str]) -> Config:
    config = Config()
    config.set_main_option("script_location", "corpus:database/migrations")
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", "\n".join(locations))
    config.attributes["connection"] = connection
    return config
