"""Keeps the committed generation open for the searches of this process, and follows commits.

A commit by any process is noticed by one look at the pointer per search. The generation before it
is closed when the last search in it has ended, so a search sees one generation, whole.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from ingest.index.failures import damaged, unreadable
from ingest.index.generations import Generations, Stamp
from ingest.index.port import IndexUnavailable, Manifest
from ingest.index.seals import verify
from ingest.index.shard import Shard
from ingest.passage import Passage

_ATTEMPTS = 5


@dataclass(slots=True)
class Generation:
    """An open generation. `passages` holds all of them, because it can't change any more."""

    shard: Shard
    manifest: Manifest
    passages: Mapping[UUID, Passage]
    stamp: Stamp
    readers: int = 0
    retired: bool = False

    def close_if_unused(self) -> None:
        if self.retired and not self.readers:
            self.shard.close()


class Readers:
    """The open generation of one `Generations`, shared by threads."""

    def __init__(self, generations: Generations) -> None:
        self._generations = generations
        self._lock = threading.Lock()
        self._opened: Generation | None = None

    @contextmanager
    def reading(self) -> Iterator[Generation]:
        """The committed generation, open for as long as the block lasts.

        Raises IndexMissing or IndexUnavailable.
        """
        with self._lock:
            opened = self._current()
            opened.readers += 1
        try:
            yield opened
        finally:
            with self._lock:
                opened.readers -= 1
                opened.close_if_unused()

    def close(self) -> None:
        """Close what is open once its searches have ended; a later search opens it again."""
        with self._lock:
            self._retire()

    def _current(self) -> Generation:
        stamp = self._generations.stamp()
        if self._opened is None or self._opened.stamp != stamp:
            fresh = self._open(stamp)
            self._retire()
            self._opened = fresh
        return self._opened

    def _open(self, stamp: Stamp) -> Generation:
        for _ in range(_ATTEMPTS):
            try:
                return _open(self._generations.current(), stamp)
            except IndexUnavailable as error:
                # Two commits in a row can remove what the pointer named a moment ago.
                failure, before, stamp = error, stamp, self._generations.stamp()
                if stamp == before:
                    break
        raise failure

    def _retire(self) -> None:
        if self._opened is not None:
            self._opened.retired = True
            self._opened.close_if_unused()
            self._opened = None


def _open(directory: Path, stamp: Stamp) -> Generation:
    seal = verify(directory)
    if not os.access(directory, os.W_OK):
        # The engine opens its files for writing, and would call this damage.
        raise unreadable()
    shard = Shard.open(directory)
    try:
        passages = {passage.id: passage for passage in shard.passages()}
        if len(passages) != seal.passages:
            raise damaged("er ontbreken fragmenten")
    except IndexUnavailable:
        shard.close()
        raise
    return Generation(shard, seal.manifest, passages, stamp)
