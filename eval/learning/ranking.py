"""Learns the ranking weights: a right passage should come before each wrong one.

Right is a passage on a right topic that holds the facts of a right answer, where these are known;
one on the topic without the facts is half wrong.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression

from eval.learning.examples import Example
from rag.ranking import Candidate, Ranking, RankingWeights

_WRONG, _HALF_WRONG = 12, 4
_HALF = 0.7
_ROUNDS = 4
_START = RankingWeights(20.0, 20.0, 25.0, 3.0)


def learn_ranking(examples: Sequence[Example]) -> Ranking:
    """Weights for Dutch and for other questions."""
    inside = [example for example in examples if example.judged.answerable]
    return Ranking(
        _learn([example for example in inside if example.language == "nl"]),
        _learn([example for example in inside if example.language != "nl"]),
    )


def _learn(examples: Sequence[Example]) -> RankingWeights:
    weights = _START
    # The best right passage depends on the weights, so they are learned a few times over.
    for _round in range(_ROUNDS):
        differences, importance = [], []
        for example in examples:
            field = example.ranked(Ranking(weights, weights)).retrieval.candidates
            for good, bad, weight in _pairs(example, field):
                differences.append(np.array(_vector(good)) - np.array(_vector(bad)))
                importance.append(weight)
        rows = np.array(differences)
        # Of very different spread: regularised fairly only when they are of one size.
        spread = rows.std(axis=0)
        signs = np.where(np.arange(len(rows)) % 2 == 0, 1, -1)
        model = LogisticRegression(fit_intercept=False, C=10.0, max_iter=1000)
        model.fit(rows / spread * signs[:, None], signs, sample_weight=importance)
        # Sharing words is never a reason against a passage.
        weights = RankingWeights(*(max(round(float(w), 4), 0.0) for w in model.coef_[0] / spread))
    return weights


def _pairs(
    example: Example, field: Sequence[Candidate]
) -> list[tuple[Candidate, Candidate, float]]:
    with_facts = next((c for c in field if example.holds_answer(c)), None)
    good = with_facts or next((c for c in field if example.right(c)), None)
    if good is None:
        return []
    wrong = [c for c in field if not example.right(c)][:_WRONG]
    half = [c for c in field if example.right(c) and not example.holds_answer(c)][:_HALF_WRONG]
    if with_facts is None:
        half = []
    return [(good, bad, 1.0) for bad in wrong] + [(good, bad, _HALF) for bad in half]


def _vector(candidate: Candidate) -> list[float]:
    scores = candidate.scores
    return [scores.passage, scores.question, scores.centre, scores.terms, candidate.support]
