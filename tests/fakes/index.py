"""A passage index in memory that keeps the same contract as the stored ones, and is exact."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from corpus.document import Scope
from ingest.index.port import (
    Hit,
    Hits,
    IndexedPassage,
    IndexMissing,
    IndexUnavailable,
    Manifest,
    Progress,
    Query,
    SearchFilter,
    SparseVector,
    Vector,
)
from ingest.passage import Passage


@dataclass(frozen=True, slots=True)
class Generation:
    """What one commit stored."""

    manifest: Manifest
    points: Mapping[UUID, IndexedPassage]


class MemoryIndex:
    """Implements `PassageIndex`. `beside` gives another handle on what an index stored."""

    def __init__(self, beside: MemoryIndex | None = None) -> None:
        self._committed: list[Generation] = beside._committed if beside else []

    def manifest(self) -> Manifest:
        return self._current().manifest

    def digests(self) -> Mapping[UUID, tuple[str, str]]:
        points = self._committed[-1].points if self._committed else {}
        return {id: (p.passage.key, p.passage.digest) for id, p in points.items()}

    def search(self, query: Query, where: SearchFilter, limit: int) -> Hits:
        generation = self._current()
        if generation.manifest.dimensions != len(query.dense):
            raise IndexUnavailable("De zoekindex hoort bij een ander taalmodel.")
        points = generation.points.values()
        rarity = _rarity([point.vectors.terms for point in points])
        passage, questions, centres, terms = [], [], [], []
        for point in points:
            if not _passes(point.passage, where):
                continue
            vectors = point.vectors
            passage.append(_hit(point, _dot(query.dense, vectors.passage)))
            if vectors.questions:
                best = max(_dot(query.dense, vector) for vector in vectors.questions)
                questions.append(_hit(point, best))
            if vectors.centre is not None:
                centres.append(_hit(point, _dot(query.dense, vectors.centre)))
            if set(query.terms.indices) & set(vectors.terms.indices):
                terms.append(_hit(point, _overlap(query.terms, vectors.terms, rarity)))
        lists = (passage, questions, centres, terms)
        return Hits(*(_best(found, limit) for found in lists))

    def rewrite(
        self,
        manifest: Manifest,
        keep: Collection[UUID],
        add: Iterable[IndexedPassage],
        progress: Progress = lambda written: None,
    ) -> None:
        stored = self._committed[-1].points if self._committed else {}
        if not set(keep) <= set(stored):
            raise IndexUnavailable("De zoekindex is ondertussen vernieuwd.")
        points = {id: stored[id] for id in keep}
        for written, point in enumerate(add, start=1):
            points[point.passage.id] = point
            progress(written)
        self._committed.append(Generation(manifest, points))

    def close(self) -> None:
        pass

    def _current(self) -> Generation:
        if not self._committed:
            raise IndexMissing("Er is nog geen zoekindex.")
        return self._committed[-1]


def _passes(passage: Passage, where: SearchFilter) -> bool:
    if passage.scope is Scope.REGIONAL and (where.region is None or passage.region != where.region):
        return False
    return (
        passage.valid_from <= where.today <= passage.citable_until
        and passage.audience in where.audiences
    )


def _dot(one: Vector, other: Vector) -> float:
    return math.fsum(a * b for a, b in zip(one, other, strict=True))


def _rarity(stored: list[SparseVector]) -> dict[int, float]:
    """Inverse document frequency as Qdrant computes it, over all passages that have terms."""
    counts = Counter(index for terms in stored for index in terms.indices)
    total = sum(1 for terms in stored if terms.indices)
    return {i: math.log((total - n + 0.5) / (n + 0.5) + 1) for i, n in counts.items()}


def _overlap(asked: SparseVector, stored: SparseVector, rarity: Mapping[int, float]) -> float:
    weights = dict(zip(stored.indices, stored.values, strict=True))
    return math.fsum(
        value * weights[index] * rarity[index]
        for index, value in zip(asked.indices, asked.values, strict=True)
        if index in weights
    )


def _hit(point: IndexedPassage, score: float) -> Hit:
    return Hit(point.passage, round(score, 6))


def _best(hits: list[Hit], limit: int) -> tuple[Hit, ...]:
    return tuple(sorted(hits, key=lambda hit: (-hit.score, hit.passage.id))[:limit])
