"""An embedder without a model: texts that share words of the same stem lie close together."""

from __future__ import annotations

import hashlib
import math
import random
import re
from collections.abc import Sequence

from Stemmer import Stemmer

from ingest.index.port import Vector

_WORD = re.compile(r"\w+")
_ROLE = 0.2


class FakeEmbedder:
    """Adds up a fixed direction per stem, and a little of one for the role of the text.

    The role keeps questions and passages apart, and gives texts without words a vector too.
    """

    def __init__(self, dimensions: int = 256) -> None:
        self._dimensions = dimensions

    @property
    def name(self) -> str:
        return f"stems@{self._dimensions}"

    @property
    def dimensions(self) -> int:
        return self._dimensions

    def embed_query(self, text: str) -> Vector:
        return self._embed(text, "question")

    def embed_passages(self, texts: Sequence[str]) -> list[Vector]:
        return [self._embed(text, "passage") for text in texts]

    def embed_queries(self, texts: Sequence[str]) -> list[Vector]:
        return [self.embed_query(text) for text in texts]

    def _embed(self, text: str, role: str) -> Vector:
        # A stemmer may not be shared between threads.
        stems = set(Stemmer("dutch").stemWords(_WORD.findall(text.lower())))
        total = [_ROLE * number for number in self._direction(f"role:{role}")]
        for stem in sorted(stems):
            total = [a + b for a, b in zip(total, self._direction(f"stem:{stem}"), strict=True)]
        length = math.sqrt(math.fsum(number * number for number in total))
        return tuple(number / length for number in total)

    def _direction(self, seed: str) -> Vector:
        draw = random.Random(hashlib.sha256(seed.encode("utf-8", "replace")).digest())
        numbers = [draw.gauss() for _ in range(self._dimensions)]
        length = math.sqrt(math.fsum(number * number for number in numbers))
        return tuple(number / length for number in numbers)
