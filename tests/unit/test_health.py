"""An index that does not belong here is refused; one that only lags is served."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import pytest

from corpus.document import DocumentVersion
from corpus.errors import CorpusUnavailable
from ingest.index.port import IndexMissing, IndexUnavailable, Manifest
from ingest.sync import sync
from rag.health import Check, IndexGuard, IndexMismatch, examine, verify
from tests.fakes.documents import document
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.index import MemoryIndex
from tests.fakes.library import MemoryLibrary

DAY = date(2026, 6, 15)


class Remote(MemoryIndex):
    """Counts how often it is asked for its manifest."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0
        self.down = False

    def manifest(self) -> Manifest:
        self.asked += 1
        if self.down:
            raise IndexUnavailable("De zoekindex is niet bereikbaar.")
        return super().manifest()


class Fragile(MemoryLibrary):
    """Fails in the named methods, as a database does that goes down half way."""

    def __init__(self) -> None:
        super().__init__()
        self.failing: set[str] = set()

    def corpus_id(self) -> str:
        self._fail("corpus_id")
        return super().corpus_id()

    def fingerprint(self) -> str:
        self._fail("fingerprint")
        return super().fingerprint()

    def newest(self) -> Sequence[DocumentVersion]:
        self._fail("newest")
        return super().newest()

    def _fail(self, name: str) -> None:
        if name in self.failing:
            raise CorpusUnavailable("De database is niet bereikbaar.")


@dataclass
class Parts:
    """A small index in step with its library."""

    library: Fragile = field(default_factory=Fragile)
    index: Remote = field(default_factory=Remote)
    embedder: FakeEmbedder = field(default_factory=lambda: FakeEmbedder(16))
    now: float = 100.0

    def guard(self) -> IndexGuard:
        return IndexGuard(self.library, self.index, self.embedder, lambda: self.now)

    def change(self, **changes: object) -> None:
        """Commit the same passages under another manifest."""
        manifest = replace(self.index.manifest(), **changes)  # type: ignore[arg-type]
        self.index.rewrite(manifest, self.index.digests(), ())

    def examined(self) -> dict[str, Check]:
        return {c.name: c for c in examine(self.library, self.index, self.embedder)}


@pytest.fixture
def parts() -> Parts:
    ready = Parts()
    ready.library.store([document()], "a", "b", DAY)
    sync(ready.library, ready.index, ready.embedder, DAY)
    return ready


MISMATCHES = [
    ({"schema": 99}, "andere versie van Steunwijzer"),
    ({"model": "oud-model"}, "gemaakt met het model oud-model, maar stems@16 is ingesteld"),
    ({"dimensions": 17}, "gemaakt met het model"),
    ({"corpus_id": "iets-anders"}, "hoort bij een andere database"),
]


def test_an_index_of_this_library_model_and_schema_is_served(parts: Parts) -> None:
    verify(parts.index.manifest(), parts.embedder, parts.library)
    parts.guard().check()


@pytest.mark.parametrize(("changes", "message"), MISMATCHES)
def test_each_mismatch_is_refused_with_its_own_reason_and_a_way_out(
    parts: Parts, changes: dict[str, object], message: str
) -> None:
    parts.change(**changes)
    with pytest.raises(IndexMismatch, match=message) as raised:
        parts.guard().check()
    assert isinstance(raised.value, IndexUnavailable)
    assert "steunwijzer ingest" in str(raised.value)
    check = parts.examined()["index"]
    assert (check.ok, check.message) == (False, str(raised.value))


def test_an_index_that_lags_behind_its_own_library_is_served(parts: Parts) -> None:
    parts.library.store([document("nieuw")], "a", "b", DAY)
    parts.guard().check()
    check = parts.examined()["corpus"]
    assert check.ok
    assert "loopt achter" in check.message
    assert "steunwijzer ingest" in check.message


# --- the guard ---------------------------------------------------------------------------------


def test_a_good_verdict_holds_for_a_second_and_no_longer(parts: Parts) -> None:
    guard = parts.guard()
    parts.index.asked = 0
    for later in (0.0, 0.5, 0.999):
        parts.now = 100.0 + later
        guard.check()
    assert parts.index.asked == 1
    parts.now = 101.0
    guard.check()
    assert parts.index.asked == 2


def test_an_index_that_changes_while_serving_is_refused_within_a_second(parts: Parts) -> None:
    guard = parts.guard()
    guard.check()
    parts.change(model="ander")
    guard.check()
    parts.now += 1.0
    with pytest.raises(IndexMismatch):
        guard.check()


def test_a_bad_verdict_is_not_kept(parts: Parts) -> None:
    guard = parts.guard()
    good = parts.index.manifest().model
    parts.change(model="ander")
    for _attempt in range(2):
        with pytest.raises(IndexMismatch):
            guard.check()
    parts.change(model=good)
    guard.check()


def test_the_first_check_looks_also_when_the_clock_starts_below_nought(parts: Parts) -> None:
    parts.now = -1e9
    parts.index.down = True
    with pytest.raises(IndexUnavailable, match="niet bereikbaar"):
        parts.guard().check()


def test_no_index_and_no_database_are_said_as_they_are(parts: Parts) -> None:
    with pytest.raises(IndexMissing):
        IndexGuard(parts.library, MemoryIndex(), parts.embedder).check()
    parts.library.failing = {"corpus_id"}
    with pytest.raises(CorpusUnavailable):
        parts.guard().check()


# --- everything at once ------------------------------------------------------------------------


def test_when_all_is_well_every_check_says_what_it_saw(parts: Parts) -> None:
    checks = parts.examined()
    assert list(checks) == ["database", "model", "index", "corpus"]
    assert all(check.ok for check in checks.values())
    assert checks["database"].message == "te lezen en te schrijven, aantal documenten: 1"
    assert checks["model"].message == "stems@16, 16 getallen per vector"
    assert checks["index"].message == f"aantal passages: {len(parts.index.digests())}"
    assert checks["corpus"].message == "bij"


@pytest.mark.parametrize(
    ("failing", "not_ok"),
    [
        ({"newest", "corpus_id", "fingerprint"}, {"database", "index"}),
        ({"newest"}, {"database"}),
        ({"corpus_id"}, {"index"}),
        ({"fingerprint"}, {"corpus"}),
    ],
)
def test_examining_never_fails_whatever_part_of_the_database_does(
    parts: Parts, failing: set[str], not_ok: set[str]
) -> None:
    parts.library.failing = failing
    checks = parts.examined()
    assert {name for name, check in checks.items() if not check.ok} == not_ok
    assert all("niet bereikbaar" in checks[name].message for name in not_ok)


def test_examining_survives_an_index_that_is_missing_or_down(parts: Parts) -> None:
    parts.index.down = True
    assert parts.examined()["index"] == Check("index", False, "De zoekindex is niet bereikbaar.")
    empty = examine(parts.library, MemoryIndex(), parts.embedder)
    assert [check.ok for check in empty] == [True, True, False]
