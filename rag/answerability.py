"""Do these passages answer this question? A calibrated probability from many weak signals.

A threshold on one similarity can't tell: near misses use the corpus's own words, and cosines crowd
together. So a logistic model weighs scores, their distance from the rest, agreement and coverage,
and beside them what kind of question it is: another country, a prediction, one's own case.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from statistics import fmean, pstdev

from ingest.index.port import Vector
from ingest.lexical.terms import content_stems
from ingest.passage import Passage
from rag.ranking import Candidate
from rag.retrieval import Retrieval
from rag.signs import signs

_FIELD = 20
_SURE = 0.9

FEATURES = (
    "in_scope",
    "passage_top",
    "passage_stands_out",
    "question_top",
    "question_stands_out",
    "terms_top",
    "rank_top",
    "rank_margin",
    "coverage_first",
    "coverage_three",
    "same_topic",
    "retrievers_agree",
    "content_words",
    "dutch",
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The probability that the question is answered by what was found, and what it rests on."""

    probability: float
    answerable: bool
    features: tuple[tuple[str, float], ...]
    signs: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ScopeModel:
    """Tells by a question's vector whether it is of a kind that documents can answer.

    The weights hold for the vectors of the embedder `model` alone.
    """

    model: str
    weights: tuple[float, ...]
    intercept: float

    def log_odds(self, vector: Vector, model: str) -> float:
        """The log-odds of being answerable by kind; 0, which says nothing, for another embedder."""
        if model != self.model:
            return 0.0
        return self.intercept + sum(w * v for w, v in zip(self.weights, vector, strict=True))


@dataclass(frozen=True, slots=True)
class AnswerabilityModel:
    """Coefficients for standardised features, learned by `python -m eval.training`."""

    scope: ScopeModel
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
        scope = stored["scope"]
        return AnswerabilityModel(
            ScopeModel(scope["model"], tuple(scope["weights"]), scope["intercept"]),
            mean,
            scale,
            coefficients,
            stored["intercept"],
            stored["threshold"],
        )

    def judge(self, retrieval: Retrieval, language: str) -> Verdict:
        """The verdict on a retrieval; one that found nothing is never answerable."""
        if not retrieval.candidates:
            return Verdict(0.0, False, ())
        kind = self.scope.log_odds(retrieval.vector, retrieval.model)
        values = features(retrieval, language, kind)
        total = self.intercept + sum(
            weight * (value - mean) / scale
            for value, mean, scale, weight in zip(
                values, self.mean, self.scale, self.coefficients, strict=True
            )
        )
        # This form of the logistic function can't overflow.
        probability = (1 + math.tanh(total / 2)) / 2
        found = signs(retrieval.text)
        return Verdict(
            probability,
            probability >= needed(self.threshold, found),
            tuple(zip(FEATURES, values, strict=True)),
            found,
        )


def needed(threshold: float, found: frozenset[str]) -> float:
    """The probability from which to answer: more where the wording asks what no document says."""
    return max(threshold, _SURE) if found else threshold


def features(retrieval: Retrieval, language: str, in_scope: float) -> tuple[float, ...]:
    """The values of FEATURES for a retrieval that found something; `in_scope` as log-odds."""
    field = retrieval.candidates[:_FIELD]
    first = field[0]
    passage = [candidate.scores.passage for candidate in field]
    question = [candidate.scores.question for candidate in field]
    stems = content_stems(retrieval.text)
    return (
        in_scope,
        max(passage),
        _stands_out(passage),
        max(question),
        _stands_out(question),
        first.scores.terms,
        first.rank_score,
        first.rank_score - fmean(c.rank_score for c in field[1:6]) if len(field) > 1 else 0.0,
        _coverage(stems, [first.passage]),
        _coverage(stems, [candidate.passage for candidate in field[:3]]),
        _same_topic(field),
        _agreement(field),
        math.log1p(len(stems)),
        1.0 if language == "nl" else 0.0,
    )


def _stands_out(scores: Sequence[float]) -> float:
    """How many standard deviations the best lies above the field."""
    spread = pstdev(scores)
    return (max(scores) - fmean(scores)) / spread if spread > 1e-9 else 0.0


def _coverage(stems: Sequence[str], passages: Sequence[Passage]) -> float:
    """The share of the question's content words that the passages or their examples hold."""
    if not stems:
        return 0.0
    held = {
        stem
        for passage in passages
        for stem in content_stems(
            " ".join((passage.title, passage.section, passage.text, *passage.questions))
        )
    }
    return sum(stem in held for stem in stems) / len(stems)


def _same_topic(field: Sequence[Candidate]) -> float:
    """The share of the next four that are about a topic of the first."""
    rest = field[1:5]
    about = set(field[0].passage.topics)
    return sum(bool(about & set(c.passage.topics)) for c in rest) / len(rest) if rest else 0.0


def _agreement(field: Sequence[Candidate]) -> float:
    """How many of the three retrievers put the first passage on top of this field, from 0 to 1."""
    first = field[0].scores
    return fmean(
        (
            first.passage >= max(c.scores.passage for c in field),
            first.question >= max(c.scores.question for c in field),
            first.terms >= max(c.scores.terms for c in field),
        )
    )
