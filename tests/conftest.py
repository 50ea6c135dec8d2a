"""Real stores for tests: SQLite files, and a PostgreSQL cluster started for the run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from corpus.database.engine import open_database
from corpus.database.migrating import CORPUS_MIGRATIONS, migrate
from rag.signals.sql_log import SIGNAL_MIGRATIONS
from tests.postgres import Cluster

MIGRATIONS = (CORPUS_MIGRATIONS, SIGNAL_MIGRATIONS)


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[Cluster]:
    with Cluster() as cluster:
        yield cluster


DATABASES = ("sqlite", pytest.param("postgres", marks=pytest.mark.postgres))


@pytest.fixture
def new_database(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], str]:
    """Gives the URL of a new, empty database of a kind."""

    def make(kind: str) -> str:
        if kind == "sqlite":
            return f"sqlite:///{tmp_path / 'test.db'}"
        cluster: Cluster = request.getfixturevalue("postgres_cluster")
        return cluster.new_database()

    return make


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest, new_database: Callable[[str], str]) -> str:
    """A new, empty database of each kind."""
    return new_database(request.param)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """A migrated database of each kind."""
    opened = open_database(database_url)
    migrate(opened, MIGRATIONS)
    yield opened
    opened.dispose()


@pytest.fixture
def write_document(tmp_path: Path) -> Callable[..., Path]:
    """Writes a small valid document file; keyword arguments replace parts of it."""

    def write(name: str = "zorgplicht", folder: str = "documenten", **changes: str) -> Path:
        from tests.fakes.documents import source

        path = tmp_path / folder / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source(name, **changes), encoding="utf-8")
        return path

    return write
