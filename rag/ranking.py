"""One order out of three ranked lists: a weighted sum whose weights were learned, not guessed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from uuid import UUID

from ingest.index.port import Hit, Hits
from ingest.passage import Passage


@dataclass(frozen=True, slots=True)
class Scores:
    """What each retriever gave a passage: two cosines, and BM25 per unit of query weight.

    A dense retriever that did not return the passage counts as the lowest score that it did return;
    a passage that shares no term has 0.
    """

    passage: float
    question: float
    terms: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that was found, its scores, and their weighted sum."""

    passage: Passage
    scores: Scores
    rank_score: float


@dataclass(frozen=True, slots=True)
class RankingWeights:
    """The weights of the sum, learned by `python -m eval.training` from judged questions."""

    passage: float
    question: float
    terms: float

    @staticmethod
    def load() -> RankingWeights:
        """The weights that ship with the program."""
        text = files("rag").joinpath("weights/ranking.json").read_text(encoding="utf-8")
        values = json.loads(text)["weights"]
        return RankingWeights(values["passage"], values["question"], values["terms"])

    def score(self, scores: Scores) -> float:
        return (
            self.passage * scores.passage
            + self.question * scores.question
            + self.terms * scores.terms
        )


def rank(hits: Hits, query_weight: float, weights: RankingWeights) -> tuple[Candidate, ...]:
    """All passages that any retriever found, best first; ties by id, so that order is stable.

    `query_weight` is the sum of the query's term weights: it makes BM25 of long and short questions
    comparable.
    """
    passages = {
        hit.passage.id: hit.passage for hit in (*hits.passage, *hits.questions, *hits.terms)
    }
    by_passage, low_passage = _scores(hits.passage)
    by_question, low_question = _scores(hits.questions)
    by_terms, _unused = _scores(hits.terms)
    candidates = []
    for id_, passage in passages.items():
        scores = Scores(
            passage=by_passage.get(id_, low_passage),
            question=by_question.get(id_, low_question),
            terms=by_terms.get(id_, 0.0) / max(query_weight, 1.0),
        )
        candidates.append(Candidate(passage, scores, weights.score(scores)))
    return tuple(sorted(candidates, key=lambda c: (-c.rank_score, c.passage.id)))


def _scores(hits: Sequence[Hit]) -> tuple[Mapping[UUID, float], float]:
    return {hit.passage.id: hit.score for hit in hits}, hits[-1].score if hits else 0.0
