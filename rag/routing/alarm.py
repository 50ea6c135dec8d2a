"""Hears a cry for help by its meaning, where `route` knows none of its words.

It looks at the vector that retrieval makes anyway, so it comes after `route` and costs no time.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from rag.answer import Status
from rag.routing.route import CrisisKind, Route

WEIGHTS = "alarm.json"


@dataclass(frozen=True, slots=True)
class Head:
    """One logistic unit over a question's vector."""

    weights: tuple[float, ...]
    intercept: float

    def log_odds(self, vector: Sequence[float]) -> float:
        """Above 0 means yes. Raises ValueError for a vector of another length."""
        return self.intercept + sum(w * v for w, v in zip(self.weights, vector, strict=True))


@dataclass(frozen=True, slots=True)
class Alarm:
    """Learned by `python -m rag.routing.alarm_training`; holds for the embedder `model` alone."""

    model: str
    threshold: float
    crisis: Head
    kinds: Mapping[CrisisKind, Head]

    def route(self, vector: Sequence[float], model: str) -> Route | None:
        """The hand-over for a question with this `vector`, or None.

        None too for the vectors of another embedder than the alarm was trained with: then only the
        patterns of `route` are on watch.
        """
        if model != self.model or self.crisis.log_odds(vector) < self.threshold:
            return None
        kind = max(self.kinds, key=lambda each: self.kinds[each].log_odds(vector))
        return Route(Status.HANDOVER_CRISIS, kind.value, kind)


@cache
def alarm() -> Alarm:
    """The alarm of the package."""
    data = json.loads(files("rag.routing").joinpath(WEIGHTS).read_text(encoding="utf-8"))

    def head(entry: Mapping[str, object]) -> Head:
        weights, intercept = entry["weights"], entry["intercept"]
        assert isinstance(weights, list)
        assert isinstance(intercept, float)
        return Head(tuple(weights), intercept)

    return Alarm(
        model=data["model"],
        threshold=data["threshold"],
        crisis=head(data["crisis"]),
        kinds={CrisisKind(kind): head(entry) for kind, entry in data["kinds"].items()},
    )
