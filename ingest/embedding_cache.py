"""Remembers vectors of recent questions without remembering the questions."""

from __future__ import annotations

import hashlib
import secrets
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from ingest.index.port import Vector


class VectorCache:
    """At most `size` vectors; the one that was used longest ago goes first. Safe for threads.

    Texts are kept as a hash with a key that lives as long as the process, so that nobody who reads
    the memory can test which question was asked by hashing guesses from elsewhere.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._key = secrets.token_bytes(hashlib.blake2b.MAX_KEY_SIZE)
        self._vectors: OrderedDict[bytes, Vector] = OrderedDict()
        self._lock = Lock()

    def get(self, text: str, compute: Callable[[str], Vector]) -> Vector:
        """The vector of `text`, computed where it is not known."""
        content = text.encode("utf-8", "surrogatepass")
        place = hashlib.blake2b(content, key=self._key, digest_size=32).digest()
        with self._lock:
            known = self._vectors.get(place)
            if known is not None:
                self._vectors.move_to_end(place)
                return known
        # Two threads may compute the same vector; holding the lock would make all others wait.
        vector = compute(text)
        with self._lock:
            self._vectors[place] = vector
            self._vectors.move_to_end(place)
            if len(self._vectors) > self._size:
                self._vectors.popitem(last=False)
        return vector
