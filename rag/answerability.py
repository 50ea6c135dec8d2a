"""Do these passages answer this question? A calibrated probability from many weak signals.

A threshold on one similarity can't tell: near misses use the corpus's own words, and cosines crowd
together. So a logistic model weighs scores, their distance from the rest, agreement and coverage.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from statistics import fmean, pstdev

from ingest.lexical.terms import content_stems
from ingest.passage import Passage
from rag.ranking import Candidate
from rag.retrieval import Retrieval

_FIELD = 20

FEATURES = (
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


@dataclass(frozen=True, slots=True)
class AnswerabilityModel:
    """Coefficients for standardised features, learned by `python -m eval.training`."""

    mean: tuple[float, ...]
    scale: tuple[float, ...]
    coefficients: tuple[float, ...]
    intercept: float
    threshold: float

    @staticmethod
    def load() -> AnswerabilityModel:
        """The coefficients that ship with the program. Raises ValueError where they don't fit."""
        text = files("rag").joinpath("weights/answerability.json").read_text(encoding="utf-8")
        stored = json.loads(text)
        if tuple(stored["features"]) != FEATURES:
            raise ValueError("answerability.json was trained on other features")
        return AnswerabilityModel(
            tuple(stored["mean"]),
            tuple(stored["scale"]),
            tuple(stored["coefficients"]),
            stored["intercept"],
            stored["threshold"],
        )

    def judge(self, retrieval: Retrieval, language: str) -> Verdict:
        """The verdict on a retrieval; one that found nothing is never answerable."""
        if not retrieval.candidates:
            return Verdict(0.0, False, ())
        values = features(retrieval, language)
        total = self.intercept + sum(
            weight * (value - mean) / scale
            for value, mean, scale, weight in zip(
                values, self.mean, self.scale, self.coefficients, strict=True
            )
        )
        probability = 1 / (1 + math.exp(-total))
        return Verdict(
            probability,
            probability >= self.threshold,
            tuple(zip(FEATURES, values, strict=True)),
        )


def features(retrieval: Retrieval, language: str) -> tuple[float, ...]:
    """The values of FEATURES for a retrieval with at least one candidate."""
    field = retrieval.candidates[:_FIELD]
    first = field[0]
    passage = [candidate.scores.passage for candidate in field]
    question = [candidate.scores.question for candidate in field]
    stems = content_stems(retrieval.text)
    return (
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
