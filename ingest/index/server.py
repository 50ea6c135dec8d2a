"""The index on a Qdrant server, for many users; `aliases` says how a commit works."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, cast
from uuid import UUID

from qdrant_client import QdrantClient, models
from qdrant_client.http.exceptions import UnexpectedResponse

from ingest.index import points, ranking
from ingest.index.aliases import Aliases, translating
from ingest.index.batches import batched
from ingest.index.failures import other_model, overtaken
from ingest.index.payload import from_payload
from ingest.index.port import (
    Hits,
    IndexedPassage,
    IndexMissing,
    IndexUnavailable,
    Manifest,
    Progress,
    Query,
    SearchFilter,
)

_PAGE = 256


class ServerIndex:
    """A `PassageIndex` behind a `QdrantClient`, which it closes. Threads may share one."""

    def __init__(self, client: QdrantClient, dimensions: int, alias: str = "steunwijzer") -> None:
        self._client = client
        self._dimensions = dimensions
        self._alias = alias
        self._aliases = Aliases(client, alias)

    def manifest(self) -> Manifest:
        with translating():
            return self._aliases.manifest(self._aliases.committed())

    def digests(self) -> Mapping[UUID, tuple[str, str]]:
        try:
            with translating():
                stored = self._payloads(self._aliases.committed())
                passages = [from_payload(payload) for payload in stored]
        except IndexMissing:
            return {}
        return {passage.id: (passage.key, passage.digest) for passage in passages}

    def search(self, query: Query, where: SearchFilter, limit: int) -> Hits:
        def ask(wanted: int) -> ranking.Answers:
            requests = points.requests(query, where, wanted)
            responses = self._client.query_batch_points(self._alias, requests)
            passage, questions, centres, terms = (points.found(each) for each in responses)
            return passage, questions, centres, terms

        with translating():
            try:
                return ranking.search(ask, where, limit)
            except (UnexpectedResponse, ValueError):
                # Only now, so that a search that goes well takes one round trip. Says whether there
                # is an index at all, and whether it can hold what was asked.
                stored = self._aliases.manifest(self._aliases.committed()).dimensions
                if stored != len(query.dense):
                    raise other_model(stored, len(query.dense)) from None
                raise

    def rewrite(
        self,
        manifest: Manifest,
        keep: Collection[UUID],
        add: Iterable[IndexedPassage],
        progress: Progress = lambda written: None,
    ) -> None:
        if manifest.dimensions != self._dimensions:
            raise other_model(manifest.dimensions, self._dimensions)
        with translating():
            self._aliases.clear()
            fresh = self._aliases.create(manifest)
        try:
            with translating():
                self._copy(keep, fresh)
            self._add(add, fresh, progress)
            with translating():
                self._aliases.switch(fresh)
        except BaseException as failure:
            if not self._aliases.abandon(fresh) and isinstance(failure, IndexUnavailable):
                raise overtaken() from None
            raise

    def close(self) -> None:
        self._client.close()

    def _copy(self, keep: Collection[UUID], fresh: str) -> None:
        if not keep:
            return
        try:
            old = self._aliases.committed()
        except IndexMissing:
            raise overtaken() from None
        stored = self._aliases.manifest(old).dimensions
        if stored != self._dimensions:
            raise other_model(stored, self._dimensions)
        for batch in batched(sorted(keep)):
            ids = [str(each) for each in batch]
            records = self._client.retrieve(old, ids, with_payload=True, with_vectors=True)
            if len(records) != len(ids):
                raise overtaken()
            copies = [
                models.PointStruct(id=r.id, vector=cast(Any, r.vector), payload=r.payload)
                for r in records
            ]
            self._client.upsert(fresh, copies, wait=True)

    def _add(self, add: Iterable[IndexedPassage], fresh: str, progress: Progress) -> None:
        written = 0
        for batch in batched(add):
            structs = [points.point(indexed) for indexed in batch]
            with translating():
                self._client.upsert(fresh, structs, wait=True)
            written += len(batch)
            progress(written)

    def _payloads(self, collection: str) -> Iterator[dict[str, Any]]:
        offset: Any = None
        while True:
            records, offset = self._client.scroll(
                collection, limit=_PAGE, offset=offset, with_payload=True
            )
            for record in records:
                yield record.payload or {}
            if offset is None:
                return
