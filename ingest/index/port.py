"""The contract that every passage index keeps; `tests/contract/` holds each adapter to it."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol
from uuid import UUID

from corpus.document import Audience
from ingest.passage import Passage

Vector = tuple[float, ...]
Progress = Callable[[int], None]
_NOTHING = 1e-6


class IndexUnavailable(Exception):
    """The index is missing, damaged, unreachable or full; the message is Dutch and for people."""


class IndexMissing(IndexUnavailable):
    """No index was ever committed here."""


@dataclass(frozen=True, slots=True)
class SparseVector:
    """Term weights by term id; ids are unique and ascending."""

    indices: tuple[int, ...]
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class PassageVectors:
    """Unit-length dense vectors of one passage and its example questions, and its BM25 weights."""

    passage: Vector
    questions: tuple[Vector, ...]
    terms: SparseVector

    @property
    def centre(self) -> Vector | None:
        """The direction of the mean of the questions, unit length: what they have in common.

        None without questions, and where they cancel out.
        """
        total = [math.fsum(column) for column in zip(*self.questions, strict=True)]
        length = math.hypot(*total)
        return tuple(value / length for value in total) if length > _NOTHING else None


@dataclass(frozen=True, slots=True)
class IndexedPassage:
    """What is stored: a passage and its vectors."""

    passage: Passage
    vectors: PassageVectors


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a committed index was made from. Another schema or model makes its vectors unusable;
    another `corpus_id` means that it belongs to another database."""

    schema: int
    model: str
    dimensions: int
    corpus_id: str
    corpus_digest: str


@dataclass(frozen=True, slots=True)
class SearchFilter:
    """Who asks, when. National passages always pass; regional ones only for `region`.

    A passage passes when `valid_from <= today <= citable_until`, whatever else is in the index.
    """

    today: date
    region: str | None
    audiences: frozenset[Audience]


@dataclass(frozen=True, slots=True)
class Query:
    """A question as vectors. `dense` is unit length."""

    dense: Vector
    terms: SparseVector


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found by one retriever; cosine for the dense ones, BM25 for terms."""

    passage: Passage
    score: float


@dataclass(frozen=True, slots=True)
class Hits:
    """The ranked lists of the four retrievers, best first: the passage, its nearest question, the
    centre of its questions, its terms."""

    passage: tuple[Hit, ...] = field(default=())
    questions: tuple[Hit, ...] = field(default=())
    centres: tuple[Hit, ...] = field(default=())
    terms: tuple[Hit, ...] = field(default=())


class PassageIndex(Protocol):
    """A store of passages. Readers see the last committed generation, whole, until the next."""

    def manifest(self) -> Manifest:
        """The manifest of the committed generation. Raises IndexMissing or IndexUnavailable."""
        ...

    def digests(self) -> Mapping[UUID, tuple[str, str]]:
        """Passage id to (key, digest) of all that is stored; empty where nothing was committed."""
        ...

    def search(self, query: Query, where: SearchFilter, limit: int) -> Hits:
        """At most `limit` hits per retriever that pass `where`, best first; ties by passage id.

        A passage without example questions is absent from `Hits.questions` and `Hits.centres`; one
        that shares no term with the query is absent from `Hits.terms`. Raises IndexUnavailable.
        """
        ...

    def rewrite(
        self,
        manifest: Manifest,
        keep: Collection[UUID],
        add: Iterable[IndexedPassage],
        progress: Progress = lambda written: None,
    ) -> None:
        """Commit a new generation: the kept passages as they are, and the added ones.

        Readers switch at once and never see a part of it. When this fails or the process dies
        before it returns, the old generation stays; the remains go with the next rewrite.
        `progress` is called with the number of passages added so far. Raises IndexUnavailable.
        """
        ...

    def close(self) -> None:
        """Release what is held; safe to call twice."""
        ...
