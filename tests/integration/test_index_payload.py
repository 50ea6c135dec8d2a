"""What is stored of a passage rebuilds it exactly, and nothing else is taken for a passage."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.index import ranking
from ingest.index.payload import day_number, from_payload, to_payload
from ingest.index.port import Hits, IndexUnavailable, SearchFilter
from ingest.passage import Passage
from tests.fakes.passages import A_DAY, FIRST_DAY, LAST_DAY, asked, filters, passage, passages


@given(passages())
def test_a_passage_survives_the_way_to_json_and_back(item: Passage) -> None:
    assert from_payload(json.loads(json.dumps(to_payload(item)))) == item


@given(st.dates(), st.dates())
def test_numbers_of_days_are_ordered_as_the_days_are(one: date, other: date) -> None:
    assert (one < other) == (day_number(one) < day_number(other))


@pytest.mark.parametrize("field", sorted(to_payload(passage())))
def test_a_payload_with_a_field_gone_is_damaged(field: str) -> None:
    payload = to_payload(passage())
    del payload[field]
    with pytest.raises(IndexUnavailable, match="beschadigd"):
        from_payload(payload)


@pytest.mark.parametrize(
    "change",
    [
        {"scope": "wereldwijd"},
        {"audience": None},
        {"valid_from": 20261332},
        {"valid_from": "2026-01-01"},
        {"sentences": [[0, 1, "lead"]]},
        {"sentences": [[0, 1, "refrein", "x"]]},
        {"topics": None},
    ],
    ids=str,
)
def test_a_payload_with_another_value_is_damaged(change: dict[str, Any]) -> None:
    with pytest.raises(IndexUnavailable, match="beschadigd"):
        from_payload({**to_payload(passage()), **change})


# --- what an engine finds is checked once more -------------------------------------------------


def found(item: Passage, score: float = 0.5) -> ranking.Found:
    return ranking.Found(item.id, score, item)


@pytest.mark.parametrize("place", [0, 1, 2, 3])
@pytest.mark.parametrize(
    "wrong",
    [
        passage(citable_until=date(2026, 6, 14)),
        passage(valid_from=date(2026, 6, 16)),
        passage(scope="regionaal", region="elders"),
        passage(audience="jeugd"),
    ],
    ids=["expired", "not yet", "elsewhere", "for another"],
)
def test_an_engine_that_finds_what_the_filter_excludes_is_not_believed(
    wrong: Passage, place: int
) -> None:
    lists: list[list[ranking.Found]] = [[found(passage("goed"))] for _ in range(4)]
    lists[place].append(found(wrong))

    def ask(wanted: int) -> ranking.Answers:
        return lists[0], lists[1], lists[2], lists[3]

    with pytest.raises(IndexUnavailable, match="beschadigd"):
        ranking.search(ask, asked(today=A_DAY), 5)


@given(passages(), filters())
def test_the_check_agrees_with_the_days_region_and_audience(
    item: Passage, where: SearchFilter
) -> None:
    day_fits = where.today in (min(max(where.today, item.valid_from), item.citable_until),)
    fits = day_fits and item.audience in where.audiences
    if item.scope == "regionaal":
        fits = fits and where.region is not None and where.region == item.region
    if item.valid_from > item.citable_until:
        fits = False
    assert ranking.admits(where, item) == fits


@given(
    scores=st.lists(st.sampled_from([0.1, 0.2, 0.2000001, 0.3]), max_size=30),
    limit=st.integers(1, 12),
)
def test_the_best_come_first_and_ties_in_the_order_of_their_ids(
    scores: list[float], limit: int
) -> None:
    points = [found(passage(f"p{i}"), score) for i, score in enumerate(scores)]
    # An engine breaks ties as it likes: here against the order of the ids.
    points.sort(key=lambda point: (-round(point.score, 6), -point.id.int))
    hits = ranking.search(lambda n: (points[:n], [], [], []), asked(), limit)
    expected = sorted(points, key=lambda point: (-round(point.score, 6), point.id))[:limit]
    assert [hit.passage.id for hit in hits.passage] == [point.id for point in expected]


def test_no_room_or_nobody_to_answer_asks_the_engine_nothing() -> None:
    def ask(wanted: int) -> ranking.Answers:
        raise AssertionError

    assert ranking.search(ask, asked(), 0) == Hits()
    assert ranking.search(ask, asked(audiences=frozenset()), 5) == Hits()


def test_the_id_tells_versions_and_places_apart_but_not_texts() -> None:
    item = passage(valid_from=FIRST_DAY, citable_until=LAST_DAY)
    assert isinstance(item.id, UUID)
    assert replace(item, text="anders").id == item.id
    assert replace(item, version=2).id != item.id != replace(item, part=1).id
