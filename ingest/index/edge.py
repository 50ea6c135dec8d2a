"""The embedded index: Qdrant's own engine in this process, over immutable generations on disk.

`generations` says how a commit survives a crash, `shard` how the engine is set up and why. Tried:
five processes opened, searched and closed one generation 20 times each at the same time, and every
file of it kept its checksum; of 60 rewrites killed with SIGKILL at random moments all left the
generation before them whole.
Readers need write permission on the directory, because the engine opens its files for writing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from uuid import UUID

from ingest.index import ranking
from ingest.index.batches import batched
from ingest.index.failures import other_model, overtaken
from ingest.index.generations import FreeBytes, Generations, free_bytes
from ingest.index.port import (
    Hits,
    IndexedPassage,
    IndexMissing,
    Manifest,
    Progress,
    Query,
    SearchFilter,
)
from ingest.index.readers import Readers
from ingest.index.shard import Shard

# What one batch can take, and all that the engine lays out in advance: files of 210 MB with hardly
# anything in them, which a disk in memory gives their full size when they are opened.
_MARGIN = 256 * 2**20


class EdgeIndex:
    """A `PassageIndex` in a directory. Threads may share one; processes open one each."""

    def __init__(self, path: Path, dimensions: int, free: FreeBytes = free_bytes) -> None:
        self._generations = Generations(path, free)
        self._readers = Readers(self._generations)
        self._dimensions = dimensions

    def manifest(self) -> Manifest:
        with self._readers.reading() as generation:
            return generation.manifest

    def digests(self) -> Mapping[UUID, tuple[str, str]]:
        try:
            with self._readers.reading() as generation:
                stored = generation.passages
        except IndexMissing:
            return {}
        return {id: (passage.key, passage.digest) for id, passage in stored.items()}

    def search(self, query: Query, where: SearchFilter, limit: int) -> Hits:
        with self._readers.reading() as generation:
            stored = generation.manifest.dimensions
            if stored != len(query.dense):
                raise other_model(stored, len(query.dense))

            def ask(wanted: int) -> ranking.Answers:
                passage, questions, centres, terms = (
                    [ranking.Found(id, score, generation.passages[id]) for id, score in scored]
                    for scored in generation.shard.ask(query, where, wanted)
                )
                return passage, questions, centres, terms

            return ranking.search(ask, where, limit)

    def rewrite(
        self,
        manifest: Manifest,
        keep: Collection[UUID],
        add: Iterable[IndexedPassage],
        progress: Progress = lambda written: None,
    ) -> None:
        if manifest.dimensions != self._dimensions:
            raise other_model(manifest.dimensions, self._dimensions)
        with self._generations.writing() as directory:
            self._generations.need_space(_MARGIN)
            target = Shard.create(directory, self._dimensions)
            try:
                self._copy(keep, target)
                self._add(add, target, progress)
                self._generations.need_space(_MARGIN)
                target.flush()
            finally:
                target.close()
            self._generations.commit(directory, manifest, Shard.settle(directory))

    def close(self) -> None:
        self._readers.close()

    def _copy(self, keep: Collection[UUID], target: Shard) -> None:
        if not keep:
            return
        try:
            with self._readers.reading() as generation:
                stored = generation.manifest.dimensions
                if stored != self._dimensions:
                    raise other_model(stored, self._dimensions)
                for ids in batched(sorted(keep)):
                    self._generations.need_space(_MARGIN)
                    if generation.shard.copy(ids, target) != len(ids):
                        raise overtaken()
        except IndexMissing:
            raise overtaken() from None

    def _add(self, add: Iterable[IndexedPassage], target: Shard, progress: Progress) -> None:
        written = 0
        for batch in batched(add):
            self._generations.need_space(_MARGIN)
            target.write(batch)
            written += len(batch)
            progress(written)
