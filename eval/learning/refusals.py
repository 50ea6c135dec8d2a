"""Learns to tell why a question has no answer: it is personal, from elsewhere, or of no concern."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from eval.learning.examples import Example
from rag.clues import CLUES
from rag.refusal import Refusal

_C = 1.0
_MEANING, _CLUES = 2.0, 0.5
_FOLDS = 6
_SEED = 20261123
_PERSONAL = ("prediction", "personal_decision", "own_case_status", "opinion")
_ELSEWHERE = ("country", "other_region")
_OUTSIDE = ("medical", "pedagogy", "practical", "schooltype")
_OF_KIND = {
    **{f"near_miss_{kind}": Refusal.PERSONAL for kind in _PERSONAL},
    **{f"near_miss_{kind}": Refusal.ELSEWHERE for kind in _ELSEWHERE},
    **{f"near_miss_{kind}": Refusal.OUTSIDE for kind in _OUTSIDE},
    "off_topic": Refusal.OUTSIDE,
    "gibberish": Refusal.OUTSIDE,
}


def learn_refusals(examples: Sequence[Example]) -> dict[str, Any]:
    """A unit for each kind of refusal, as they are stored; prints how often they are right."""
    outside = [example for example in examples if not example.judged.answerable]
    kinds = np.array([_OF_KIND.get(e.judged.kind, Refusal.UNKNOWN).value for e in outside])
    clues = np.array([[float(clue in e.clues) for clue in CLUES] for e in outside])
    rows = np.hstack([np.array([e.retrieval.vector for e in outside]) * _MEANING, clues * _CLUES])
    model = LogisticRegression(C=_C, max_iter=3000)
    folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=_SEED)
    right = accuracy_score(kinds, cross_val_predict(model, rows, kinds, cv=folds))
    print(f"why not: right {right:.3f} of {len(kinds)}")
    model.fit(rows, kinds)
    size = rows.shape[1] - len(CLUES)
    return {
        str(kind): {
            "vector": [round(float(w) * _MEANING, 3) for w in weights[:size]],
            "clues": [round(float(w) * _CLUES, 4) for w in weights[size:]],
            "intercept": round(float(intercept), 4),
        }
        for kind, weights, intercept in zip(
            model.classes_, model.coef_, model.intercept_, strict=True
        )
    }
