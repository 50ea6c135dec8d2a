"""A library, an index and a model that are synced together, and watched while they are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from uuid import UUID

from corpus.document import Audience, DocumentFile
from ingest.index.port import (
    IndexedPassage,
    IndexUnavailable,
    Manifest,
    Progress,
    Query,
    SearchFilter,
    Vector,
)
from ingest.lexical.terms import query_terms
from ingest.sync import SyncReport, sync
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.index import MemoryIndex
from tests.fakes.library import MemoryLibrary

DAY = date(2026, 6, 15)


class Recording(FakeEmbedder):
    """Keeps what it was asked to embed; `fails_at` breaks it in the middle."""

    def __init__(self, name: str = "model-1") -> None:
        super().__init__(dimensions=8)
        self._name = name
        self.passages: list[str] = []
        self.questions: list[str] = []
        self.fails_at: int | None = None

    @property
    def name(self) -> str:
        return self._name

    def embed_passages(self, texts: Sequence[str]) -> list[Vector]:
        self.passages += texts
        if self.fails_at is not None and len(self.passages) >= self.fails_at:
            raise MemoryError("model")
        return super().embed_passages(texts)

    def embed_queries(self, texts: Sequence[str]) -> list[Vector]:
        self.questions += texts
        return super().embed_queries(texts)


class Counting(MemoryIndex):
    """Counts commits, and can be made to fail as a full disk does."""

    def __init__(self) -> None:
        super().__init__()
        self.rewrites = 0
        self.kept: Collection[UUID] = ()
        self.full = False

    def rewrite(
        self,
        manifest: Manifest,
        keep: Collection[UUID],
        add: Iterable[IndexedPassage],
        progress: Progress = lambda written: None,
    ) -> None:
        self.rewrites += 1
        self.kept = keep
        if self.full:
            list(add)
            raise IndexUnavailable("De schijf van de zoekindex is vol.")
        super().rewrite(manifest, keep, add, progress)


class House:
    """A library, an index and a model, synced together."""

    def __init__(self, *files: DocumentFile) -> None:
        self.library = MemoryLibrary()
        self.index = Counting()
        self.model = Recording()
        self.store(*files)

    def store(self, *files: DocumentFile, validated_by: str | None = "validator") -> None:
        self.library.store(files, "redacteur", validated_by, DAY)

    def sync(self, day: date = DAY) -> SyncReport:
        self.model.passages.clear()
        self.model.questions.clear()
        return sync(self.library, self.index, self.model, day)

    def places(self) -> list[str]:
        return sorted(key for key, _digest in self.index.digests().values())

    def points(self) -> list[IndexedPassage]:
        return list(self.index._current().points.values())

    def found(self, text: str, day: date = DAY) -> list[str]:
        """The texts that term search finds on a day, for everybody."""
        where = SearchFilter(day, "de-meierij", frozenset(Audience))
        asked = Query(self.model.embed_query(text), query_terms(text))
        return [hit.passage.text for hit in self.index.search(asked, where, 99).terms]


def counts(report: SyncReport) -> tuple[int, int, int, int]:
    return report.created, report.updated, report.deleted, report.unchanged
