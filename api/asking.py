"""The port through which every door asks."""

from __future__ import annotations

from typing import Protocol

from rag.answer import Answer
from rag.question import Question


class Asks(Protocol):
    """Answers questions; AnswerService does."""

    def answer(self, question: Question) -> Answer:
        """The typed answer. Raises CorpusUnavailable or IndexUnavailable."""
        ...
