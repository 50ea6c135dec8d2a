"""One question, from start to end: the steps stand here, in order, and nowhere else."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from uuid import uuid4

from corpus.errors import CorpusUnavailable
from rag.answer import Answer, Status
from rag.answerability import Verdict
from rag.deciding import Decider
from rag.follow_up import standalone
from rag.language import detect
from rag.messages import care, message, next_steps
from rag.outcome import Outcome
from rag.privacy import Masked, mask
from rag.question import Question, Turn
from rag.retrieval import Retrieval
from rag.rewording.port import Rewriter
from rag.routing.route import Route, route
from rag.signals.signal import RECORDED, Rejected, Signal, SignalLog, month_of
from rag.stopwatch import Stopwatch

_log = logging.getLogger(__name__)
_REJECTED_KEPT = 5


@dataclass(frozen=True, slots=True)
class Trace:
    """An answer and what it came from; the last three are None where no passage was looked for."""

    answer: Answer
    reason: str
    retrieval: Retrieval | None
    verdict: Verdict | None


class AnswerService:
    """Answers questions. Safe to use from several threads; keeps nothing between questions."""

    def __init__(
        self,
        guard: Callable[[], None],
        decider: Decider,
        rewriter: Rewriter,
        signals: SignalLog,
        today: Callable[[], date],
    ) -> None:
        self._guard = guard
        self._decider = decider
        self._rewriter = rewriter
        self._signals = signals
        self._today = today

    def answer(self, question: Question) -> Answer:
        """A typed answer. Raises IndexUnavailable or CorpusUnavailable where nothing can be asked;
        a signal that can't be recorded is logged and never stops an answer."""
        return self.trace(question).answer

    def trace(self, question: Question) -> Trace:
        """The answer with the passages and the judgement behind it. Raises what `answer` raises."""
        watch = Stopwatch()
        with watch.lap("mask"):
            day = self._today()
            masked = mask(question.text, day)
            question = replace(question, conversation=_masked_turns(question.conversation, day))
        with watch.lap("language"):
            language = detect(masked.text)
        with watch.lap("route"):
            routed = route(masked.text, language)
        outcome = self._outcome(routed, question, masked, language, day, watch)
        answer = self._put_into_words(outcome, question, masked, language, day)
        with watch.lap("signal"):
            answer = self._recorded(answer, outcome, question, masked)
        timed = replace(answer, timings=watch.laps)
        return Trace(timed, outcome.reason, outcome.retrieval, outcome.verdict)

    def warm_up(self, region: str) -> None:
        """Go through the steps once, with nothing to answer and nothing recorded.

        Raises what `answer` raises.
        """
        question = Question.ask("Wat is passend onderwijs in Utrecht?", region=region)
        masked = mask(question.text, self._today())
        route(masked.text, detect(masked.text))
        self._from_documents(question, masked, "nl", self._today(), Stopwatch())

    def _outcome(
        self,
        routed: Route | None,
        question: Question,
        masked: Masked,
        language: str,
        day: date,
        watch: Stopwatch,
    ) -> Outcome:
        if routed is None:
            return self._from_documents(question, masked, language, day, watch)
        if routed.help and self._decider.has_ears:
            # A second opinion on words that frighten. Whatever fails, help must not wait for it.
            with suppress(Exception):
                return self._from_documents(question, masked, language, day, watch, routed)
        return Outcome(routed.status, routed.reason, route=routed)

    def _from_documents(
        self,
        question: Question,
        masked: Masked,
        language: str,
        day: date,
        watch: Stopwatch,
        suspected: Route | None = None,
    ) -> Outcome:
        self._guard()
        text = standalone(question, masked.text)
        outcome = self._decider.decide(question, masked.text, text, language, day, watch, suspected)
        if language != "nl" or not outcome.bound.blocks:
            return outcome
        with watch.lap("reword"):
            blocks = self._rewriter.reword(masked.text, outcome.bound.blocks, question.audience)
        return replace(outcome, bound=replace(outcome.bound, blocks=blocks))

    def _put_into_words(
        self,
        outcome: Outcome,
        question: Question,
        masked: Masked,
        language: str,
        day: date,
    ) -> Answer:
        crisis = outcome.route.help if outcome.route else None
        concern = outcome.concern if outcome.status is not Status.HANDOVER_CRISIS else None
        return Answer(
            id=uuid4(),
            status=outcome.status,
            language=language,
            message=message(outcome.status, language, outcome.reason),
            missing=outcome.missing,
            care=care(concern, language) if concern else None,
            question=masked.text,
            blocks=outcome.bound.blocks,
            citations=outcome.bound.citations,
            next_steps=next_steps(outcome.status, language, question.region, crisis, day),
            confidence=outcome.verdict.probability if outcome.verdict else 0.0,
            masks=masked.masks,
        )

    def _recorded(
        self, answer: Answer, outcome: Outcome, question: Question, masked: Masked
    ) -> Answer:
        if answer.status not in RECORDED or outcome.concern is not None:
            # What may be a cry for help is kept as little as one that surely is.
            return answer
        candidates = outcome.retrieval.candidates if outcome.retrieval else ()
        signal = Signal(
            id=uuid4(),
            text=masked.text,
            status=answer.status,
            reason=outcome.reason,
            language=answer.language,
            region=question.region,
            audience=question.audience,
            month=month_of(self._today()),
            rejected=tuple(
                Rejected(c.passage.key, c.passage.version, c.passage.section, c.rank_score)
                for c in candidates[:_REJECTED_KEPT]
            ),
        )
        try:
            self._signals.record(signal)
        except CorpusUnavailable:
            _log.exception("a signal could not be recorded")
            return answer
        return replace(answer, signal_id=signal.id)


def _masked_turns(turns: tuple[Turn, ...], day: date) -> tuple[Turn, ...]:
    return tuple(Turn(mask(turn.question, day).text, mask(turn.answer, day).text) for turn in turns)
