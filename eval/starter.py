"""A fresh import and index of the starter documents, so that runs can be repeated."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from importlib.resources import as_file, files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from corpus.clock import today
from corpus.document import DocumentFile
from corpus.package import read_package
from ingest.sync import sync
from rag.composition import Parts, Search, open_parts, open_search, open_stores
from rag.settings import ServiceSettings

_THREADS = 2
Opened = TypeVar("Opened", bound=Search)


def starter_set() -> tuple[DocumentFile, ...]:
    """The documents that ship with the program."""
    with as_file(files("corpus").joinpath("documents")) as documents:
        return read_package(documents)


def settings(folder: Path) -> ServiceSettings:
    """Everything below `folder`, whatever the environment says."""
    return ServiceSettings(data=folder, database_url=None, qdrant_url=None, model="bundled")


def starter_search() -> AbstractContextManager[Search]:
    """What finds passages in the starter set; gone when the block ends."""
    return _indexed(open_search)


def starter_parts() -> AbstractContextManager[Parts]:
    """The whole service over the starter set; gone when the block ends."""
    return _indexed(open_parts)


@contextmanager
def _indexed(opening: Callable[[ServiceSettings, int], Opened]) -> Iterator[Opened]:
    with TemporaryDirectory() as folder:
        chosen = settings(Path(folder))
        stores = open_stores(chosen)
        stores.library.store(starter_set(), "eval", "eval", today())
        stores.close()
        opened = opening(chosen, _THREADS)
        try:
            sync(opened.stores.library, opened.index, opened.embedder, today())
            yield opened
        finally:
            opened.close()
