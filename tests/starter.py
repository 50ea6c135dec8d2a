"""The service over the real starter documents, model and engine, built once for a test run."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from corpus.clock import today
from corpus.package import read_package
from ingest.sectioning import passages
from ingest.sync import SyncReport, sync
from rag.composition import Parts, open_parts, open_stores
from rag.settings import ServiceSettings
from tests.fakes.library import MemoryLibrary

DOCUMENTS = Path(__file__).parent.parent / "corpus" / "documents"


def settings(folder: Path) -> ServiceSettings:
    """Everything below `folder`, whatever the environment says."""
    return ServiceSettings(
        data=folder, database_url=None, qdrant_url=None, model="bundled", region="de-meierij"
    )


def build(folder: Path) -> tuple[Parts, SyncReport]:
    """Import the starter set into `folder`, index it, and open all parts."""
    stores = open_stores(settings(folder))
    stores.library.store(read_package(DOCUMENTS), "test", "startset", today())
    stores.close()
    parts = open_parts(settings(folder), threads=2)
    return parts, sync(parts.stores.library, parts.index, parts.embedder, today())


@cache
def starter_sentences() -> tuple[str, ...]:
    """Every sentence of the starter documents as answers quote it, once."""
    library = MemoryLibrary()
    library.store(read_package(DOCUMENTS), "test", "startset", today())
    versions = library.citable(today())
    found = (s.text for v in versions for p in passages(v, ()) for s in p.sentences)
    return tuple(dict.fromkeys(found))
