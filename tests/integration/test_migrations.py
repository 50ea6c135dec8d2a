"""The migrations make what the tables say, once, however many programs start at a time."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, text

from corpus.database.engine import open_database
from corpus.database.migrating import CORPUS_MIGRATIONS, migrate
from corpus.database.sql_library import SqlLibrary
from corpus.database.tables import Base
from rag.signals.sql_log import SIGNAL_MIGRATIONS
from tests.fakes.documents import document

MIGRATIONS = (CORPUS_MIGRATIONS, SIGNAL_MIGRATIONS)
ROOT = Path(__file__).parents[2]
DAY = date(2026, 6, 15)

# What each of several programs does at the same moment, with a database that is still empty.
IMPORT = """
import sys, time
from datetime import date
from pathlib import Path
from corpus.database.engine import open_database
from corpus.database.migrating import migrate
from corpus.database.sql_library import SqlLibrary
from tests.fakes.documents import document
from tests.integration.test_migrations import MIGRATIONS

url, name, folder = sys.argv[1:]
folder = Path(folder)
(folder / f"{name}.ready").touch()
while not (folder / "go").exists():
    time.sleep(0.005)
engine = open_database(url)
migrate(engine, MIGRATIONS)
for number in range(5):
    shared = document("gedeeld", text=f"## Kop\\n\\nVan {name}, keer {number}.\\n")
    own = document(f"van-{name}", text=f"## Kop\\n\\nKeer {number}.\\n")
    SqlLibrary(engine).store([shared, own], name, "validator", date(2026, 6, 15))
engine.dispose()
"""


def test_the_migrations_make_exactly_the_tables(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, Base.metadata) == []
    assert {"store", "document_versions", "example_questions"} <= set(Base.metadata.tables)


def test_migrating_again_changes_nothing(engine: Engine) -> None:
    library = SqlLibrary(engine)
    library.store([document()], "a", "b", DAY)
    before = (library.corpus_id(), library.fingerprint())
    migrate(engine, MIGRATIONS)
    migrate(engine, MIGRATIONS[::-1])
    assert (library.corpus_id(), library.fingerprint()) == before


def test_a_package_with_tables_joins_a_database_that_lacks_them(database_url: str) -> None:
    engine = open_database(database_url)
    migrate(engine, (CORPUS_MIGRATIONS,))
    library = SqlLibrary(engine)
    library.store([document()], "a", "b", DAY)
    before = (library.corpus_id(), library.fingerprint())
    migrate(engine, MIGRATIONS)
    assert (library.corpus_id(), library.fingerprint()) == before
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM signals")).scalar() == 0
    engine.dispose()


def test_programs_that_start_and_import_at_once_lose_nothing(
    database_url: str, tmp_path: Path
) -> None:
    names = ("een", "twee", "drie")
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", IMPORT, database_url, name, str(tmp_path)],
            cwd=ROOT,
            stderr=subprocess.PIPE,
            text=True,
        )
        for name in names
    ]
    while len(list(tmp_path.glob("*.ready"))) < len(names):
        assert all(program.poll() is None for program in programs)
    (tmp_path / "go").touch()
    for program in programs:
        _out, errors = program.communicate(timeout=60)
        assert (program.returncode, errors) == (0, "")
    engine = open_database(database_url)
    library = SqlLibrary(engine)
    shared = library.history("gedeeld")
    assert [version.version for version in shared] == list(range(15, 0, -1))
    assert {(v.author, v.content.text) for v in shared} == {
        (name, f"## Kop\n\nVan {name}, keer {number}.\n") for name in names for number in range(5)
    }
    for name in names:
        assert [v.version for v in library.history(f"van-{name}")] == [5, 4, 3, 2, 1]
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM store")).scalar() == 1
    engine.dispose()
