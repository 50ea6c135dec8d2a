"""Places to keep an index in, of every kind, for the tests of its contract."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

from qdrant_client import QdrantClient

from ingest.index.edge import EdgeIndex
from ingest.index.port import Hit, Hits, PassageIndex
from ingest.index.server import ServerIndex
from ingest.passage import Passage
from tests.fakes.index import MemoryIndex
from tests.fakes.passages import DIMENSIONS, indexed, manifest

SERVER = os.environ.get("STEUNWIJZER_TEST_QDRANT_URL")
KINDS = ["fake", "edge", "memory-client", *(["server"] if SERVER else [])]


@dataclass(frozen=True, slots=True)
class Store:
    """One place, and handles on it."""

    open: Callable[[], PassageIndex]

    def with_passages(self, *items: Passage) -> PassageIndex:
        """A handle through which just these passages were committed."""
        index = self.open()
        index.rewrite(manifest(), keep=(), add=[indexed(item) for item in items])
        return index


@contextmanager
def stores(kind: str, folder: Path) -> Iterator[Callable[[], Store]]:
    """What makes new, empty stores of a kind; every handle is closed at the end."""
    handles: list[PassageIndex] = []

    def make() -> Store:
        opening = _opener(kind, folder / uuid4().hex)

        def open_one() -> PassageIndex:
            handles.append(opening())
            return handles[-1]

        return Store(open_one)

    try:
        yield make
    finally:
        for handle in handles:
            handle.close()


def anchors(hits: tuple[Hit, ...]) -> list[str]:
    """The anchors of the passages, in order."""
    return [hit.passage.anchor for hit in hits]


def ids(hits: Hits) -> set[UUID]:
    """The passages that any retriever found."""
    return {hit.passage.id for hit in (*hits.passage, *hits.questions, *hits.terms)}


def _opener(kind: str, folder: Path) -> Callable[[], PassageIndex]:
    if kind == "fake":
        first = MemoryIndex()
        return lambda: MemoryIndex(beside=first)
    if kind == "edge":
        return lambda: EdgeIndex(folder, DIMENSIONS)
    if kind == "memory-client":
        client = QdrantClient(":memory:")
        return lambda: ServerIndex(client, DIMENSIONS)
    alias = f"test-{folder.name}"
    return lambda: ServerIndex(QdrantClient(url=SERVER, timeout=30), DIMENSIONS, alias)
