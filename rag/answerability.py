"""Do these passages answer this question? A calibrated probability from two judgements.

A threshold on one similarity can't tell: near misses use the corpus's own words, and cosines crowd
together. So one model judges the kind of question, and a second weighs that with the evidence of
what was found and the clues in the wording.
"""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from importlib.resources import files

from rag.clues import CLUES, TELLING
from rag.evidence import EVIDENCE, evidence
from rag.refusal import Refusal, RefusalModel
from rag.retrieval import Retrieval
from rag.scope import ScopeModel

_SURE = 0.9
# The log-odds of a question that is plainly of a kind that documents answer.
_PLAIN = 2.0

FEATURES = ("in_scope", *EVIDENCE, *CLUES)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The probability that the question is answered by what was found, and what it rests on.

    For one that isn't, `refusal` says of what kind it is, and `on_subject` whether what was found
    would answer it if only it were a kind of question that documents answer.
    """

    probability: float
    answerable: bool
    features: tuple[tuple[str, float], ...]
    refusal: Refusal = Refusal.UNKNOWN
    on_subject: bool = False


@dataclass(frozen=True, slots=True)
class AnswerabilityModel:
    """Coefficients for standardised features, learned by `python -m eval.training`."""

    scope: ScopeModel
    refusals: RefusalModel
    mean: tuple[float, ...]
    scale: tuple[float, ...]
    coefficients: tuple[float, ...]
    intercept: float
    threshold: float

    @staticmethod
    def load() -> AnswerabilityModel:
        """The coefficients that ship with the program. Raises ValueError where they don't fit."""
        text = files("rag").joinpath("weights/answerability.json").read_text(encoding="utf-8")
        return AnswerabilityModel.from_json(text)

    @staticmethod
    def from_json(text: str) -> AnswerabilityModel:
        """What training wrote. Raises ValueError where it doesn't fit FEATURES."""
        stored = json.loads(text)
        if tuple(stored["features"]) != FEATURES:
            raise ValueError("answerability.json was trained on other features")
        names = ("mean", "scale", "coefficients")
        mean, scale, coefficients = (tuple(stored[name]) for name in names)
        if {len(mean), len(scale), len(coefficients)} != {len(FEATURES)} or min(scale) <= 0:
            raise ValueError("answerability.json is incomplete")
        return AnswerabilityModel(
            ScopeModel.from_json(stored["scope"]),
            RefusalModel.from_json(stored["refusals"]),
            mean,
            scale,
            coefficients,
            stored["intercept"],
            stored["threshold"],
        )

    def judge(self, retrieval: Retrieval, language: str, clues: Collection[str]) -> Verdict:
        """The verdict on a retrieval; one that found nothing is never answerable."""
        if not retrieval.candidates:
            return Verdict(0.0, False, ())
        kind = self.scope.log_odds(retrieval, language, clues)
        values = features(retrieval, language, clues, kind)
        probability = self._probability(values)
        named = tuple(zip(FEATURES, values, strict=True))
        if probability >= needed(self.threshold, clues):
            return Verdict(probability, True, named)
        # Of a kind that documents answer, then: only nobody wrote it yet.
        unwritten = retrieval.model != self.scope.model or kind > 0
        refusal = Refusal.UNKNOWN if unwritten else self.refusals.likeliest(retrieval.vector, clues)
        general = self._probability(features(retrieval, language, (), max(kind, _PLAIN)))
        return Verdict(probability, False, named, refusal, general >= self.threshold)

    def _probability(self, values: Sequence[float]) -> float:
        total = self.intercept + sum(
            weight * (value - mean) / scale
            for value, mean, scale, weight in zip(
                values, self.mean, self.scale, self.coefficients, strict=True
            )
        )
        # This form of the logistic function can't overflow.
        return (1 + math.tanh(total / 2)) / 2


def needed(threshold: float, clues: Collection[str]) -> float:
    """The probability from which to answer: more where the wording asks what no document says."""
    return max(threshold, _SURE) if not set(TELLING).isdisjoint(clues) else threshold


def features(
    retrieval: Retrieval, language: str, clues: Collection[str], in_scope: float
) -> tuple[float, ...]:
    """The values of FEATURES for a retrieval that found something; `in_scope` as log-odds."""
    given = (float(clue in clues) for clue in CLUES)
    return (in_scope, *evidence(retrieval, language), *given)
