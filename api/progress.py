"""Shows how far something long has come, on standard error."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TextIO


class Progress:
    """One line, rewritten on a terminal and repeated every two seconds elsewhere."""

    def __init__(
        self,
        what: str,
        stream: TextIO | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._what = what
        self._stream = stream or sys.stderr
        self._clock = clock
        self._last = clock()

    def __call__(self, done: int, total: int) -> None:
        now = self._clock()
        finished = done >= total
        if self._stream.isatty():
            self._stream.write(f"\r{self._what}: {done} van {total}" + ("\n" if finished else ""))
        elif finished or now - self._last >= 2:
            self._stream.write(f"{self._what}: {done} van {total}\n")
        else:
            return
        self._last = now
        self._stream.flush()


def announce(text: str) -> None:
    """A line about what is being done, so that no wait of more than two seconds is silent."""
    print(text, file=sys.stderr, flush=True)
