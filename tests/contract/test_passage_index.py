"""Every passage index, fake or real, finds the same: by each retriever, for who asks and when."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given, settings

from corpus.document import Audience, Scope
from ingest.index.port import (
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
from ingest.passage import Passage
from tests.fakes.index import MemoryIndex
from tests.fakes.index_stores import KINDS, Store, anchors, stores
from tests.fakes.passages import (
    FIRST_DAY,
    LAST_DAY,
    REGIONS,
    asked,
    filters,
    indexed,
    manifest,
    passage,
    query,
    unit,
)

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


def test_the_centre_of_the_questions_of_a_passage_counts_by_itself(store: Store) -> None:
    asked_, bare = passage("asked", questions=("q1", "q2")), passage("bare")
    index = store.with_passages(asked_, bare)
    (hit,) = index.search(query("q1"), asked(), 3).centres
    one, two = unit("q1"), unit("q2")
    total = [a + b for a, b in zip(one, two, strict=True)]
    cosine = sum(a * b for a, b in zip(one, total, strict=True)) / math.hypot(*total)
    assert hit.passage.anchor == "asked"
    assert hit.score == pytest.approx(cosine, abs=1e-5)


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
    assert (anchors(hits.passage), hits.questions, hits.centres, hits.terms) == (
        ["kaal"],
        (),
        (),
        (),
    )


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
    lists = (hits.passage, hits.questions, hits.centres, hits.terms)
    assert [anchors(each) for each in lists] == [expected] * 4


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
    for found in (hits.passage, hits.questions, hits.centres, hits.terms):
        assert {hit.passage.id for hit in found} == expected
