"""Brings the index in step with the library: what changed is embedded, the rest is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from corpus.document import DocumentVersion, State
from corpus.library import Library
from ingest.embedding import Embedder
from ingest.index.port import (
    IndexedPassage,
    IndexUnavailable,
    Manifest,
    PassageIndex,
    PassageVectors,
)
from ingest.lexical.terms import passage_terms
from ingest.passage import Passage
from ingest.sectioning import SCHEMA, passages

_BATCH = 32
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Skip:
    """A document that is not in the index, and the Dutch reason why."""

    document_id: str
    version: int
    reason: str


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a sync did, counted in passages by their place in a document."""

    created: int
    updated: int
    deleted: int
    unchanged: int
    skipped: tuple[Skip, ...]

    @property
    def changed(self) -> bool:
        return bool(self.created or self.updated or self.deleted)


def sync(
    library: Library,
    index: PassageIndex,
    embedder: Embedder,
    day: date,
    progress: Progress = lambda done, total: None,
) -> SyncReport:
    """Commit an index of every version that is citable on `day` or later.

    A passage whose digest is in the index already keeps its vectors; where nothing differs nothing
    is written. `progress` is called with passages embedded so far and in all. Raises
    IndexUnavailable and CorpusUnavailable; the old index then stays as it is.
    """
    fingerprint = library.fingerprint()
    wanted = {passage.id: passage for passage in _wanted(library, day)}
    manifest = Manifest(
        SCHEMA, embedder.name, embedder.dimensions, library.corpus_id(), fingerprint
    )
    stored, reusable = _stored(index, manifest)
    keep = {
        id_
        for id_, passage in wanted.items()
        if id_ in reusable and stored[id_][1] == passage.digest
    }
    todo = [passage for id_, passage in wanted.items() if id_ not in keep]
    report = _report(stored, wanted, keep, _skipped(library, day))
    if todo or report.changed or _manifest(index) != manifest:
        total = len(todo)
        index.rewrite(manifest, keep, _embedded(todo, embedder), lambda done: progress(done, total))
    return report


def passage_text(passage: Passage) -> str:
    """What the passage vector is made of: the heading says what the text leaves unsaid."""
    return f"{passage.title}. {passage.section}\n{passage.text}"


def lexical_text(passage: Passage) -> str:
    """What the terms are made of: parents' words stand in the example questions."""
    return "\n".join((passage.title, passage.section, passage.text, *passage.questions))


def _wanted(library: Library, day: date) -> Iterator[Passage]:
    for version in library.indexable(day):
        yield from passages(version, library.questions(version.content.id))


def _manifest(index: PassageIndex) -> Manifest | None:
    try:
        return index.manifest()
    except IndexUnavailable:
        return None


def _stored(
    index: PassageIndex, manifest: Manifest
) -> tuple[Mapping[UUID, tuple[str, str]], frozenset[UUID]]:
    """What is stored, and the part of it whose vectors the present model and schema can use."""
    try:
        old, stored = index.manifest(), index.digests()
    except IndexUnavailable:
        # Missing or damaged: then all is written anew. Out of reach: then writing says so.
        return {}, frozenset()
    usable = (old.schema, old.model, old.dimensions) == (
        manifest.schema,
        manifest.model,
        manifest.dimensions,
    )
    return stored, frozenset(stored) if usable else frozenset()


def _report(
    stored: Mapping[UUID, tuple[str, str]],
    wanted: Mapping[UUID, Passage],
    keep: set[UUID],
    skipped: tuple[Skip, ...],
) -> SyncReport:
    # Ids carry the version, so that two versions can stand side by side; people count places.
    old_keys = {key for key, _digest in stored.values()}
    new_keys = {passage.key for passage in wanted.values()}
    changed = {passage.key for id_, passage in wanted.items() if id_ not in keep}
    # A version that left while another of the same place stays is a change of that place too.
    gone = {key for id_, (key, _digest) in stored.items() if id_ not in wanted}
    touched = (changed | gone) & new_keys & old_keys
    return SyncReport(
        created=len(new_keys - old_keys),
        updated=len(touched),
        deleted=len(old_keys - new_keys),
        unchanged=len((new_keys & old_keys) - touched),
        skipped=skipped,
    )


def _skipped(library: Library, day: date) -> tuple[Skip, ...]:
    indexed = {(v.content.id, v.version) for v in library.indexable(day)}
    return tuple(
        Skip(version.content.id, version.version, _reason(version))
        for version in library.newest()
        if (version.content.id, version.version) not in indexed
    )


def _reason(version: DocumentVersion) -> str:
    match version.state:
        case State.DRAFT:
            return "nog een concept"
        case State.IN_REVIEW:
            return "wacht op controle"
        case State.WITHDRAWN:
            return "ingetrokken"
        case State.VALIDATED:
            return f"verlopen na {version.citable_until:%d-%m-%Y}"


def _embedded(todo: Sequence[Passage], embedder: Embedder) -> Iterator[IndexedPassage]:
    for start in range(0, len(todo), _BATCH):
        batch = todo[start : start + _BATCH]
        texts = embedder.embed_passages([passage_text(passage) for passage in batch])
        asked = iter(embedder.embed_queries([q for passage in batch for q in passage.questions]))
        for passage, vector in zip(batch, texts, strict=True):
            questions = tuple(next(asked) for _question in passage.questions)
            terms = passage_terms(lexical_text(passage))
            yield IndexedPassage(passage, PassageVectors(vector, questions, terms))
