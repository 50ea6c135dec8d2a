"""One order out of four lists."""

from __future__ import annotations

import math
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.index.port import Hit, Hits
from ingest.passage import Passage
from rag.ranking import Candidate, Ranking, RankingWeights, Scores, order, rank
from tests.fakes.passages import passage

WEIGHTS = RankingWeights(passage=10.0, question=5.0, centre=1.0, terms=2.0)
A, B, C = (passage(name) for name in "abc")
POOL = [passage(f"p{i}") for i in range(8)]


def hits(passages: object = (), questions: object = (), terms: object = ()) -> Hits:
    # The centre says here what the nearest question says.
    lists = (passages, questions, questions, terms)
    return Hits(*(tuple(Hit(*pair) for pair in pairs) for pairs in lists))  # type: ignore[attr-defined]


def by_id(candidates: tuple[Candidate, ...]) -> dict[UUID, Candidate]:
    return {candidate.passage.id: candidate for candidate in candidates}


def test_the_order_is_that_of_the_weighted_sum() -> None:
    found = hits([(A, 0.9), (B, 0.8)], [(B, 0.9), (A, 0.5)], [(B, 4.0), (A, 2.0)])
    first, second = rank(found, 2.0, WEIGHTS)
    assert (first.passage, first.scores) == (B, Scores(0.8, 0.9, 0.9, 2.0))
    assert first.rank_score == pytest.approx(8.0 + 4.5 + 0.9 + 4.0)
    assert (second.passage, second.scores) == (A, Scores(0.9, 0.5, 0.5, 1.0))
    assert second.rank_score == pytest.approx(9.0 + 2.5 + 0.5 + 2.0)


def test_a_dense_list_gives_what_it_left_out_its_lowest_score_and_terms_give_nothing() -> None:
    found = hits([(A, 0.9), (B, 0.7)], [(C, 0.6), (A, 0.4)], [(B, 3.0)])
    scores = {key: c.scores for key, c in by_id(rank(found, 1.0, WEIGHTS)).items()}
    assert scores[A.id] == Scores(0.9, 0.4, 0.4, 0.0)
    assert scores[B.id] == Scores(0.7, 0.4, 0.4, 3.0)
    assert scores[C.id] == Scores(0.7, 0.6, 0.6, 0.0)


def test_where_nothing_has_example_questions_the_passage_speaks_for_them() -> None:
    (only,) = rank(hits([(A, 0.9)]), 3.0, WEIGHTS)
    assert only.scores == Scores(0.9, 0.9, 0.9, 0.0)


def test_a_new_passage_without_example_questions_lies_as_far_out_by_questions_as_by_text() -> None:
    new = passage("nieuw")
    old = [passage(f"oud-{n}", questions=("hoe zit dat?",)) for n in range(6)]
    by_text = [(new, 0.9), *((each, 0.60 + n / 100) for n, each in enumerate(old))]
    by_questions = [(each, 0.75 - n / 100) for n, each in enumerate(old)]

    ranked = rank(hits(by_text, by_questions), 1.0, WEIGHTS)

    assert ranked[0].passage == new
    assert ranked[0].scores.question > max(score for _each, score in by_questions)
    # One that has example questions, none of which was found, gets the lowest score.
    asked = passage("gevraagd", questions=("heel iets anders",))
    found = rank(hits([*by_text, (asked, 0.6)], by_questions), 1.0, WEIGHTS)
    assert by_id(found)[asked.id].scores.question == 0.70


def test_nothing_found_is_nothing_ranked() -> None:
    assert rank(Hits(), 3.0, WEIGHTS) == ()


def test_bm25_of_long_and_short_questions_is_comparable() -> None:
    (short,) = rank(hits(terms=[(A, 3.0)]), 1.5, WEIGHTS)
    (long,) = rank(hits(terms=[(A, 12.0)]), 6.0, WEIGHTS)
    assert short.scores.terms == long.scores.terms == 2.0


@pytest.mark.parametrize("weight", [0.0, 0.6, 1.0])
def test_a_question_of_hardly_any_terms_is_not_blown_up(weight: float) -> None:
    (only,) = rank(hits(terms=[(A, 0.5)]), weight, WEIGHTS)
    assert only.scores.terms == 0.5


def test_equal_sums_come_in_the_order_of_the_ids_whatever_the_lists_say() -> None:
    order = sorted((A, B, C), key=lambda item: item.id)
    for given_order in ((A, B, C), (C, A, B)):
        found = hits([(item, 0.5) for item in given_order])
        assert [c.passage for c in rank(found, 1.0, WEIGHTS)] == order


def test_the_shipped_weights_can_be_used_and_reward_every_retriever() -> None:
    ranking = Ranking.load()
    for weights in (ranking.dutch, ranking.other):
        for value in (weights.passage, weights.question, weights.centre, weights.terms):
            assert math.isfinite(value)
            assert value >= 0
    assert ranking.for_language("nl") == ranking.dutch
    assert ranking.for_language("tr") == ranking.other
    # Other languages share hardly a word with a passage.
    assert ranking.other.terms < ranking.dutch.terms


@st.composite
def ranked_lists(draw: st.DrawFn) -> Hits:
    def one(low: float, high: float) -> tuple[Hit, ...]:
        chosen: list[Passage] = draw(st.lists(st.sampled_from(POOL), unique_by=lambda p: p.id))
        scores = sorted((draw(st.floats(low, high)) for _item in chosen), reverse=True)
        return tuple(Hit(item, score) for item, score in zip(chosen, scores, strict=True))

    return Hits(one(-1, 1), one(-1, 1), one(-1, 1), one(0, 40))


@given(found=ranked_lists(), weight=st.floats(0, 50))
def test_everything_found_is_ranked_once_and_scores_fall(found: Hits, weight: float) -> None:
    candidates = rank(found, weight, WEIGHTS)
    every = {
        hit.passage.id
        for hits in (found.passage, found.questions, found.centres, found.terms)
        for hit in hits
    }
    assert {c.passage.id for c in candidates} == every
    assert len(candidates) == len(every)
    sums = [c.rank_score for c in candidates]
    assert sums == sorted(sums, reverse=True)
    for candidate in candidates:
        assert candidate.rank_score == WEIGHTS.score(candidate.scores)


def test_a_passage_gains_by_the_company_of_its_document() -> None:
    alone = passage("alleen", document_id="toeval")
    together = [passage(f"samen-{n}", document_id="onderwerp") for n in range(3)]
    found = [(alone, Scores(1.0, 0.0, 0.0, 0.0))]
    found += [(each, Scores(0.95, 0.0, 0.0, 0.0)) for each in together]
    low = passage("laag", document_id="ander")
    found.append((low, Scores(0.1, 0.0, 0.0, 0.0)))

    by_itself = order(found, RankingWeights(10.0, 0.0, 0.0, 0.0))
    in_company = order(found, RankingWeights(10.0, 0.0, 0.0, 0.0, support=0.5))

    assert by_itself[0].passage == alone
    assert {c.passage.document_id for c in in_company[:3]} == {"onderwerp"}
    assert in_company[0].support == pytest.approx(-0.5)
    # Two neighbours make company; a passage without counts as having that of the average one.
    without = [c.support for c in in_company if c.passage in (alone, low)]
    assert without == pytest.approx([-2.1, -2.1])
