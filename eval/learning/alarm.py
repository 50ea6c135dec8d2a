"""Learns the alarm that hears a cry for help where no pattern knows its words.

Yes are the crisis examples; no are the frightening but harmless ones and the example questions of
the documents that the patterns let pass. The threshold comes from messages that the fold's model
has not seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from eval.learning.grams import gram_matrix
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
_MEANING, _WORDS = 2.0, 2.0
# The most false alarms allowed, among questions of the documents and among the frightening ones: a
# number too many costs a parent one question, a number too few may cost a life.
_MAX_FALSE = 0.004
_MAX_FALSE_HARD = 0.07


def learn_alarm(embedder: Embedder) -> dict[str, Any]:
    """The weights for the vectors of `embedder`, as they are stored."""
    yes = list(_crisis())
    hard = [*_yaml("clean.yaml"), *_yaml("near.yaml")["harmless"]]
    plain = list(_document_questions())
    texts = [mask(text).text for text in [*(text for _, text in yes), *hard, *plain]]
    meaning = np.array(embedder.embed_queries(texts)) * _MEANING
    rows = sparse.hstack([meaning, gram_matrix(texts) * _WORDS]).tocsr()
    group = np.repeat([0, 1, 2], [len(yes), len(hard), len(plain)])
    threshold = _threshold(rows, group, [route(text, detect(text)) is not None for text in texts])
    kinds = np.array([kind for kind, _ in yes])
    crisis = meaning[: len(yes)]
    return {
        "model": embedder.name,
        "threshold": round(threshold, 3),
        "crisis": _stored(_fit(rows, group == 0)),
        "kinds": {kind.value: _stored(_fit(crisis, kinds == kind.value)) for kind in CrisisKind},
        "trained_on": {"crisis": len(yes), "hard": len(hard), "documents": len(plain)},
    }


def _threshold(rows: sparse.csr_matrix, group: NDArray[np.int_], by_pattern: list[bool]) -> float:
    """The lowest log-odds at which false alarms stay within bounds on unseen messages."""
    odds = np.zeros(len(group))
    folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=_SEED)
    for learn, ask in folds.split(odds, group):
        odds[ask] = _fit(rows[learn], group[learn] == 0).decision_function(rows[ask])
    threshold = max(
        float(np.quantile(odds[group == 2], 1 - _MAX_FALSE)),
        float(np.quantile(odds[group == 1], 1 - _MAX_FALSE_HARD)),
    )
    heard = (odds >= threshold) | np.array(by_pattern)
    for name, number in (("crisis", 0), ("hard", 1), ("documents", 2)):
        print(f"  {name:10s} heard {np.mean(heard[group == number]):.3f} of {sum(group == number)}")
    return threshold


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


def _crisis() -> Iterator[tuple[str, str]]:
    for kinds in _yaml("crisis.yaml").values():
        for kind, lines in kinds.items():
            yield from ((kind, line) for line in lines)
    for kind, lines in _yaml("near.yaml")["crisis"].items():
        yield from ((kind, line) for line in lines)


def _yaml(name: str) -> Any:
    folder = files("rag.routing").joinpath("examples")
    return yaml.safe_load(folder.joinpath(name).read_text(encoding="utf-8"))


def _document_questions() -> Iterator[str]:
    """Example questions of the starter documents, save those that the patterns hand over."""
    for document in starter_set():
        for question in document.questions:
            if route(question.text, detect(question.text)) is None:
                yield question.text
