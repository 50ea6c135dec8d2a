"""The port for turning text into vectors; questions and passages are embedded differently."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from ingest.index.port import Vector


class Embedder(Protocol):
    """A sentence-embedding model. Vectors have unit length and `dimensions` numbers."""

    @property
    def name(self) -> str:
        """Names model and weights: vectors of different names are never compared."""
        ...

    @property
    def dimensions(self) -> int: ...

    def embed_query(self, text: str) -> Vector:
        """The vector of a question, typed by a person or given as an example."""
        ...

    def embed_passages(self, texts: Sequence[str]) -> list[Vector]:
        """The vectors of document texts, in order."""
        ...

    def embed_queries(self, texts: Sequence[str]) -> list[Vector]:
        """The vectors of example questions, in order."""
        ...
