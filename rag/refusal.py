"""Why a question that is not answered isn't: judged by its meaning and the clues in its wording."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from rag.clues import CLUES
from rag.linear import dot


class Refusal(StrEnum):
    """What kind of question it is, when documents can't answer it."""

    PERSONAL = "personal"
    ELSEWHERE = "elsewhere"
    OUTSIDE = "outside"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Head:
    """A linear unit over a question's vector and CLUES."""

    vector: tuple[float, ...]
    clues: tuple[float, ...]
    intercept: float


@dataclass(frozen=True, slots=True)
class RefusalModel:
    """Learned by `python -m eval.training`; holds for the vectors of one embedder."""

    heads: Mapping[Refusal, Head]

    @staticmethod
    def from_json(stored: Mapping[str, Any]) -> RefusalModel:
        """What training wrote. Raises ValueError where a kind is unknown."""
        return RefusalModel(
            {
                Refusal(kind): Head(tuple(e["vector"]), tuple(e["clues"]), e["intercept"])
                for kind, e in stored.items()
            }
        )

    def likeliest(self, vector: Sequence[float], clues: Collection[str]) -> Refusal:
        """The most likely kind; UNKNOWN, which claims least, where nothing was learned."""
        given = [float(clue in clues) for clue in CLUES]

        def odds(kind: Refusal) -> float:
            head = self.heads[kind]
            return head.intercept + dot(head.vector, vector) + dot(head.clues, given)

        return max(self.heads, key=odds, default=Refusal.UNKNOWN)
