"""Is a question of a kind that documents can answer? Judged by its meaning, words and clues.

Near misses use the documents' own words, so what was found can't tell: this looks at the question.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from rag.clues import CLUES
from rag.grams import BUCKETS, gram_values
from rag.linear import dot
from rag.retrieval import Retrieval


@dataclass(frozen=True, slots=True)
class ScopeModel:
    """Two logistic units, learned by `python -m eval.training`: one for Dutch, and one that looks
    at the meaning alone, because the words of other languages were hardly ever seen.

    The weights hold for the vectors of the embedder `model` alone. `grams` has a weight for each
    bucket of words and pairs of words, `clues` one for each of CLUES.
    """

    model: str
    vector: tuple[float, ...]
    grams: tuple[float, ...]
    clues: tuple[float, ...]
    intercept: float
    other_vector: tuple[float, ...]
    other_intercept: float

    @staticmethod
    def from_json(stored: Mapping[str, Any]) -> ScopeModel:
        """What training wrote. Raises ValueError where it does not fit."""
        grams, clues = tuple(stored["grams"]), tuple(stored["clues"])
        if (len(grams), len(clues)) != (BUCKETS, len(CLUES)):
            raise ValueError("the scope model was trained on other words or clues")
        return ScopeModel(
            stored["model"],
            tuple(stored["vector"]),
            grams,
            clues,
            stored["intercept"],
            tuple(stored["other_vector"]),
            stored["other_intercept"],
        )

    def log_odds(self, retrieval: Retrieval, language: str, clues: Collection[str]) -> float:
        """The log-odds of being answerable by kind; 0, which says nothing, for another embedder."""
        vector = retrieval.vector
        if retrieval.model != self.model:
            return 0.0
        if language != "nl":
            return self.other_intercept + dot(self.other_vector, vector)
        by_words = sum(
            self.grams[bucket] * value for bucket, value in gram_values(retrieval.text).items()
        )
        by_clues = dot(self.clues, (float(clue in clues) for clue in CLUES))
        return self.intercept + dot(self.vector, vector) + by_words + by_clues
