"""Learns the alarm that hears a cry for help where no pattern knows its words.

Yes are the cries; no are the harmless messages beside them, the judged questions and the example
questions of the documents. The thresholds come from messages that neither the fold's model nor the
embedding model has learned from.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from eval.learning.alarm_messages import messages
from eval.learning.examples import SETS
from eval.learning.grams import gram_matrix
from eval.learning.holding_out import held_out
from eval.question_sets import load
from eval.starter import starter_set
from ingest.embedding import Embedder
from rag.grams import BUCKETS
from rag.language import detect
from rag.privacy import mask
from rag.routing.route import CrisisKind, route

_C = 10.0
_WEIGHT_OF_YES = 4.0
_FOLDS = 6
_SEED = 20261123
_MEANING, _WORDS = 4.0, 1.0
# The most that may ring falsely, and the most beside which help may be named needlessly: among the
# harmless but frightening messages, and among questions of the documents.
_RINGS = (0.025, 0.004)
_CONCERNS = (0.2, 0.03)
# Of the cries that patterns hear, the share that it may take for harmless.
_OBJECTED_TO = 0.005
_CRY, _HARD, _PLAIN = 0, 1, 2


def learn_alarm(embedder: Embedder) -> dict[str, Any]:
    """The weights for the vectors of `embedder`, as they are stored."""
    given = messages()
    texts = [each.text for each in given] + list(_plain())
    group = np.full(len(texts), _PLAIN)
    group[: len(given)] = [_CRY if each.cry else _HARD for each in given]
    masked = [mask(text).text for text in texts]
    meaning = np.array(embedder.embed_queries(masked)) * _MEANING
    rows = sparse.hstack([meaning, gram_matrix(masked) * _WORDS]).tocsr()
    unseen = np.array([number >= len(given) or held_out(t) for number, t in enumerate(texts)])
    odds = _odds(rows, group, unseen)
    rings, concerns = (_threshold(odds, group, unseen, most) for most in (_RINGS, _CONCERNS))
    pattern = np.array([_by_pattern(text) for text in masked])
    cries = odds[unseen & pattern & (group == _CRY)]
    objects = min(float(np.quantile(cries, _OBJECTED_TO)), concerns)
    _report(odds, group, unseen, pattern, (rings, concerns, objects))
    known = [number for number, each in enumerate(given) if each.kind]
    kinds = np.array([given[number].kind for number in known])
    return {
        "model": embedder.name,
        "threshold": round(rings, 3),
        "concern": round(concerns, 3),
        "objection": round(objects, 3),
        "crisis": _stored(_fit(rows, group == _CRY)),
        "kinds": {kind.value: _stored(_fit(meaning[known], kinds == kind)) for kind in CrisisKind},
        "trained_on": {
            name: int((group == number).sum())
            for name, number in (("crisis", _CRY), ("harmless", _HARD), ("documents", _PLAIN))
        },
    }


def _odds(
    rows: sparse.csr_matrix, group: NDArray[np.int_], unseen: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """The log-odds of each unseen text by a model that has not learned from it."""
    odds = np.full(len(group), np.nan)
    at = np.where(unseen)[0]
    folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=_SEED)
    for _learn, ask in folds.split(at, group[at]):
        learn = np.setdiff1d(np.arange(len(group)), at[ask])
        model = _fit(rows[learn], group[learn] == _CRY)
        odds[at[ask]] = model.decision_function(rows[at[ask]])
    return odds


def _threshold(
    odds: NDArray[np.float64],
    group: NDArray[np.int_],
    unseen: NDArray[np.bool_],
    most: tuple[float, float],
) -> float:
    """The lowest log-odds at which false alarms stay within `most`."""
    hard, plain = most
    return max(
        float(np.quantile(odds[unseen & (group == _HARD)], 1 - hard)),
        float(np.quantile(odds[unseen & (group == _PLAIN)], 1 - plain)),
    )


def _report(
    odds: NDArray[np.float64],
    group: NDArray[np.int_],
    unseen: NDArray[np.bool_],
    pattern: NDArray[np.bool_],
    thresholds: tuple[float, float, float],
) -> None:
    rings, concerns, objects = thresholds
    for name, number in (("crisis", _CRY), ("harmless", _HARD), ("documents", _PLAIN)):
        chosen = unseen & (group == number)
        rung = (odds >= rings) | (pattern & (odds >= objects))
        named = rung | (odds >= concerns) | pattern
        print(
            f"  {name:10s} patterns {pattern[chosen].mean():.3f}, rings {rung[chosen].mean():.3f}, "
            f"help named {named[chosen].mean():.3f}, of {chosen.sum()} unseen"
        )


def _fit(rows: Any, labels: NDArray[np.bool_]) -> LogisticRegression:
    importance = np.where(labels, _WEIGHT_OF_YES, 1.0)
    return LogisticRegression(C=_C, max_iter=3000).fit(rows, labels, sample_weight=importance)


def _stored(model: LogisticRegression) -> dict[str, Any]:
    weights = model.coef_[0]
    size = len(weights) - BUCKETS if len(weights) > BUCKETS else len(weights)
    return {
        "vector": [round(float(w) * _MEANING, 3) for w in weights[:size]],
        "grams": [round(float(w) * _WORDS, 3) for w in weights[size:]],
        "intercept": round(float(model.intercept_[0]), 4),
    }


def _by_pattern(text: str) -> bool:
    found = route(text, detect(text))
    return found is not None and found.help is not None


def _plain() -> Iterator[str]:
    """Questions of the documents and of the judged sets, save those that the patterns hand over."""
    asked = (question.text for document in starter_set() for question in document.questions)
    judged = (question.text for name in SETS for question in load(name))
    for text in (*asked, *judged):
        if route(text, detect(text)) is None:
            yield text
