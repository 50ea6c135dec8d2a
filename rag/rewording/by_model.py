"""Rewords an answer with a language model, and shows only what its source bears out."""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from corpus.document import Audience
from rag.answer import Block, CitedSentence
from rag.rewording.flaws import flaws
from rag.rewording.port import ModelFailed
from rag.rewording.prompt import Prompt, prompt, read_reply

_log = logging.getLogger(__name__)
_MINUTE = 60.0
_FAILURES_IN_A_ROW = 3
_PAUSE = 30.0


@dataclass(slots=True)
class Budget:
    """How often a model may be asked: `per_minute`, and for half a minute not at all after three
    failures in a row, so that a dead endpoint does not slow every answer. Safe between threads."""

    per_minute: int
    clock: Callable[[], float] = time.monotonic
    _asked: list[float] = field(default_factory=list)
    _failures: int = 0
    _resumes: float = float("-inf")
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self) -> bool:
        """True when the model may be asked now; that counts as asked."""
        now = self.clock()
        with self._lock:
            self._asked = [at for at in self._asked if now - at < _MINUTE]
            if now < self._resumes or len(self._asked) >= self.per_minute:
                return False
            self._asked.append(now)
            return True

    def note(self, worked: bool) -> None:
        """What came of it."""
        with self._lock:
            self._failures = 0 if worked else self._failures + 1
            if self._failures >= _FAILURES_IN_A_ROW:
                self._resumes = self.clock() + _PAUSE
                self._failures = 0


class ModelRewriter:
    """Implements `Rewriter`. `complete` gives the model's reply, or raises ModelFailed in time."""

    def __init__(self, complete: Callable[[Prompt], str], budget: Budget) -> None:
        self._complete = complete
        self._budget = budget

    def reword(
        self, question: str, blocks: Sequence[Block], audience: Audience
    ) -> tuple[Block, ...]:
        """See `Rewriter`. A sentence whose new wording has a flaw stays as it was."""
        sentences = [sentence for block in blocks for sentence in block.sentences]
        if not sentences or not self._budget.take():
            return tuple(blocks)
        try:
            reply = self._complete(prompt(question, [s.text for s in sentences], audience))
        except ModelFailed as error:
            self._budget.note(worked=False)
            _log.warning("not reworded: %s", error)
            return tuple(blocks)
        self._budget.note(worked=True)
        reworded = iter(_checked(sentences, reply))
        return tuple(
            replace(block, sentences=tuple(next(reworded) for _sentence in block.sentences))
            for block in blocks
        )


def _checked(sentences: Sequence[CitedSentence], reply: str) -> Iterator[CitedSentence]:
    said = read_reply(reply, len(sentences))
    refused: Counter[str] = Counter()
    for number, sentence in enumerate(sentences, 1):
        text = said.get(number)
        flaw = next(flaws(sentence.text, text), None) if text is not None else None
        refused.update(["missing"] if text is None else [flaw] if flaw else [])
        yield sentence if text is None or flaw else replace(sentence, text=text)
    if refused:
        counts = ", ".join(f"{flaw} {count}" for flaw, count in sorted(refused.items()))
        _log.info("reworded %d of %d; kept: %s", len(said), len(sentences), counts)
