"""Every passage index, fake or real, stores exactly and commits wholly or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.document import Audience, Scope
from ingest.index.port import IndexedPassage, IndexMissing, IndexUnavailable
from ingest.passage import Passage
from tests.fakes.index_stores import KINDS, Store, ids, stores
from tests.fakes.passages import (
    FIRST_DAY,
    LAST_DAY,
    asked,
    indexed,
    manifest,
    passage,
    passages,
    query,
)

EVERYBODY = frozenset(Audience)
pytestmark = pytest.mark.filterwarnings("ignore:Payload indexes have no effect in the local Qdrant")


@pytest.fixture(scope="module", params=KINDS)
def make_store(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[], Store]]:
    with stores(request.param, tmp_path_factory.mktemp("index")) as make:
        yield make


@pytest.fixture
def store(make_store: Callable[[], Store]) -> Store:
    return make_store()


# --- what is stored ----------------------------------------------------------------------------


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(items=st.lists(passages(), min_size=1, max_size=24, unique_by=lambda item: item.id))
def test_any_passage_comes_back_exactly_as_it_went_in(
    make_store: Callable[[], Store], items: list[Passage]
) -> None:
    # Made findable without touching what the property is about.
    items = [
        replace(item, valid_from=FIRST_DAY, citable_until=LAST_DAY, scope=Scope.NATIONAL)
        for item in items
    ]
    store = make_store()
    index = store.with_passages(*items)
    index.rewrite(manifest(), [item.id for item in items], [])
    hits = index.search(query("x"), asked(audiences=EVERYBODY), len(items))
    assert {hit.passage.id: hit.passage for hit in hits.passage} == {i.id: i for i in items}
    assert index.digests() == {item.id: (item.key, item.digest) for item in items}


def test_the_manifest_is_that_of_the_last_commit(store: Store) -> None:
    index = store.with_passages(passage())
    newer = manifest(schema=2, model="één-ander", corpus_digest="f" * 64)
    index.rewrite(newer, keep=(), add=[])
    assert index.manifest() == newer
    assert store.open().manifest() == newer


def test_kept_passages_keep_vectors_and_text_through_many_commits(store: Store) -> None:
    items = [
        passage(f"p{i}", f"Tekst nummer {i}.", questions=(f"q{i}", f"r{i}")) for i in range(150)
    ]
    index = store.with_passages(*items)
    asks = [query(text) for text in ("Tekst nummer 7.", "r149", "niets van dit alles")]
    before = [index.search(each, asked(), 150) for each in asks]
    for _ in range(3):
        index.rewrite(manifest(), keep=[item.id for item in items], add=[])
    for each, hits in zip(asks, before, strict=True):
        again = index.search(each, asked(), 150)
        for name in ("passage", "questions", "terms"):
            got, want = getattr(again, name), getattr(hits, name)
            scores = {hit.passage: hit.score for hit in want}
            # The in-memory client normalises again at each copy; the engine doesn't.
            assert {h.passage: h.score for h in got} == pytest.approx(scores, abs=2e-6)


def test_what_is_neither_kept_nor_added_is_gone(store: Store) -> None:
    stays, goes, comes = passage("blijft"), passage("weg"), passage("nieuw")
    index = store.with_passages(stays, goes)
    index.rewrite(manifest(), keep=[stays.id], add=[indexed(comes)])
    assert set(index.digests()) == {stays.id, comes.id}
    assert ids(index.search(query("weg"), asked(), 9)) == {stays.id, comes.id}


def test_an_added_passage_replaces_the_kept_one_with_its_id(store: Store) -> None:
    old, new = passage("p", "Oud."), passage("p", "Nieuw.", questions=("nieuw?",))
    assert old.id == new.id
    index = store.with_passages(old)
    index.rewrite(manifest(), keep=[old.id], add=[indexed(new)])
    hits = index.search(query("Nieuw."), asked(), 5)
    assert [hit.passage for hit in hits.passage] == [new]
    assert hits.passage[0].score == pytest.approx(1, abs=1e-5)


def test_progress_counts_up_to_the_number_added(store: Store) -> None:
    calls: list[int] = []
    items = [indexed(passage(f"p{i}")) for i in range(130)]
    store.open().rewrite(manifest(), (), iter(items), calls.append)
    assert calls == sorted(set(calls))
    assert calls[-1] == 130


# --- commits -----------------------------------------------------------------------------------


class Broken(Exception):
    """What a test raises in the middle of a rewrite."""


def test_a_rewrite_that_fails_half_way_leaves_the_old_generation_whole(store: Store) -> None:
    item = passage("oud", "De oude tekst.")
    index = store.with_passages(item)

    def failing() -> Iterator[IndexedPassage]:
        yield from (indexed(passage(f"p{i}")) for i in range(100))
        raise Broken

    with pytest.raises(Broken):
        index.rewrite(manifest(model="ander"), keep=(), add=failing())
    for handle in (index, store.open()):
        assert handle.manifest() == manifest()
        assert ids(handle.search(query("De oude tekst."), asked(), 9)) == {item.id}
    index.rewrite(manifest(), keep=[item.id], add=[indexed(passage("nieuw"))])
    assert len(index.digests()) == 2


def test_a_first_rewrite_that_fails_leaves_no_index(store: Store) -> None:
    index = store.open()

    def failing() -> Iterator[IndexedPassage]:
        yield indexed(passage())
        raise Broken

    with pytest.raises(Broken):
        index.rewrite(manifest(), keep=(), add=failing())
    with pytest.raises(IndexMissing):
        index.manifest()


@pytest.mark.parametrize("committed", [True, False])
def test_keeping_what_is_not_there_is_refused_and_changes_nothing(
    store: Store, committed: bool
) -> None:
    item = passage()
    index = store.with_passages(item) if committed else store.open()
    with pytest.raises(IndexUnavailable, match="ondertussen"):
        index.rewrite(manifest(), keep=[item.id, passage("onbekend").id], add=[])
    assert set(index.digests()) == ({item.id} if committed else set())


def test_another_handle_sees_a_commit_at_once(store: Store) -> None:
    writer, reader = store.open(), store.open()
    for text in ("Eerst.", "Dan.", "Ten slotte."):
        item = passage("p", text)
        writer.rewrite(manifest(model=text), keep=(), add=[indexed(item)])
        hits = reader.search(query(text), asked(), 5)
        assert [hit.passage.text for hit in hits.passage] == [text]
        assert reader.manifest().model == text
        assert reader.digests() == {item.id: (item.key, item.digest)}


def test_reading_while_a_rewrite_is_going_on_gives_the_old_generation(store: Store) -> None:
    old = passage("oud")
    index, reader = store.with_passages(old), store.open()
    seen: list[set[UUID]] = []

    def watching() -> Iterator[IndexedPassage]:
        for i in range(70):
            seen.append(ids(reader.search(query("tekst"), asked(), 99)))
            yield indexed(passage(f"p{i}"))

    index.rewrite(manifest(), keep=(), add=watching())
    assert seen == [{old.id}] * 70
    assert len(reader.digests()) == 70


def test_closing_twice_is_safe(store: Store) -> None:
    index = store.with_passages(passage())
    index.search(query("tekst"), asked(), 1)
    index.close()
    index.close()
