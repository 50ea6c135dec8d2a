"""A fresh import and index of the starter documents, so that runs can be repeated."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import as_file, files
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.clock import today
from corpus.document import DocumentFile
from corpus.package import read_package
from ingest.sync import sync
from rag.composition import Parts, Search, open_parts, open_search, open_stores
from rag.settings import ServiceSettings

_THREADS = 2


def starter_set() -> tuple[DocumentFile, ...]:
    """The documents that ship with the program."""
    with as_file(files("corpus").joinpath("documents")) as documents:
        return read_package(documents)


def settings(folder: Path) -> ServiceSettings:
    """Everything below `folder`, whatever the environment says."""
    return ServiceSettings(data=folder, database_url=None, qdrant_url=None, model="bundled")


@contextmanager
def starter_search() -> Iterator[Search]:
    """What finds passages in the starter set; gone when the block ends."""
    with _imported() as chosen:
        search = open_search(chosen, _THREADS)
        try:
            sync(search.stores.library, search.index, search.embedder, today())
            yield search
        finally:
            search.close()


@contextmanager
def starter_parts() -> Iterator[Parts]:
    """The whole service over the starter set; gone when the block ends."""
    with _imported() as chosen:
        parts = open_parts(chosen, _THREADS)
        try:
            sync(parts.stores.library, parts.index, parts.embedder, today())
            yield parts
        finally:
            parts.close()


@contextmanager
def _imported() -> Iterator[ServiceSettings]:
    with TemporaryDirectory() as folder:
        chosen = settings(Path(folder))
        stores = open_stores(chosen)
        stores.library.store(starter_set(), "eval", "eval", today())
        stores.close()
        yield chosen
