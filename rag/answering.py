"""One question, from start to end: the steps stand here, in order, and nowhere else."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from uuid import uuid4

from corpus.document import Scope
from corpus.errors import CorpusUnavailable
from corpus.library import Library
from ingest.index.port import SearchFilter
from rag.answer import Answer, Status
from rag.answerability import AnswerabilityModel, Verdict
from rag.citations import Bound, bind
from rag.clues import clues
from rag.composing.draft import Composer
from rag.follow_up import standalone
from rag.language import detect
from rag.messages import message, next_steps
from rag.privacy import Masked, mask, without_placeholders
from rag.question import Question, Turn
from rag.readership import READS
from rag.retrieval import Retrieval, Retriever
from rag.routing.alarm import Alarm
from rag.routing.places import Place, outside_place
from rag.routing.route import Route, route
from rag.signals.signal import RECORDED, Rejected, Signal, SignalLog, month_of
from rag.signs import PERSONAL
from rag.stopwatch import Stopwatch

_log = logging.getLogger(__name__)
_REJECTED_KEPT = 5
_NOTHING_BOUND = Bound((), ())


@dataclass(frozen=True, slots=True)
class _Outcome:
    """How a question ended, before it is put into words."""

    status: Status
    reason: str
    bound: Bound = _NOTHING_BOUND
    verdict: Verdict | None = None
    retrieval: Retrieval | None = None
    route: Route | None = None


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
        library: Library,
        retriever: Retriever,
        alarm: Alarm,
        judge: AnswerabilityModel,
        composer: Composer,
        signals: SignalLog,
        today: Callable[[], date],
    ) -> None:
        self._guard = guard
        self._library = library
        self._retriever = retriever
        self._alarm = alarm
        self._judge = judge
        self._composer = composer
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
        if routed is not None:
            outcome = _Outcome(routed.status, routed.reason, route=routed)
        else:
            outcome = self._from_documents(question, masked, language, day, watch)
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

    def _from_documents(
        self, question: Question, masked: Masked, language: str, day: date, watch: Stopwatch
    ) -> _Outcome:
        self._guard()
        text = without_placeholders(standalone(question, masked.text))
        place = outside_place(text, question.region)
        where = SearchFilter(day, question.region, READS[question.audience])
        retrieval = self._retriever.retrieve(text, where, language, watch)
        with watch.lap("judge"):
            # A cry for help in words that no list knows is still near others in meaning.
            alarmed = self._alarm.route(text, retrieval.vector, retrieval.model)
            if alarmed is not None:
                return _Outcome(alarmed.status, alarmed.reason, retrieval=retrieval, route=alarmed)
            found = clues(masked.text, question.region)
            verdict = self._judge.judge(retrieval, language, found)
        if not verdict.answerable:
            status, reason = Status.UNANSWERABLE_NO_SOURCE, "no_source"
            if found & PERSONAL:
                status, reason = Status.UNANSWERABLE_PERSONAL_CASE, min(found & PERSONAL)
            if place is not None:
                status, reason = Status.UNANSWERABLE_OTHER_REGION, place.kind
            return _Outcome(status, reason, verdict=verdict, retrieval=retrieval)
        if _only_elsewhere(place, retrieval):
            reason = place.kind if place else ""
            status = Status.UNANSWERABLE_OTHER_REGION
            return _Outcome(status, reason, verdict=verdict, retrieval=retrieval)
        candidates = retrieval.candidates
        if place is not None:
            # Somebody from elsewhere is not told how this region does it.
            candidates = tuple(c for c in candidates if c.passage.scope is Scope.NATIONAL)
        with watch.lap("compose"):
            excerpts = self._composer.compose(candidates, question.audience, text)
        with watch.lap("bind"):
            bound = bind(excerpts, self._library, day)
        if not bound.citations:
            status = Status.UNANSWERABLE_NO_SOURCE
            return _Outcome(status, "not_bound", verdict=verdict, retrieval=retrieval)
        status, reason = Status.ANSWERED, ""
        if len(bound.citations) < len(excerpts):
            status, reason = Status.ANSWERED_PARTIALLY, "not_bound"
        return _Outcome(status, reason, bound, verdict, retrieval)

    def _put_into_words(
        self,
        outcome: _Outcome,
        question: Question,
        masked: Masked,
        language: str,
        day: date,
    ) -> Answer:
        crisis = outcome.route.help if outcome.route else None
        return Answer(
            id=uuid4(),
            status=outcome.status,
            language=language,
            message=message(outcome.status, language, outcome.reason),
            question=masked.text,
            blocks=outcome.bound.blocks,
            citations=outcome.bound.citations,
            next_steps=next_steps(outcome.status, language, question.region, crisis, day),
            confidence=outcome.verdict.probability if outcome.verdict else 0.0,
            masks=masked.masks,
        )

    def _recorded(
        self, answer: Answer, outcome: _Outcome, question: Question, masked: Masked
    ) -> Answer:
        if answer.status not in RECORDED:
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


def _only_elsewhere(place: Place | None, retrieval: Retrieval) -> bool:
    """True when somebody from elsewhere asks what only a region can answer, or from abroad."""
    if place is None:
        return False
    return place.kind == "country" or retrieval.candidates[0].passage.scope is Scope.REGIONAL
