"""Every signal log, in memory or in a database, keeps the contract of `SignalLog`."""

from __future__ import annotations

import signal as signals
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import inspect

from corpus.database.engine import open_database
from corpus.database.migrating import migrate
from corpus.document import Audience
from corpus.errors import CorpusUnavailable
from rag.answer import Status
from rag.signals.signal import RECORDED, Rejected, Signal, SignalLog, month_of
from rag.signals.sql_log import SIGNAL_MIGRATIONS, SqlSignalLog
from rag.signals.tables import SignalRow
from tests.fakes.signals import MemorySignalLog

ROOT = Path(__file__).parents[2]
KINDS = ["memory", "sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
RECORDS_UNTIL_KILLED = """
import sys
from dataclasses import replace
from uuid import uuid4
from corpus.database.engine import open_database
from rag.signals.sql_log import SqlSignalLog
from tests.contract.test_signal_log import a_signal
log = SqlSignalLog(open_database(sys.argv[1]))
while True:
    item = a_signal()
    log.record(item)
    print(item.id, flush=True)
"""


def a_signal(**changes: object) -> Signal:
    """A signal with a new id."""
    plain = Signal(
        id=uuid4(),
        text="Mag de school [NAAM] weigeren? العربية 😀",
        status=Status.UNANSWERABLE_NO_SOURCE,
        reason="no_source",
        language="nl",
        region="de-meierij",
        audience=Audience.PARENT,
        month="2026-11",
        rejected=(
            Rejected("zorgplicht#wanneer/0", 1, "Wanneer één?", 106.123456789),
            Rejected("opp#inleiding/2", 12, "OPP", -0.5),
        ),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


@pytest.fixture(params=KINDS)
def log(request: pytest.FixtureRequest, new_database: Callable[[str], str]) -> Iterator[SignalLog]:
    if request.param == "memory":
        yield MemorySignalLog()
        return
    engine = open_database(new_database(request.param))
    migrate(engine, (SIGNAL_MIGRATIONS,))
    yield SqlSignalLog(engine)
    engine.dispose()


def test_an_empty_log_holds_nothing(log: SignalLog) -> None:
    assert log.count() == 0
    assert tuple(log.recent(10)) == ()


@pytest.mark.parametrize("status", sorted(RECORDED))
def test_a_signal_comes_back_as_it_went_in(log: SignalLog, status: Status) -> None:
    first = a_signal(status=status, audience=Audience.YOUTH, language="ti")
    bare = a_signal(status=status, region=None, rejected=(), reason="", month="2026-10")
    for item in (first, bare):
        log.record(item)
    assert tuple(log.recent(10)) == (first, bare)
    assert log.count() == 2


def test_the_longest_question_is_kept_whole(log: SignalLog) -> None:
    item = a_signal(text="😀" * 1000 + "[GEBOORTEDATUM]" * 100)
    log.record(item)
    assert tuple(log.recent(1)) == (item,)


def test_the_newest_month_comes_first_over_years_and_the_limit_is_kept(log: SignalLog) -> None:
    months = ["2026-11", "2027-01", "2025-12", "2026-02", "2026-12", "2026-11"]
    for month in months:
        log.record(a_signal(month=month))
    ordered = sorted(months, reverse=True)
    assert [item.month for item in log.recent(99)] == ordered
    assert [item.month for item in log.recent(3)] == ordered[:3]
    assert tuple(log.recent(0)) == ()
    assert log.count() == 6


def test_within_a_month_the_order_is_that_of_random_ids_not_of_arrival(log: SignalLog) -> None:
    items = [a_signal(id=UUID(int=n)) for n in (5, 1, 4, 2, 3)]
    for item in items:
        log.record(item)
    assert [item.id.int for item in log.recent(9)] == [1, 2, 3, 4, 5]


def test_recording_the_same_id_twice_is_refused_and_keeps_the_first(log: SignalLog) -> None:
    item = a_signal()
    log.record(item)
    with pytest.raises(CorpusUnavailable) as raised:
        log.record(replace(item, text="kwartelkuiken"))
    assert "kwartel" not in str(raised.value)
    assert tuple(log.recent(9)) == (item,)


def test_eight_threads_at_once_lose_nothing(log: SignalLog) -> None:
    items = [a_signal() for _ in range(64)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(log.record, items))
    assert log.count() == 64
    assert {item.id for item in log.recent(64)} == {item.id for item in items}


# --- what only a database can do ---------------------------------------------------------------


def test_a_database_that_is_not_set_up_says_so_and_names_no_question(
    new_database: Callable[[str], str],
) -> None:
    engine = open_database(new_database("sqlite"))
    log = SqlSignalLog(engine)
    for attempt in (lambda: log.record(a_signal(text="kwartelkuiken")), log.count):
        with pytest.raises(CorpusUnavailable, match="nog niet ingericht") as raised:
            attempt()
        # The cause is logged too, so it may not hold the question either.
        assert "kwartel" not in f"{raised.value} {raised.value.__cause__}"
    engine.dispose()


def test_a_row_holds_these_columns_and_no_moment_account_or_address(
    new_database: Callable[[str], str],
) -> None:
    engine = open_database(new_database("sqlite"))
    migrate(engine, (SIGNAL_MIGRATIONS,))
    stored = {column["name"] for column in inspect(engine).get_columns("signals")}
    engine.dispose()
    assert stored == set(SignalRow.__table__.columns.keys())
    assert stored == {
        *("id", "text", "status", "reason", "language"),
        *("region", "audience", "month", "rejected"),
    }


def test_another_process_sees_what_was_recorded(new_database: Callable[[str], str]) -> None:
    url = new_database("sqlite")
    first, second = open_database(url), open_database(url)
    migrate(first, (SIGNAL_MIGRATIONS,))
    item = a_signal()
    SqlSignalLog(first).record(item)
    assert tuple(SqlSignalLog(second).recent(1)) == (item,)
    first.dispose()
    second.dispose()


def test_a_killed_process_loses_no_signal_that_it_had_acknowledged(
    new_database: Callable[[str], str],
) -> None:
    url = new_database("sqlite")
    engine = open_database(url)
    migrate(engine, (SIGNAL_MIGRATIONS,))
    for _life in range(2):
        process = subprocess.Popen(
            [sys.executable, "-c", RECORDS_UNTIL_KILLED, url],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        acknowledged = {UUID(process.stdout.readline().strip()) for _ in range(20)}
        process.kill()
        rest, _errors = process.communicate()
        assert process.returncode == -signals.SIGKILL
        # The last line may have been cut by the kill.
        acknowledged |= {UUID(line) for line in rest.splitlines() if len(line) == 36}
        stored = {item.id for item in SqlSignalLog(engine).recent(10_000)}
        assert acknowledged <= stored
    SqlSignalLog(engine).record(a_signal())
    engine.dispose()


@pytest.mark.parametrize(
    ("day", "month"),
    [
        (date(2026, 11, 23), "2026-11"),
        (date(2026, 1, 1), "2026-01"),
        (date(2027, 12, 31), "2027-12"),
    ],
)
def test_a_month_is_written_so_that_it_sorts(day: date, month: str) -> None:
    assert month_of(day) == month
