"""Learns the ranking weights and the answerability coefficients: `python -m eval.training`.

Ranking: pairs of a passage on the right topic and one that is not, from in-scope questions.
Answerability: is the first passage on a right topic? Out-of-scope questions and questions whose
first passage is wrong both count as no. Probabilities for the threshold are cross-validated.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

import rag
from corpus.clock import today
from eval.question_sets import JudgedQuestion, load
from eval.starter import starter_search
from ingest.index.port import SearchFilter
from rag.answerability import FEATURES, ScopeModel, features, needed
from rag.composition import Search
from rag.language import detect
from rag.privacy import mask, without_placeholders
from rag.ranking import Candidate, RankingWeights, order
from rag.readership import READS
from rag.retrieval import Retrieval
from rag.routing.route import route
from rag.signs import signs
from rag.stopwatch import Stopwatch

_WEIGHTS = Path(rag.__file__).parent / "weights"
_NEGATIVES = 12
# "scope" holds near misses and their look-alikes in more hands than "dev" alone.
_SETS = ("dev", "scope")
_SEED = 20261123
_SCOPE_C = 10.0
# The most that may be answered of what should not be, in the cross-validated development set.
_MAX_OFF_TOPIC = 0.02
_MAX_NEAR_MISS = 0.15


@dataclass(frozen=True, slots=True)
class Example:
    """A judged question and what was retrieved for it."""

    judged: JudgedQuestion
    language: str
    retrieval: Retrieval

    def right(self, candidate: Candidate) -> bool:
        return bool(self.judged.topics & set(candidate.passage.topics))


def main() -> None:
    """Train on the development sets and write the two weight files."""
    with starter_search() as search:
        judged = [question for name in _SETS for question in load(name)]
        examples = [e for each in judged if (e := _retrieve(search, each)) is not None]
    weights = _learn_ranking(examples)
    examples = [_reranked(example, weights) for example in examples]
    stored = _learn_answerability(examples)
    first = [e.right(e.retrieval.candidates[0]) for e in examples if e.judged.answerable]
    print(f"right topic first: {np.mean(first):.3f} of {len(first)} in-scope questions")
    _write("ranking.json", {"weights": asdict(weights)})
    _write("answerability.json", stored)


def _retrieve(search: Search, judged: JudgedQuestion) -> Example | None:
    masked = mask(judged.text, today()).text
    language = detect(masked)
    if route(masked, language) is not None:
        return None
    text = without_placeholders(masked)
    where = SearchFilter(today(), judged.region, READS[judged.audience])
    return Example(judged, language, search.retriever.retrieve(text, where, Stopwatch()))


def _vector(candidate: Candidate) -> list[float]:
    scores = candidate.scores
    return [scores.passage, scores.question, scores.terms, candidate.support]


def _learn_ranking(examples: Sequence[Example]) -> RankingWeights:
    weights = RankingWeights(10.0, 10.0, 1.0)
    # The best right passage depends on the weights, so they are learned a few times over.
    for _round in range(4):
        pairs: list[np.ndarray[Any, Any]] = []
        for example in (_reranked(e, weights) for e in examples if e.judged.answerable):
            field = example.retrieval.candidates
            good = next((c for c in field if example.right(c)), None)
            if good is None:
                continue
            bad = [c for c in field if not example.right(c)][:_NEGATIVES]
            pairs += [np.array(_vector(good)) - np.array(_vector(c)) for c in bad]
        differences = np.array(pairs)
        # Of very different spread: regularised fairly only when they are of one size.
        spread = differences.std(axis=0)
        differences /= spread
        signs = np.where(np.arange(len(pairs)) % 2 == 0, 1, -1)
        model = LogisticRegression(fit_intercept=False, C=10.0, max_iter=1000)
        model.fit(differences * signs[:, None], signs)
        weights = RankingWeights(*(round(float(w), 4) for w in model.coef_[0] / spread))
    print(f"ranking weights: {weights}")
    return weights


def _reranked(example: Example, weights: RankingWeights) -> Example:
    found = [(c.passage, c.scores) for c in example.retrieval.candidates]
    retrieval = replace(example.retrieval, candidates=order(found, weights))
    return replace(example, retrieval=retrieval)


def _learn_scope(examples: Sequence[Example]) -> tuple[ScopeModel, Sequence[float]]:
    """The model, and held-out log-odds for the questions that it was learned from: the second
    judgement must not learn to trust what the first has seen before."""
    vectors = np.array([e.retrieval.vector for e in examples])
    labels = np.array([e.judged.answerable for e in examples])
    model = LogisticRegression(C=_SCOPE_C, max_iter=5000, class_weight="balanced")
    folds = StratifiedKFold(10, shuffle=True, random_state=_SEED)
    held_out = cross_val_predict(model, vectors, labels, cv=folds, method="decision_function")
    print(f"scope by vector, cross-validated: AUROC {roc_auc_score(labels, held_out):.3f}")
    model.fit(vectors, labels)
    weights = tuple(round(float(w), 3) for w in model.coef_[0])
    scope = ScopeModel(examples[0].retrieval.model, weights, round(float(model.intercept_[0]), 4))
    return scope, held_out.tolist()


def _learn_answerability(examples: Sequence[Example]) -> dict[str, Any]:
    scope, kind_odds = _learn_scope(examples)
    values = np.array(
        [features(e.retrieval, e.language, o) for e, o in zip(examples, kind_odds, strict=True)]
    )
    labels = np.array(
        [e.judged.answerable and e.right(e.retrieval.candidates[0]) for e in examples]
    )
    kinds = np.array([e.judged.kind for e in examples])
    pipeline = make_pipeline(StandardScaler(), LogisticRegression(C=1.0, max_iter=2000))
    folds = StratifiedKFold(5, shuffle=True, random_state=_SEED)
    held_out = cross_val_predict(pipeline, values, labels, cv=folds, method="predict_proba")[:, 1]
    found = [signs(e.retrieval.text) for e in examples]
    threshold = _threshold(held_out, kinds, found)
    _print_held_out(held_out, labels, kinds, _answered(held_out, found, threshold))
    print(f"threshold {threshold:.3f}")
    pipeline.fit(values, labels)
    scaler, model = pipeline[0], pipeline[1]
    for name, weight in zip(FEATURES, model.coef_[0], strict=True):
        print(f"  {name:22s} {weight:+.2f}")
    return {
        "scope": asdict(scope),
        "features": list(FEATURES),
        "mean": [round(float(v), 6) for v in scaler.mean_],
        "scale": [round(float(v), 6) for v in scaler.scale_],
        "coefficients": [round(float(v), 6) for v in model.coef_[0]],
        "intercept": round(float(model.intercept_[0]), 6),
        "threshold": round(threshold, 4),
        "trained_on": {"sets": list(_SETS), "questions": dict(Counter(kinds.tolist()))},
    }


def _answered(
    probabilities: np.ndarray[Any, Any], found: Sequence[frozenset[str]], threshold: float
) -> np.ndarray[Any, Any]:
    return probabilities >= np.array([needed(threshold, signs_) for signs_ in found])


def _threshold(
    probabilities: np.ndarray[Any, Any],
    kinds: np.ndarray[Any, Any],
    found: Sequence[frozenset[str]],
) -> float:
    """The lowest threshold that keeps both false-answer rates below their bounds."""
    off_topic = np.isin(kinds, ["off_topic", "gibberish"])
    near_miss = np.char.startswith(kinds, "near_miss")
    for threshold in np.arange(0.05, 0.9, 0.005):
        answered = _answered(probabilities, found, threshold)
        if answered[off_topic].mean() > _MAX_OFF_TOPIC:
            continue
        if answered[near_miss].mean() <= _MAX_NEAR_MISS:
            return float(threshold)
    return 0.9


def _print_held_out(
    held_out: np.ndarray[Any, Any],
    labels: np.ndarray[Any, Any],
    kinds: np.ndarray[Any, Any],
    answered: np.ndarray[Any, Any],
) -> None:
    print(f"cross-validated: AUROC {roc_auc_score(labels, held_out):.3f}", end=", ")
    print(f"Brier {brier_score_loss(labels, held_out):.3f}")
    for kind in sorted(set(kinds.tolist())):
        chosen = answered[kinds == kind]
        print(f"  {kind:28s} answered {chosen.mean():.3f} of {len(chosen)}")


def _write(name: str, stored: dict[str, Any]) -> None:
    path = _WEIGHTS / name
    path.write_text(json.dumps(stored, indent=2) + "\n", encoding="utf-8")
    print(f"written: rag/weights/{name}")


if __name__ == "__main__":
    main()
