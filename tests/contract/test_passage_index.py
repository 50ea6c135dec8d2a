"""Every passage index, fake or real, embedded or on a server, keeps the contract of the port."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from qdrant_client import QdrantClient

from corpus.document import Audience, Scope
from ingest.index.edge import EdgeIndex
from ingest.index.port import (
    Hit,
    Hits,
    IndexedPassage,
    IndexMissing,
    IndexUnavailable,
    PassageIndex,
    PassageVectors,
    Query,
    SearchFilter,
    SparseVector,
)
from ingest.index.server import ServerIndex
from ingest.passage import Passage
from tests.fakes.index import MemoryIndex
from tests.fakes.passages import (
    A_DAY,
    DIMENSIONS,
    FIRST_DAY,
    LAST_DAY,
    REGIONS,
    asked,
    filters,
    indexed,
    manifest,
    passage,
    passages,
    query,
    unit,
)

pytestmark = pytest.mark.filterwarnings("ignore:Payload indexes have no effect in the local Qdrant")

SERVER = os.environ.get("STEUNWIJZER_TEST_QDRANT_URL")
KINDS = ["fake", "edge", "memory-client", *(["server"] if SERVER else [])]
EVERYBODY = frozenset(Audience)


@dataclass
class Store:
    """One place to keep an index, and handles on it."""

    open: Callable[[], PassageIndex]

    def with_passages(self, *items: Passage) -> PassageIndex:
        index = self.open()
        index.rewrite(manifest(), keep=(), add=[indexed(item) for item in items])
        return index


@pytest.fixture(scope="module", params=KINDS)
def make_store(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[], Store]]:
    handles: list[PassageIndex] = []

    def store() -> Store:
        fresh = opener(request.param, tmp_path_factory)

        def open_one() -> PassageIndex:
            handles.append(fresh())
            return handles[-1]

        return Store(open_one)

    yield store
    for handle in handles:
        handle.close()


def opener(kind: str, folders: pytest.TempPathFactory) -> Callable[[], PassageIndex]:
    """What opens handles on one new, empty store of this kind."""
    if kind == "fake":
        first = MemoryIndex()
        return lambda: MemoryIndex(beside=first)
    if kind == "edge":
        folder = folders.mktemp("index")
        return lambda: EdgeIndex(folder, DIMENSIONS)
    if kind == "memory-client":
        client = QdrantClient(":memory:")
        return lambda: ServerIndex(client, DIMENSIONS)
    alias = f"test-{uuid4().hex}"
    return lambda: ServerIndex(QdrantClient(url=SERVER, timeout=30), DIMENSIONS, alias)


@pytest.fixture
def store(make_store: Callable[[], Store]) -> Store:
    return make_store()


def anchors(hits: tuple[Hit, ...]) -> list[str]:
    return [hit.passage.anchor for hit in hits]


def ids(hits: Hits) -> set[UUID]:
    return {hit.passage.id for hit in (*hits.passage, *hits.questions, *hits.terms)}


# --- nothing committed -------------------------------------------------------------------------


def test_before_the_first_commit_the_index_is_missing(store: Store) -> None:
    index = store.open()
    assert index.digests() == {}
    with pytest.raises(IndexMissing, match="nog geen zoekindex"):
        index.manifest()
    with pytest.raises(IndexMissing, match="nog geen zoekindex"):
        index.search(query("wat"), asked(), 5)


def test_a_commit_of_no_passages_is_an_index_that_finds_nothing(store: Store) -> None:
    index = store.with_passages()
    assert index.manifest() == manifest()
    assert index.digests() == {}
    assert index.search(query("wat"), asked(), 5) == Hits()


# --- finding -----------------------------------------------------------------------------------


def test_each_retriever_finds_by_its_own_vectors(store: Store) -> None:
    index = store.with_passages(
        passage("tekst", "Scholen hebben zorgplicht."),
        passage("vraag", "Heel iets anders.", questions=("mag dit?", "hoe dan?")),
        passage("woord", "Een arrangement aanvragen."),
    )
    by_text = index.search(query("Scholen hebben zorgplicht."), asked(), 1)
    assert anchors(by_text.passage) == ["tekst"]
    assert by_text.passage[0].score == pytest.approx(1, abs=1e-5)

    by_question = index.search(query("hoe dan?"), asked(), 3)
    assert anchors(by_question.questions) == ["vraag"], "a passage without questions is absent"
    assert by_question.questions[0].score == pytest.approx(1, abs=1e-5)

    by_word = index.search(query("arrangement"), asked(), 3)
    assert anchors(by_word.terms) == ["woord"], "a passage that shares no term is absent"
    assert by_word.terms[0].score > 0


def test_the_best_question_of_a_passage_counts(store: Store) -> None:
    near, far = passage("near", questions=("q1", "q2", "q3")), passage("far", questions=("q4",))
    index = store.with_passages(near, far)
    hits = index.search(query("q2"), asked(), 2).questions
    assert anchors(hits) == ["near", "far"]
    cosine = sum(a * b for a, b in zip(unit("q2"), unit("q4"), strict=True))
    assert [hit.score for hit in hits] == pytest.approx([1, cosine], abs=1e-5)


def test_a_rare_word_weighs_more_than_a_common_one(store: Store) -> None:
    index = store.with_passages(
        passage("both-common", "school school"),
        passage("rare", "thuiszitter"),
        *(passage(f"other-{i}", "school klas") for i in range(6)),
    )
    hits = index.search(query("school thuiszitter"), asked(), 10).terms
    assert anchors(hits)[0] == "rare"
    assert len(hits) == 8


def test_scores_and_order_are_those_of_the_exact_fake(store: Store) -> None:
    words = ("school", "kind", "plan", "verlof", "toets", "klacht", "bus")
    items = [
        passage(
            f"p{i}", " ".join(words[j % 7] for j in range(i, i + 1 + i % 4)), questions=(f"q{i}",)
        )
        for i in range(40)
    ]
    index, exact = store.with_passages(*items), MemoryIndex()
    exact.rewrite(manifest(), (), [indexed(item) for item in items])
    for text in ("school plan", "q7", "klacht bus verlof"):
        found, expected = (each.search(query(text), asked(), 12) for each in (index, exact))
        for name in ("passage", "questions", "terms"):
            got, want = getattr(found, name), getattr(expected, name)
            assert [h.score for h in got] == pytest.approx([h.score for h in want], abs=1e-5)
            assert anchors(got) == anchors(want)


def test_equal_scores_come_in_the_order_of_the_ids_wherever_the_list_is_cut(store: Store) -> None:
    same = [passage(f"p{i:02}", "dezelfde tekst", questions=("dezelfde",)) for i in range(30)]
    index = store.with_passages(passage("best", "zoek", questions=("zoek",)), *same)
    ordered = sorted(item.id for item in same)
    for limit in (1, 4, 31):
        hits = index.search(query("zoek"), asked(), limit)
        assert [hit.passage.anchor for hit in hits.passage[:1]] == ["best"]
        assert [hit.passage.id for hit in hits.passage[1:]] == ordered[: limit - 1]
        assert [hit.passage.id for hit in hits.questions[1:]] == ordered[: limit - 1]
        by_term = index.search(query("tekst"), asked(), limit).terms
        assert [hit.passage.id for hit in by_term] == ordered[:limit]


def test_a_question_without_terms_still_finds_by_meaning(store: Store) -> None:
    index = store.with_passages(passage("tekst", "Iets."))
    hits = index.search(Query(unit("Iets."), SparseVector((), ())), asked(), 5)
    assert anchors(hits.passage) == ["tekst"]
    assert hits.terms == ()


def test_a_passage_without_terms_is_kept_and_found_by_meaning(store: Store) -> None:
    item = passage("kaal")
    index = store.open()
    bare = PassageVectors(unit(item.text), (), SparseVector((), ()))
    index.rewrite(manifest(), (), [IndexedPassage(item, bare)])
    index.rewrite(manifest(), [item.id], [])
    hits = index.search(query(item.text), asked(), 5)
    assert (anchors(hits.passage), hits.questions, hits.terms) == (["kaal"], (), ())


def test_vectors_of_another_length_are_refused(store: Store) -> None:
    index = store.with_passages(passage())
    with pytest.raises(IndexUnavailable, match="ander taalmodel"):
        index.search(query("wat", dimensions=8), asked(), 5)


# --- who, where and when -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (FIRST_DAY - timedelta(days=1), False),
        (FIRST_DAY, True),
        (LAST_DAY, True),
        (LAST_DAY + timedelta(days=1), False),
    ],
)
def test_a_passage_is_found_on_its_first_and_last_day_and_never_outside(
    store: Store, day: date, found: bool
) -> None:
    item = passage("tekst", "De tekst.", questions=("De tekst.",))
    hits = store.with_passages(item).search(query("De tekst."), asked(today=day), 5)
    expected = ["tekst"] if found else []
    assert [anchors(each) for each in (hits.passage, hits.questions, hits.terms)] == [expected] * 3


def test_two_versions_side_by_side_are_found_each_in_its_own_time(store: Store) -> None:
    switch = date(2026, 7, 1)
    old = passage(version=1, text="Oud.", citable_until=switch - timedelta(days=1))
    new = passage(version=2, text="Nieuw.", valid_from=switch)
    index = store.with_passages(old, new)
    assert set(index.digests()) == {old.id, new.id}
    for day, expected in ((switch - timedelta(days=1), old), (switch, new)):
        hits = index.search(query("Oud."), asked(today=day), 5)
        assert [hit.passage for hit in hits.passage] == [expected]


def test_regional_passages_are_for_their_region_and_national_ones_for_all(store: Store) -> None:
    here = passage("hier", scope=Scope.REGIONAL, region=REGIONS[0])
    there = passage("daar", scope=Scope.REGIONAL, region=REGIONS[1])
    index = store.with_passages(passage("overal"), here, there)

    def found(region: str | None) -> set[str]:
        return set(anchors(index.search(query("tekst"), asked(region=region), 9).passage))

    assert found(None) == {"overal"}
    assert found(REGIONS[0]) == {"overal", "hier"}
    assert found("elders") == {"overal"}


def test_passages_are_for_the_asked_audiences_only(store: Store) -> None:
    index = store.with_passages(*(passage(a.value, audience=a) for a in Audience))

    def found(*audiences: Audience) -> set[str]:
        where = asked(audiences=frozenset(audiences))
        return set(anchors(index.search(query("tekst"), where, 9).passage))

    assert found(Audience.PARENT) == {"ouder"}
    assert found(Audience.YOUTH, Audience.PROFESSIONAL) == {"jeugd", "professional"}
    assert found() == set()


EDGES = (FIRST_DAY, date(2026, 12, 30), LAST_DAY, date.max)
MIXED = [
    passage(f"{scope}-{region}-{audience}-{n}-{until}", scope=scope, region=region,
            audience=audience, valid_from=start, citable_until=until, questions=("vraag",))
    for scope, region in (
        (Scope.NATIONAL, None), (Scope.NATIONAL, REGIONS[0]),
        (Scope.REGIONAL, REGIONS[0]), (Scope.REGIONAL, REGIONS[1]), (Scope.REGIONAL, None),
    )
    for audience in Audience
    for n, start in enumerate((date.min, FIRST_DAY, date(2026, 1, 2)))
    for until in EDGES
]  # fmt: skip


@pytest.fixture(scope="module")
def mixed(make_store: Callable[[], Store]) -> PassageIndex:
    return make_store().with_passages(*MIXED)


def may_be_found(item: Passage, where: SearchFilter) -> bool:
    if not item.valid_from <= where.today <= item.citable_until:
        return False
    if item.audience not in where.audiences:
        return False
    if item.scope == "landelijk":
        return True
    return item.region is not None and item.region == where.region


@settings(max_examples=60, deadline=None)
@given(where=filters())
def test_exactly_the_passages_that_pass_the_filter_are_found(
    mixed: PassageIndex, where: SearchFilter
) -> None:
    hits = mixed.search(query("tekst"), where, len(MIXED))
    expected = {item.id for item in MIXED if may_be_found(item, where)}
    for found in (hits.passage, hits.questions, hits.terms):
        assert {hit.passage.id for hit in found} == expected


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
            seen.append(ids(reader.search(query("tekst"), asked(today=A_DAY), 99)))
            yield indexed(passage(f"p{i}"))

    index.rewrite(manifest(), keep=(), add=watching())
    assert seen == [{old.id}] * 70
    assert len(reader.digests()) == 70


def test_closing_twice_is_safe(store: Store) -> None:
    index = store.with_passages(passage())
    index.search(query("tekst"), asked(), 1)
    index.close()
    index.close()
