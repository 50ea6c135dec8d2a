"""One Qdrant Edge shard as a plain store of passages; no other module knows the engine.

Tried with qdrant-edge-py 0.9.0, and the reason for each setting:

- No write-ahead log. With one, a shard takes an exclusive lock, so that a second process can't
  read it, and lays out 67 MB of log. A generation is written once and committed by a rename, so
  nothing is lost by leaving it out.
- No HNSW graph (`optimize` is never called). Building it took 3 s for 1,000 passages with 8
  questions each and 35 s for 5,000; searching them without it takes 1 ms and 7 ms, and is exact.
- One search thread: for so few points a second one costs more than it brings, and processes give
  the throughput.
- A shard is opened and closed once after writing, because only opening drains its journals; after
  that, opening and searching change no byte in it save two JSON files that are replaced atomically.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, cast
from uuid import UUID

import qdrant_edge as engine

from corpus.document import Scope
from ingest.index.failures import damaged, unopened, unwritable
from ingest.index.payload import DAYS, KEYWORDS, day_number, from_payload, to_payload
from ingest.index.port import IndexedPassage, IndexUnavailable, Query, SearchFilter
from ingest.passage import Passage

Scored = tuple[UUID, float]

_PAGE = 256


@contextmanager
def _translating(failure: Callable[[], IndexUnavailable]) -> Iterator[None]:
    """Turn whatever the engine raises into `failure()`; its panics are no `Exception`."""
    try:
        yield
    except (IndexUnavailable, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:
        raise failure() from error


class Shard:
    """A shard in a directory. Every method but `close` raises IndexUnavailable."""

    def __init__(self, handle: engine.EdgeShard) -> None:
        self._handle = handle

    @staticmethod
    def create(directory: Path, dimensions: int) -> Shard:
        """An empty shard for vectors of that many numbers; `directory` must not exist."""
        cosine = engine.Distance.Cosine
        per_question = engine.MultiVectorConfig(engine.MultiVectorComparator.MaxSim)
        config = engine.EdgeConfig(
            vectors={
                "passage": engine.EdgeVectorParams(dimensions, cosine),
                "questions": engine.EdgeVectorParams(
                    dimensions, cosine, multivector_config=per_question
                ),
                "centre": engine.EdgeVectorParams(dimensions, cosine),
            },
            sparse_vectors={"terms": engine.EdgeSparseVectorParams(modifier=engine.Modifier.Idf)},
            max_search_threads=1,
            wal_enabled=False,
        )
        with _translating(unwritable):
            shard = Shard(engine.EdgeShard.create(str(directory), config))
        for name in DAYS:
            # Only ever asked for a range: without look-up by value there is less to write.
            shard._index(name, engine.IntegerIndexParams(lookup=False, range=True))
        for name in KEYWORDS:
            shard._index(name, engine.PayloadSchemaType.Keyword)
        return shard

    @staticmethod
    def open(directory: Path) -> Shard:
        """The shard that lies in `directory`. The engine writes a little in it to open it."""
        with _translating(unopened):
            return Shard(engine.EdgeShard.load(str(directory)))

    @staticmethod
    def settle(directory: Path) -> int:
        """Drain the journals of a shard that was written and closed; its number of points."""
        shard = Shard.open(directory)
        try:
            shard.flush()
            return len(shard)
        finally:
            shard.close()

    def __len__(self) -> int:
        with _translating(_unreadable):
            return self._handle.count(engine.CountRequest(exact=True))

    def write(self, passages: Sequence[IndexedPassage]) -> None:
        """Add passages, or replace those with the same id."""
        self._upsert([_point(each) for each in passages])

    def copy(self, ids: Sequence[UUID], target: Shard) -> int:
        """Write stored points to `target` as they are; the number found."""
        with _translating(_unreadable):
            records = self._handle.retrieve(list(ids), with_payload=True, with_vector=True)
        target._upsert(
            [engine.Point(each.id, cast(Any, each.vector), each.payload) for each in records]
        )
        return len(records)

    def passages(self) -> Iterator[Passage]:
        """Every stored passage."""
        offset: Any = None
        while True:
            request = engine.ScrollRequest(offset=offset, limit=_PAGE, with_payload=True)
            with _translating(_unreadable):
                records, offset = self._handle.scroll(request)
            for record in records:
                yield from_payload(record.payload or {})
            if offset is None:
                return

    def ask(self, query: Query, where: SearchFilter, limit: int) -> tuple[list[Scored], ...]:
        """Per retriever at most `limit` ids that pass `where`, in one call.

        Payloads are left where they are: handing them over took longer than the search.
        """
        terms = engine.SparseVector(list(query.terms.indices), list(query.terms.values))
        asked: list[tuple[str, Any]] = [
            ("passage", list(query.dense)),
            ("questions", [list(query.dense)]),
            ("centre", list(query.dense)),
            ("terms", terms),
        ]
        passing = _filter(where)
        requests = [
            engine.QueryRequest(
                limit,
                query=engine.Query.Nearest(vector, using=name),
                filter=passing,
            )
            for name, vector in asked
        ]
        with _translating(_unreadable):
            answers = self._handle.query_batch(engine.QueryBatchRequest(requests))
        return tuple([(cast(UUID, p.id), p.score) for p in points] for points in answers)

    def flush(self) -> None:
        """Have all that was written on disk."""
        with _translating(unwritable):
            self._handle.flush()

    def close(self) -> None:
        """Let go of the files; safe to call twice, and on files that are gone."""
        with suppress(IndexUnavailable), _translating(IndexUnavailable):
            self._handle.close()

    def _index(
        self, field: str, kind: engine.PayloadSchemaType | engine.IntegerIndexParams
    ) -> None:
        with _translating(unwritable):
            self._handle.update(engine.UpdateOperation.create_field_index(field, kind))

    def _upsert(self, points: list[engine.Point]) -> None:
        with _translating(unwritable):
            self._handle.update(engine.UpdateOperation.upsert_points(points))


def _unreadable() -> IndexUnavailable:
    return damaged("de zoekmachine kan hem niet lezen")


def _point(indexed: IndexedPassage) -> engine.Point:
    vectors = indexed.vectors
    named: dict[str, Any] = {"passage": list(vectors.passage)}
    if vectors.questions:
        named["questions"] = [list(vector) for vector in vectors.questions]
    if (centre := vectors.centre) is not None:
        named["centre"] = list(centre)
    if vectors.terms.indices:
        named["terms"] = engine.SparseVector(
            list(vectors.terms.indices), list(vectors.terms.values)
        )
    return engine.Point(indexed.passage.id, named, to_payload(indexed.passage))


def _filter(where: SearchFilter) -> engine.Filter:
    today = float(day_number(where.today))
    place: list[engine.ConditionType] = [_is("scope", Scope.NATIONAL.value)]
    if where.region is not None:
        place.append(_is("region", where.region))
    audiences = engine.MatchAny([audience.value for audience in sorted(where.audiences)])
    return engine.Filter(
        must=[
            engine.FieldCondition("valid_from", range=engine.RangeFloat(lte=today)),
            engine.FieldCondition("citable_until", range=engine.RangeFloat(gte=today)),
            engine.FieldCondition("audience", match=audiences),
            engine.Filter(should=place),
        ]
    )


def _is(field: str, value: str) -> engine.FieldCondition:
    return engine.FieldCondition(field, match=engine.MatchValue(value))
