"""The one sum that every learned judgement is made of."""

from __future__ import annotations

from collections.abc import Iterable


def dot(weights: Iterable[float], values: Iterable[float]) -> float:
    """The weighted sum of the values. Raises ValueError where their numbers differ."""
    return sum(w * v for w, v in zip(weights, values, strict=True))
