"""A figure: a mean with how many it is of, and the interval that holds it with 95 % certainty."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

_Z = 1.959964
_DRAWS = 2_000
_SEED = 20261123


@dataclass(frozen=True, slots=True)
class Figure:
    """A mean over `whole` cases, between `low` and `high` with 95 % certainty."""

    name: str
    value: float
    low: float
    high: float
    whole: int

    def __str__(self) -> str:
        if not self.whole:
            return f"{self.name:52s}      -"
        return (
            f"{self.name:52s} {self.value:6.3f}  [{self.low:.3f}, {self.high:.3f}]  n={self.whole}"
        )


def share(name: str, holds: Iterable[bool]) -> Figure:
    """A share with its Wilson interval, which stays honest near 0 and 1 and for few cases."""
    cases = list(holds)
    whole, part = len(cases), sum(cases)
    if not whole:
        return Figure(name, math.nan, math.nan, math.nan, 0)
    rate = part / whole
    centre = (rate + _Z**2 / (2 * whole)) / (1 + _Z**2 / whole)
    half = _Z / (1 + _Z**2 / whole) * math.sqrt(rate * (1 - rate) / whole + (_Z / whole) ** 2 / 4)
    # Rounding must not put the ends on the wrong side of the share itself.
    low, high = min(rate, max(0.0, centre - half)), max(rate, min(1.0, centre + half))
    return Figure(name, rate, low, high, whole)


def mean(name: str, values: Iterable[float]) -> Figure:
    """A mean with its bootstrap interval (percentiles of 2,000 draws, the same every time)."""
    cases = np.array(list(values), dtype=float)
    if not len(cases):
        return Figure(name, math.nan, math.nan, math.nan, 0)
    draw = np.random.default_rng(_SEED)
    means = cases[draw.integers(0, len(cases), (_DRAWS, len(cases)))].mean(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return Figure(name, float(cases.mean()), float(low), float(high), len(cases))


def difference(name: str, ours: Iterable[float], theirs: Iterable[float]) -> Figure:
    """The mean of ours minus theirs, case by case, with its paired bootstrap interval."""
    return mean(name, (a - b for a, b in zip(ours, theirs, strict=True)))
