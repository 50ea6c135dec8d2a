"""The service over a fresh import of the starter documents, so that runs can be repeated."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import as_file, files
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.clock import today
from corpus.package import read_package
from ingest.sync import sync
from rag.composition import Parts, open_parts, open_stores
from rag.settings import ServiceSettings


@contextmanager
def starter_parts(threads: int = 2) -> Iterator[Parts]:
    """Opened parts with the starter set imported and indexed, gone when the block ends."""
    with TemporaryDirectory() as folder:
        settings = ServiceSettings(data=Path(folder), database_url=None, qdrant_url=None)
        stores = open_stores(settings)
        with as_file(files("corpus").joinpath("documents")) as documents:
            stores.library.store(read_package(documents), "eval", "eval", today())
        stores.close()
        parts = open_parts(settings, threads)
        try:
            sync(parts.stores.library, parts.index, parts.embedder, today())
            yield parts
        finally:
            parts.close()
