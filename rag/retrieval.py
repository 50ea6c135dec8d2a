"""Finds passages for a question: embeds it once and asks the three retrievers together."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.embedding import Embedder
from ingest.index.port import PassageIndex, Query, SearchFilter, Vector
from ingest.lexical.spelling import respelled
from ingest.lexical.terms import query_terms
from rag.ranking import Candidate, Ranking, rank
from rag.stopwatch import Stopwatch

DEPTH = 40


@dataclass(frozen=True, slots=True)
class Retrieval:
    """The passages found for `text`, best first. Nothing is cut off: the judgement looks at all.

    `vector` is that of the question by the embedder `model`.
    """

    text: str
    vector: Vector
    model: str
    candidates: tuple[Candidate, ...]


class Retriever:
    """Hybrid retrieval; safe to use from several threads."""

    def __init__(self, index: PassageIndex, embedder: Embedder, ranking: Ranking) -> None:
        self._index = index
        self._embedder = embedder
        self._ranking = ranking

    @property
    def model(self) -> str:
        """The name of the embedder."""
        return self._embedder.name

    def retrieve(
        self, text: str, where: SearchFilter, language: str, watch: Stopwatch
    ) -> Retrieval:
        """The ranked passages that pass `where`, for a question in that language (ISO 639-1).

        Misspelled Dutch words are searched for as they were meant. Raises IndexUnavailable.
        """
        with watch.lap("embed"):
            meant = respelled(text) if language == "nl" else text
            dense = self._embedder.embed_query(meant)
            terms = query_terms(meant)
        with watch.lap("search"):
            hits = self._index.search(Query(dense, terms), where, DEPTH)
        with watch.lap("rank"):
            weights = self._ranking.for_language(language)
            ranked = rank(hits, sum(terms.values), weights)
            return Retrieval(text, dense, self._embedder.name, ranked)
