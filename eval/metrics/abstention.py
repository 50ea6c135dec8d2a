"""How well the service knows what it does not know."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from sklearn.metrics import roc_auc_score

from eval.metrics.case import Case
from eval.metrics.figure import Figure, share

_SEED = 20261123
_DRAWS = 500
_BINS = 10


def abstention_figures(every: Sequence[Case]) -> Iterator[Figure]:
    """False answers by kind, and AUROC of the probability over all questions of the set."""
    outside = [case for case in every if not case.judged.answerable]
    misses = [case for case in outside if case.judged.kind.startswith("near_miss")]
    others = [case for case in outside if case not in misses]
    yield share("off topic: falsely answered", (case.record.answered for case in others))
    yield share("near miss: falsely answered", (case.record.answered for case in misses))
    if len({case.judged.answerable for case in every}) == 2:
        yield _auroc("answerable or not: AUROC", every)
        yield _auroc("answerable or near miss: AUROC", [c for c in every if c not in others])


def by_kind(every: Sequence[Case]) -> Iterator[Figure]:
    """False answers for each kind of question that has no answer."""
    for kind in sorted({case.judged.kind for case in every if not case.judged.answerable}):
        group = [case for case in every if case.judged.kind == kind and not case.judged.answerable]
        yield share(f"  {kind}", (case.record.answered for case in group))


def risk_coverage(every: Sequence[Case]) -> Sequence[tuple[float, float]]:
    """Points (coverage, risk): the share of all questions answered at a threshold, and the share
    of those that should not have been, or were found on a wrong topic."""
    ranked = sorted(every, key=lambda case: -case.record.probability)
    wrong = [not (case.judged.answerable and _found_right(case)) for case in ranked]
    total = np.cumsum(wrong)
    steps = range(len(ranked) // 10, len(ranked) + 1, max(len(ranked) // 10, 1))
    return [(n / len(ranked), float(total[n - 1]) / n) for n in steps]


def reliability(every: Sequence[Case]) -> Sequence[tuple[float, float, int]]:
    """For each tenth of the probabilities: their mean, the share that was right, and how many."""
    rows = []
    for number in range(_BINS):
        low, high = number / _BINS, (number + 1) / _BINS
        group = [case for case in every if low <= case.record.probability < high + (number == 9)]
        if group:
            said = float(np.mean([case.record.probability for case in group]))
            right = float(
                np.mean([case.judged.answerable and _found_right(case) for case in group])
            )
            rows.append((said, right, len(group)))
    return rows


def _found_right(case: Case) -> bool:
    return bool(case.record.found) and case.relevant(case.record.found[0])


def _auroc(name: str, group: Sequence[Case]) -> Figure:
    labels = np.array([case.judged.answerable for case in group])
    scores = np.array([case.record.probability for case in group])
    draw = np.random.default_rng(_SEED)
    drawn = []
    for _ in range(_DRAWS):
        at = draw.integers(0, len(group), len(group))
        if labels[at].any() and not labels[at].all():
            drawn.append(roc_auc_score(labels[at], scores[at]))
    low, high = np.percentile(drawn, [2.5, 97.5])
    value = float(roc_auc_score(labels, scores))
    return Figure(name, value, float(low), float(high), len(group))
