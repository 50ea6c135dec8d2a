"""What may happen to an answer between binding and showing: the same claims in smoother words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from corpus.document import Audience
from rag.answer import Block


class Rewriter(Protocol):
    """Rewords sentences one by one. Each keeps its place, its kind and its citations."""

    def reword(
        self, question: str, blocks: Sequence[Block], audience: Audience
    ) -> tuple[Block, ...]:
        """The blocks with other words where these hold, and as they came where not. `question` is
        masked. Never raises, and never takes much longer than its time-out."""
        ...


class Verbatim:
    """Implements `Rewriter` by changing nothing: an answer only quotes."""

    def reword(
        self, question: str, blocks: Sequence[Block], audience: Audience
    ) -> tuple[Block, ...]:
        return tuple(blocks)


class ModelFailed(RuntimeError):
    """The model gave no text: out of reach, too slow, or an error of its own."""
