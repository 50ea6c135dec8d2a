"""Holds database, index, model and corpus against each other, for `ready` and `doctor`."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpus.errors import CorpusUnavailable
from corpus.library import Library
from ingest.embedding import Embedder
from ingest.index.port import IndexUnavailable, Manifest, PassageIndex
from ingest.sectioning import SCHEMA

_GOOD_FOR_S = 1.0


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at. A check that is not ok keeps the service from being ready."""

    name: str
    ok: bool
    message: str


class IndexMismatch(IndexUnavailable):
    """The index was made with another model or schema, or from another database."""


def verify(manifest: Manifest, embedder: Embedder, library: Library) -> None:
    """Raises IndexMismatch, with the way out in Dutch, where the index must not be served."""
    if manifest.schema != SCHEMA:
        raise IndexMismatch(
            "De index is van een andere versie van Steunwijzer. Draai 'steunwijzer ingest'."
        )
    if (manifest.model, manifest.dimensions) != (embedder.name, embedder.dimensions):
        raise IndexMismatch(
            f"De index is gemaakt met het model {manifest.model}, maar {embedder.name} is "
            "ingesteld. Draai 'steunwijzer ingest'."
        )
    if manifest.corpus_id != library.corpus_id():
        raise IndexMismatch("De index hoort bij een andere database. Draai 'steunwijzer ingest'.")


class IndexGuard:
    """Refuses a mismatched index at question time, also when it changed while serving."""

    def __init__(
        self,
        library: Library,
        index: PassageIndex,
        embedder: Embedder,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._library = library
        self._index = index
        self._embedder = embedder
        self._clock = clock
        self._good_until = float("-inf")

    def check(self) -> None:
        """Raises IndexUnavailable or CorpusUnavailable. A good verdict holds for a second, so that
        a remote index is not asked for its manifest with every question."""
        now = self._clock()
        if now < self._good_until:
            return
        verify(self._index.manifest(), self._embedder, self._library)
        self._good_until = now + _GOOD_FOR_S


def examine(library: Library, index: PassageIndex, embedder: Embedder) -> Sequence[Check]:
    """All checks, whatever fails; the messages are Dutch."""
    checks = [
        _check("database", lambda: _describe_library(library)),
        _check("model", lambda: f"{embedder.name}, {embedder.dimensions} getallen per vector"),
        _check("index", lambda: _describe(index, embedder, library)),
    ]
    if all(check.ok for check in checks):
        checks.append(_check("corpus", lambda: _lag(index, library)))
    return checks


def _describe_library(library: Library) -> str:
    library.probe()
    return f"te lezen en te schrijven, aantal documenten: {len(library.newest())}"


def _describe(index: PassageIndex, embedder: Embedder, library: Library) -> str:
    verify(index.manifest(), embedder, library)
    return f"aantal passages: {len(index.digests())}"


def _lag(index: PassageIndex, library: Library) -> str:
    """An index that lags is served: binding asks the library, so it can't cite what is gone."""
    behind = index.manifest().corpus_digest != library.fingerprint()
    return "loopt achter op de database; draai 'steunwijzer ingest'" if behind else "bij"


def _check(name: str, look: Callable[[], str]) -> Check:
    try:
        return Check(name, True, look())
    except (CorpusUnavailable, IndexUnavailable) as error:
        return Check(name, False, str(error))
