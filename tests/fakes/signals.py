"""A signal log in memory that keeps the same contract as the stored one."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock
from uuid import UUID

from corpus.errors import CorpusUnavailable
from rag.signals.signal import Signal


class MemorySignalLog:
    """Implements `SignalLog`."""

    def __init__(self) -> None:
        self._signals: dict[UUID, Signal] = {}
        self._lock = Lock()

    def record(self, signal: Signal) -> None:
        with self._lock:
            if signal.id in self._signals:
                raise CorpusUnavailable("Dit signaal is er al.")
            self._signals[signal.id] = signal

    def recent(self, limit: int) -> Sequence[Signal]:
        with self._lock:
            by_id = sorted(self._signals.values(), key=lambda signal: str(signal.id))
        return tuple(sorted(by_id, key=lambda signal: signal.month, reverse=True)[:limit])

    def count(self) -> int:
        return len(self._signals)


class BrokenSignalLog:
    """A store that can't be used."""

    def record(self, signal: Signal) -> None:
        raise CorpusUnavailable("De database is niet bereikbaar.")

    def recent(self, limit: int) -> Sequence[Signal]:
        raise CorpusUnavailable("De database is niet bereikbaar.")

    def count(self) -> int:
        raise CorpusUnavailable("De database is niet bereikbaar.")
