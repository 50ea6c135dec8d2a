"""Trains the alarm: `python -m rag.routing.alarm_training`, after every change of the model.

Yes are the crisis examples; no are the clean ones and the example questions of the documents that
the patterns let pass. Logistic regression by Newton's method: a few thousand short vectors need no
more. The threshold comes from questions that the fold's model has not seen.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from corpus.document_file import read_file
from ingest.embedding import Embedder
from rag.language import detect
from rag.privacy import mask
from rag.routing.alarm import WEIGHTS
from rag.routing.route import CrisisKind, route

Matrix = NDArray[np.float64]

_RIDGE = 0.1
_WEIGHT_OF_YES = 3.0
_FOLDS = 5
_SEED = 20261123
# The most false alarms allowed: among questions of the documents, and among the frightening ones.
_MAX_FALSE = 0.003
_MAX_FALSE_HARD = 0.05


def main() -> None:
    """Train with the bundled model and write the weights into the package."""
    from ingest.embedding_st import load_embedder

    data = train(load_embedder("bundled", threads=1))
    path = Path(str(files("rag.routing").joinpath(WEIGHTS)))
    path.write_text(json.dumps(data) + "\n", encoding="utf-8")
    print(f"written: rag/routing/{WEIGHTS}")


def train(embedder: Embedder) -> dict[str, Any]:
    """The weights for the vectors of `embedder`, as they are stored."""
    yes = list(_crisis())
    hard = [*_yaml("clean.yaml"), *_yaml("near.yaml")["harmless"]]
    plain = list(_document_questions())
    texts = [text for _, text in yes] + hard + plain
    vectors = np.array(embedder.embed_queries([mask(text).text for text in texts]))
    is_crisis = np.arange(len(texts)) < len(yes)
    is_hard = ~is_crisis & (np.arange(len(texts)) < len(yes) + len(hard))
    threshold = _threshold(vectors, is_crisis, is_hard)
    crisis = vectors[: len(yes)]
    kinds = np.array([kind for kind, _ in yes])
    return {
        "model": embedder.name,
        "threshold": round(threshold, 3),
        "crisis": _stored(*_fit(vectors, is_crisis)),
        "kinds": {kind.value: _stored(*_fit(crisis, kinds == kind.value)) for kind in CrisisKind},
        "trained_on": {"crisis": len(yes), "hard": len(hard), "documents": len(plain)},
    }


def _threshold(vectors: Matrix, is_crisis: NDArray[np.bool_], is_hard: NDArray[np.bool_]) -> float:
    """The lowest log-odds at which false alarms stay within bounds on unseen questions."""
    fold = np.random.default_rng(_SEED).permutation(len(vectors)) % _FOLDS
    odds = np.zeros(len(vectors))
    for number in range(_FOLDS):
        weights, intercept = _fit(vectors[fold != number], is_crisis[fold != number])
        odds[fold == number] = vectors[fold == number] @ weights + intercept
    plain = ~is_crisis & ~is_hard
    threshold = max(
        float(np.quantile(odds[plain], 1 - _MAX_FALSE)),
        float(np.quantile(odds[is_hard], 1 - _MAX_FALSE_HARD)),
    )
    for name, chosen in (("crisis", is_crisis), ("hard", is_hard), ("documents", plain)):
        share = float(np.mean(odds[chosen] >= threshold))
        print(f"{name:10s} alarm {share:.3f} of {int(chosen.sum())}, unseen")
    return threshold


def _fit(vectors: Matrix, labels: NDArray[np.bool_]) -> tuple[Matrix, float]:
    """Ridge-penalised logistic regression: weights and intercept for uncentred vectors."""
    mean = vectors.mean(axis=0)
    rows = np.hstack([vectors - mean, np.ones((len(vectors), 1))])
    penalty = np.full(rows.shape[1], _RIDGE)
    penalty[-1] = 1e-6
    importance = np.where(labels, _WEIGHT_OF_YES, 1.0)
    beta = np.zeros(rows.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-np.clip(rows @ beta, -30, 30)))
        gradient = rows.T @ (importance * (chance - labels)) + penalty * beta
        curvature = importance * np.maximum(chance * (1 - chance), 1e-6)
        step = np.linalg.solve((rows * curvature[:, None]).T @ rows + np.diag(penalty), gradient)
        beta -= step
        if float(np.abs(step).max()) < 1e-6:
            break
    return beta[:-1], float(beta[-1] - mean @ beta[:-1])


def _stored(weights: Matrix, intercept: float) -> dict[str, Any]:
    return {"weights": [round(float(w), 3) for w in weights], "intercept": round(intercept, 4)}


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
    for path in sorted(Path(str(files("corpus").joinpath("documents"))).rglob("*.md")):
        for question in read_file(path).questions:
            if route(question.text, detect(question.text)) is None:
                yield question.text


if __name__ == "__main__":
    main()
