"""A draft: the sentences chosen for an answer, before binding proves them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from corpus.document import Audience
from ingest.passage import Passage, Sentence
from rag.ranking import Candidate


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Sentences of one passage, in reading order."""

    passage: Passage
    sentences: tuple[Sentence, ...]


class Composer(Protocol):
    """Chooses what to say. It may only pick sentences of the candidates' passages."""

    def compose(
        self, candidates: Sequence[Candidate], audience: Audience, question: str
    ) -> tuple[Excerpt, ...]:
        """Excerpts in the order in which they are shown; empty where nothing is fit to show."""
        ...
