"""Times the steps of one question."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager


class Stopwatch:
    """Collects step names and milliseconds, in the order in which the steps ended."""

    def __init__(self) -> None:
        self._laps: list[tuple[str, float]] = []

    @contextmanager
    def lap(self, step: str) -> Iterator[None]:
        start = time.perf_counter()
        try:
            yield
        finally:
            self._laps.append((step, (time.perf_counter() - start) * 1000))

    @property
    def laps(self) -> tuple[tuple[str, float], ...]:
        return tuple(self._laps)
