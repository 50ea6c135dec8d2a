"""Learns the two judgements: is the question of a kind that documents answer, and did we find it?

The second is learned on held-out verdicts of the first, and the threshold on held-out verdicts of
both, all on questions that the embedding model was not tuned on. Look-alikes always stand in the
same fold.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, roc_auc_score
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from eval.learning.examples import Example
from eval.learning.grams import gram_matrix
from eval.learning.holding_out import held_out
from eval.learning.refusals import learn_refusals
from eval.learning.small_libraries import in_small_libraries
from rag.answerability import FEATURES, features, needed
from rag.clues import CLUES
from rag.grams import BUCKETS
from rag.ranking import Ranking

Matrix = NDArray[np.float64]
_SEED = 20261123
_FOLDS = 8
_SCOPE_C = 3.0
# How much a unit of each part counts under one penalty.
_MEANING, _WORDS, _CLUES = 2.0, 2.0, 0.5
# The most that may be answered of what should not be; look-alikes in pairs are left out of that.
_MAX_OFF_TOPIC = 0.02
_MAX_NEAR_MISS = 0.08
_LOOK_ALIKES = "con-"
_SMALL = 0.25


@dataclass(frozen=True, slots=True)
class _Data:
    examples: Sequence[Example]
    ranking: Ranking
    parts: sparse.csr_matrix
    meaning: Matrix
    dutch: NDArray[np.bool_]
    answerable: NDArray[np.bool_]
    families: NDArray[np.str_]
    unseen: NDArray[np.bool_]


def learn_answerability(examples: Sequence[Example], ranking: Ranking) -> dict[str, Any]:
    """The coefficients, as they are stored; prints what cross-validation says of them.

    `examples` are in the order that `ranking` gives.
    """
    meaning = np.array([e.retrieval.vector for e in examples]) * _MEANING
    data = _Data(
        examples,
        ranking,
        _parts(examples, meaning),
        meaning,
        np.array([e.language == "nl" for e in examples]),
        np.array([e.judged.answerable for e in examples]),
        np.array([e.family for e in examples]),
        np.array([held_out(e.family) for e in examples]),
    )
    unseen = np.where(data.unseen)[0]
    odds = _held_out_scope(data, unseen)
    print(f"kind of question, held out: AUROC {roc_auc_score(data.answerable[unseen], odds):.3f}")
    judged = _Judged([examples[row] for row in unseen], _held_out_both(data, unseen))
    threshold = _threshold(judged)
    _report(judged, threshold)
    judge = _fit_judge(data, odds, unseen)
    scaler, model = judge[0], judge[1]
    return {
        "scope": _stored_scope(data),
        "refusals": learn_refusals(examples),
        "features": list(FEATURES),
        "mean": [round(float(v), 6) for v in scaler.mean_],
        "scale": [round(float(v), 6) or 1.0 for v in scaler.scale_],
        "coefficients": [round(float(v), 6) for v in model.coef_[0]],
        "intercept": round(float(model.intercept_[0]), 6),
        "threshold": round(threshold, 4),
        "trained_on": dict(Counter(e.judged.kind for e in examples)),
    }


def _parts(examples: Sequence[Example], meaning: Matrix) -> sparse.csr_matrix:
    """Meaning, words and clues of each question side by side, each weighed for the penalty."""
    clues = np.array([[float(clue in e.clues) for clue in CLUES] for e in examples]) * _CLUES
    grams = gram_matrix([e.retrieval.text for e in examples]) * _WORDS
    return sparse.hstack([meaning, grams, clues]).tocsr()


def _scope_model(parts: Any, labels: NDArray[np.bool_]) -> LogisticRegression:
    return LogisticRegression(C=_SCOPE_C, max_iter=5000, class_weight="balanced").fit(parts, labels)


def _scope_odds(data: _Data, learn: NDArray[np.int_], ask: NDArray[np.int_]) -> Matrix:
    """The log-odds for `ask`: in Dutch by all parts, in other languages by the meaning alone."""
    labels = data.answerable[learn]
    whole = _scope_model(data.parts[learn], labels).decision_function(data.parts[ask])
    meaning = _scope_model(data.meaning[learn], labels).decision_function(data.meaning[ask])
    return np.asarray(np.where(data.dutch[ask], whole, meaning))


def _held_out_scope(data: _Data, rows: NDArray[np.int_]) -> Matrix:
    """For each of `rows` the log-odds by a model that has not seen its family, but has seen the
    other rows and all that the embedding model was tuned on."""
    odds = np.zeros(len(rows))
    seen = np.where(~data.unseen)[0]
    folds = GroupKFold(_FOLDS, shuffle=True, random_state=_SEED)
    for learn, ask in folds.split(rows, groups=data.families[rows]):
        odds[ask] = _scope_odds(data, np.concatenate([seen, rows[learn]]), rows[ask])
    return odds


def _fit_judge(data: _Data, odds: Matrix, rows: NDArray[np.int_]) -> Any:
    """The second judgement. What was found on a wrong topic teaches neither yes nor no; what was
    found in a library of a few documents counts a quarter."""
    values, labels, importance = [], [], []
    for row, kind in zip(rows, odds, strict=True):
        example = data.examples[row]
        if not example.judged.answerable or example.right(example.retrieval.candidates[0]):
            values.append(_values(example, kind))
            labels.append(example.judged.answerable)
            importance.append(1.0)
        for small in in_small_libraries(example, data.ranking):
            values.append(_values(small, kind))
            labels.append(example.judged.answerable)
            importance.append(_SMALL)
    judge = make_pipeline(StandardScaler(), LogisticRegression(C=1.0, max_iter=3000))
    return judge.fit(np.array(values), labels, logisticregression__sample_weight=importance)


def _held_out_both(data: _Data, rows: NDArray[np.int_]) -> Matrix:
    probabilities = np.zeros(len(rows))
    seen = np.where(~data.unseen)[0]
    folds = GroupKFold(_FOLDS, shuffle=True, random_state=_SEED + 1)
    for learn, ask in folds.split(rows, groups=data.families[rows]):
        judge = _fit_judge(data, _held_out_scope(data, rows[learn]), rows[learn])
        odds = _scope_odds(data, np.concatenate([seen, rows[learn]]), rows[ask])
        values = [_values(data.examples[r], o) for r, o in zip(rows[ask], odds, strict=True)]
        probabilities[ask] = judge.predict_proba(np.array(values))[:, 1]
    return probabilities


def _values(example: Example, odds: float) -> tuple[float, ...]:
    return features(example.retrieval, example.language, example.clues, float(odds))


@dataclass(frozen=True, slots=True)
class _Judged:
    """Questions and the probability that each got from models that have not seen it."""

    examples: Sequence[Example]
    probabilities: Matrix

    def answered(self, threshold: float) -> NDArray[np.bool_]:
        return np.asarray(self.probabilities >= [needed(threshold, e.clues) for e in self.examples])

    @property
    def kinds(self) -> NDArray[np.str_]:
        return np.array([e.judged.kind for e in self.examples])


def _threshold(judged: _Judged) -> float:
    """The lowest threshold that keeps both false-answer rates below their bounds."""
    come = np.array([not e.judged.id.startswith(_LOOK_ALIKES) for e in judged.examples])
    near = come & np.char.startswith(judged.kinds, "near_miss")
    off = np.isin(judged.kinds, ["off_topic", "gibberish"])
    for threshold in np.arange(0.05, 0.95, 0.005):
        answered = judged.answered(float(threshold))
        if answered[off].mean() <= _MAX_OFF_TOPIC and answered[near].mean() <= _MAX_NEAR_MISS:
            return float(threshold)
    return 0.95


def _report(judged: _Judged, threshold: float) -> None:
    answerable = np.array([e.judged.answerable for e in judged.examples])
    probabilities = judged.probabilities
    print(
        f"held out: AUROC {roc_auc_score(answerable, probabilities):.3f}, "
        f"Brier {brier_score_loss(answerable, probabilities):.3f}, threshold {threshold:.3f}"
    )
    languages = np.array(["nl" if e.language == "nl" else "other" for e in judged.examples])
    audiences = np.array([e.judged.audience.value for e in judged.examples])
    answered = judged.answered(threshold)
    for names in (languages, audiences, judged.kinds):
        for name in sorted(set(names)):
            yes, no = (names == name) & answerable, (names == name) & ~answerable
            print(
                f"  {name:28s} answered {_share(answered[yes])} of {yes.sum()} answerable, "
                f"{_share(answered[no])} of {no.sum()} not"
            )


def _share(answered: NDArray[np.bool_]) -> str:
    return f"{answered.mean():.3f}" if len(answered) else "-"


def _stored_scope(data: _Data) -> dict[str, Any]:
    model = _scope_model(data.parts, data.answerable)
    other = _scope_model(data.meaning, data.answerable)
    weights = model.coef_[0]
    size = len(data.examples[0].retrieval.vector)
    meaning, grams, clues = np.split(weights, [size, size + BUCKETS])
    return {
        "model": data.examples[0].retrieval.model,
        "vector": [round(float(w) * _MEANING, 3) for w in meaning],
        "grams": [round(float(w) * _WORDS, 3) for w in grams],
        "clues": [round(float(w) * _CLUES, 4) for w in clues],
        "intercept": round(float(model.intercept_[0]), 4),
        "other_vector": [round(float(w) * _MEANING, 3) for w in other.coef_[0]],
        "other_intercept": round(float(other.intercept_[0]), 4),
    }
