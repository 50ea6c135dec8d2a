"""One order out of three ranked lists: a weighted sum whose weights were learned, not guessed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from statistics import fmean, pstdev
from uuid import UUID

from ingest.index.port import Hit, Hits
from ingest.passage import Passage

_NEIGHBOURS = 2
# With fewer scores a mean and a spread say nothing.
_ENOUGH = 5


@dataclass(frozen=True, slots=True)
class Scores:
    """What each retriever gave a passage: three cosines (with its text, with its nearest example
    question, with the centre of these), and BM25 per unit of query weight.

    A dense retriever that did not return the passage counts as the lowest score that it did return,
    and for a passage without example questions the other one speaks; who shares no term has 0.
    """

    passage: float
    question: float
    centre: float
    terms: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that was found, its scores, how well its document was found beside it, and the
    weighted sum of these. `support` is 0 at best and falls with distance from the best passage."""

    passage: Passage
    scores: Scores
    rank_score: float
    support: float = 0.0


@dataclass(frozen=True, slots=True)
class RankingWeights:
    """The weights of the sum, learned by `python -m eval.training` from judged questions."""

    passage: float
    question: float
    centre: float
    terms: float
    support: float = 0.0

    def score(self, scores: Scores) -> float:
        """The weighted sum of what the retrievers gave a passage by itself."""
        return (
            self.passage * scores.passage
            + self.question * scores.question
            + self.centre * scores.centre
            + self.terms * scores.terms
        )


@dataclass(frozen=True, slots=True)
class Ranking:
    """Weights for Dutch questions, and for others, which share hardly a term with a passage."""

    dutch: RankingWeights
    other: RankingWeights

    @staticmethod
    def load() -> Ranking:
        """The weights that ship with the program."""
        text = files("rag").joinpath("weights/ranking.json").read_text(encoding="utf-8")
        stored = json.loads(text)["weights"]
        return Ranking(RankingWeights(**stored["dutch"]), RankingWeights(**stored["other"]))

    def for_language(self, language: str) -> RankingWeights:
        """The weights for a question in that language (ISO 639-1)."""
        return self.dutch if language == "nl" else self.other


def rank(hits: Hits, query_weight: float, weights: RankingWeights) -> tuple[Candidate, ...]:
    """All passages that any retriever found, best first; ties by id, so that order is stable.

    `query_weight` is the sum of the query's term weights: it makes BM25 of long and short questions
    comparable.
    """
    lists = (hits.passage, hits.questions, hits.centres, hits.terms)
    passages = {hit.passage.id: hit.passage for found in lists for hit in found}
    by_passage, low_passage = _scores(hits.passage)
    by_question, low_question = _scores(hits.questions)
    by_centre, low_centre = _scores(hits.centres)
    by_terms, _unused = _scores(hits.terms)

    def asked(id_: UUID, passage: Passage, by: Mapping[UUID, float], low: float) -> float:
        if passage.questions or id_ in by:
            return by.get(id_, low)
        return _unasked(by_passage.get(id_, low_passage), by_passage, by)

    found = [
        (
            passage,
            Scores(
                passage=by_passage.get(id_, low_passage),
                question=asked(id_, passage, by_question, low_question),
                centre=asked(id_, passage, by_centre, low_centre),
                terms=by_terms.get(id_, 0.0) / max(query_weight, 1.0),
            ),
        )
        for id_, passage in passages.items()
    ]
    return order(found, weights)


def _unasked(
    own: float, by_passage: Mapping[UUID, float], by_question: Mapping[UUID, float]
) -> float:
    """The question score of a passage that has no example questions: as far out among the question
    scores as the passage lies among the passage scores. A new document must not lose for what
    nobody has written yet."""
    if not by_question:
        return own
    if len(by_passage) < _ENOUGH or len(by_question) < _ENOUGH:
        return min(by_question.values())
    spread = pstdev(by_passage.values())
    out = (own - fmean(by_passage.values())) / spread if spread else 0.0
    return fmean(by_question.values()) + out * pstdev(by_question.values())


def order(
    found: Sequence[tuple[Passage, Scores]], weights: RankingWeights
) -> tuple[Candidate, ...]:
    """Candidates, best first: each by its own scores and by the support of its document."""
    alone = [weights.score(scores) for _passage, scores in found]
    supports = _supports([passage.document_id for passage, _scores in found], alone)
    candidates = (
        Candidate(passage, scores, own + weights.support * support, support)
        for (passage, scores), own, support in zip(found, alone, supports, strict=True)
    )
    return tuple(sorted(candidates, key=lambda c: (-c.rank_score, c.passage.id)))


def _supports(documents: Sequence[str], alone: Sequence[float]) -> list[float]:
    """How far the two best other passages of the same document lie, on average, below the best of
    all. A question is about one subject: a passage that is found without its neighbours is more
    often found by accident. With fewer than two others, which may be all that the document has, it
    counts as having average company."""
    if not alone:
        return []
    best, usual = max(alone), fmean(alone)
    together: dict[str, list[float]] = {}
    for document, own in zip(documents, alone, strict=True):
        together.setdefault(document, []).append(own)
    supports = []
    for document, own in zip(documents, alone, strict=True):
        others = sorted(together[document], reverse=True)
        others.remove(own)
        beside = fmean(others[:_NEIGHBOURS]) if len(others) >= _NEIGHBOURS else usual
        supports.append(beside - best)
    return supports


def _scores(hits: Sequence[Hit]) -> tuple[Mapping[UUID, float], float]:
    return {hit.passage.id: hit.score for hit in hits}, hits[-1].score if hits else 0.0
