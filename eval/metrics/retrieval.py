"""How well passages are found: whether a right one comes, and how early."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence

from eval.metrics.case import Case
from eval.metrics.figure import Figure, mean, share
from eval.records import Found

_DEEP = 10
Right = Callable[[Case, Found], bool]


def retrieval_figures(inside: Sequence[Case]) -> Iterator[Figure]:
    """Figures over in-scope questions for which passages were looked for.

    By topic: a passage on a right topic. By facts: one that also holds every fact of a right
    answer, over the questions that name such facts.
    """
    asked = [case for case in inside if case.record.found]
    named = [case for case in asked if case.judged.must]
    kinds: tuple[tuple[str, Sequence[Case], Right], ...] = (
        ("topic", asked, Case.relevant),
        ("facts", named, Case.holds_answer),
    )
    for name, group, right in kinds:
        for k in (1, 5, 10):
            yield share(
                f"retrieval, {name}: recall@{k}", (first(case, right) <= k for case in group)
            )
        yield mean(f"retrieval, {name}: MRR", (reciprocal(case, right) for case in group))
        yield mean(f"retrieval, {name}: nDCG@10", (_ndcg(case, right) for case in group))


def first(case: Case, right: Right) -> float:
    """The rank of the first right passage, from 1; infinite where there is none."""
    ranks = (rank for rank, found in enumerate(case.record.found, 1) if right(case, found))
    return next(ranks, math.inf)


def reciprocal(case: Case, right: Right) -> float:
    """One divided by the rank of the first right passage; 0 where there is none."""
    return 1 / first(case, right)


def _ndcg(case: Case, right: Right) -> float:
    """Normalised by the best order of what was found; right passages that were not are unknown."""
    gains = [right(case, found) for found in case.record.found]
    best = sum(1 / math.log2(rank + 1) for rank in range(1, min(sum(gains), _DEEP) + 1))
    got = sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains[:_DEEP], 1))
    return got / best if best else 0.0
