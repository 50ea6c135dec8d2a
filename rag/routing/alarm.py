"""Hears a cry for help by its meaning and words, where `route` knows none of its patterns.

It looks at the vector that retrieval makes anyway, so it comes after `route` and costs no time.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from rag.answer import Status
from rag.grams import gram_values
from rag.linear import dot
from rag.routing.route import CrisisKind, Route

WEIGHTS = "alarm.json"


@dataclass(frozen=True, slots=True)
class Head:
    """One logistic unit over a question's vector and, where it has `grams`, its words."""

    vector: tuple[float, ...]
    intercept: float
    grams: tuple[float, ...] = ()

    def log_odds(self, text: str, vector: Sequence[float]) -> float:
        """Above 0 means yes. Raises ValueError for a vector of another length."""
        odds = self.intercept + dot(self.vector, vector)
        if self.grams:
            odds += sum(self.grams[at] * value for at, value in gram_values(text).items())
        return odds


@dataclass(frozen=True, slots=True)
class Heard:
    """A `route` where it is surely a cry for help; a `concern` where it may be one; `objects` where
    it is surely none, whatever pattern took it for one."""

    route: Route | None = None
    concern: CrisisKind | None = None
    objects: bool = False


@dataclass(frozen=True, slots=True)
class Alarm:
    """Learned by `python -m eval.training`; holds for the embedder `model` alone.

    From `threshold` on it rings; from `concern` on a question is answered, with help named beside.
    Below `objection` it is sure that a message only holds frightening words.
    """

    model: str
    threshold: float
    concern: float
    objection: float
    crisis: Head
    kinds: Mapping[CrisisKind, Head]

    def listen(self, text: str, vector: Sequence[float], model: str) -> Heard:
        """What a question with this `vector` sounds like.

        Nothing for the vectors of another embedder than the alarm was trained with: then only the
        patterns of `route` are on watch.
        """
        if model != self.model:
            return Heard()
        odds = self.crisis.log_odds(text, vector)
        if odds < self.concern:
            return Heard(objects=odds < self.objection)
        kind = max(self.kinds, key=lambda each: self.kinds[each].log_odds(text, vector))
        if odds < self.threshold:
            return Heard(concern=kind)
        return Heard(Route(Status.HANDOVER_CRISIS, kind.value, kind))


@cache
def alarm() -> Alarm:
    """The alarm of the package."""
    data = json.loads(files("rag.routing").joinpath(WEIGHTS).read_text(encoding="utf-8"))
    return Alarm(
        model=data["model"],
        threshold=data["threshold"],
        concern=data["concern"],
        objection=data["objection"],
        crisis=_head(data["crisis"]),
        kinds={CrisisKind(kind): _head(entry) for kind, entry in data["kinds"].items()},
    )


def _head(entry: Mapping[str, Any]) -> Head:
    return Head(tuple(entry["vector"]), float(entry["intercept"]), tuple(entry["grams"]))
