"""From a question that is searched for to an outcome: what was found, is it an answer, what of it.

A question with two questions in it is answered as far as it goes, and says what is missing. Where
somebody asks for a decision in his own case, the general rule is shown beside the refusal.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from corpus.document import Scope
from corpus.library import Library
from ingest.index.port import SearchFilter
from rag.answer import Status
from rag.answerability import AnswerabilityModel, Verdict
from rag.citations import Bound, bind
from rag.clues import TELLING, clues
from rag.composing.draft import Composer
from rag.outcome import Outcome
from rag.parts import parts
from rag.privacy import without_placeholders
from rag.question import Question
from rag.readership import READS
from rag.refusal import Refusal
from rag.retrieval import Retrieval, Retriever
from rag.routing.alarm import Alarm, Heard
from rag.routing.places import Place, outside_place
from rag.routing.route import Route
from rag.signs import PERSONAL
from rag.stopwatch import Stopwatch

# A part is answered by itself only when that is beyond much doubt: its context is gone.
_SURE_PART = 0.8
_HOPELESS_PART = 0.2


@dataclass(frozen=True, slots=True)
class _Asked:
    """A text to find an answer for, and who asks it on what day."""

    text: str
    question: Question
    language: str
    day: date


@dataclass(frozen=True, slots=True)
class _Reading:
    """What was found for a text and what is thought of it."""

    asked: _Asked
    clues: Collection[str]
    place: Place | None
    retrieval: Retrieval
    verdict: Verdict

    @property
    def answerable(self) -> bool:
        return self.verdict.answerable and not self.only_elsewhere

    @property
    def only_elsewhere(self) -> bool:
        """Somebody from elsewhere asks what only a region can answer, or from abroad."""
        if self.place is None or not self.verdict.answerable:
            return False
        first = self.retrieval.candidates[0].passage
        return self.place.kind == "country" or first.scope is Scope.REGIONAL


class Decider:
    """Decides over documents; safe to use from several threads, keeps nothing between questions."""

    def __init__(
        self,
        library: Library,
        retriever: Retriever,
        alarm: Alarm,
        judge: AnswerabilityModel,
        composer: Composer,
    ) -> None:
        self._library = library
        self._retriever = retriever
        self._alarm = alarm
        self._judge = judge
        self._composer = composer

    @property
    def has_ears(self) -> bool:
        """Whether the alarm can hear through the embedder that is in use."""
        return self._alarm.model == self._retriever.model

    def decide(
        self,
        question: Question,
        masked: str,
        text: str,
        language: str,
        day: date,
        watch: Stopwatch,
        suspected: Route | None = None,
    ) -> Outcome:
        """The outcome for `masked`, which reads alone as `text`. With a `suspected` cry for help
        the alarm may only object. Raises IndexUnavailable or CorpusUnavailable."""
        asked = _Asked(text, question, language, day)
        retrieval = self._retrieve(asked, watch)
        with watch.lap("alarm"):
            # A cry for help in words that no list knows is still near others in meaning.
            heard = self._alarm.listen(asked.text, retrieval.vector, retrieval.model)
        if suspected is not None and heard.objects:
            heard = Heard(concern=suspected.help)
        elif rung := suspected or heard.route:
            return _handed_over(rung, retrieval)
        whole = self._read(asked, masked, retrieval, watch)
        # A part no longer says where somebody lives, or what was talked about before.
        alone = language == "nl" and whole.place is None and not question.conversation
        several = parts(masked) if alone else ()
        apart = [self._part(part, asked, watch) for part in several]
        outcome = self._outcome(whole, apart, watch)
        return replace(outcome, concern=heard.concern)

    def _outcome(self, whole: _Reading, apart: Sequence[_Reading], watch: Stopwatch) -> Outcome:
        if whole.answerable:
            hopeless = tuple(part.asked.text for part in apart if _hopeless(part))
            missing = hopeless if len(hopeless) < len(apart) else ()
            return self._answered(whole, missing, watch)
        certain = [part for part in apart if _certain(part)]
        if certain:
            best = max(certain, key=lambda part: part.verdict.probability)
            others = tuple(part.asked.text for part in apart if part is not best)
            return self._answered(best, others, watch)
        return self._refused(whole, watch)

    def _retrieve(self, asked: _Asked, watch: Stopwatch) -> Retrieval:
        question = asked.question
        where = SearchFilter(asked.day, question.region, READS[question.audience])
        text = without_placeholders(asked.text)
        return self._retriever.retrieve(text, where, asked.language, watch)

    def _part(self, text: str, asked: _Asked, watch: Stopwatch) -> _Reading:
        part = replace(asked, text=text)
        return self._read(part, text, self._retrieve(part, watch), watch)

    def _read(self, asked: _Asked, masked: str, retrieval: Retrieval, watch: Stopwatch) -> _Reading:
        with watch.lap("judge"):
            region = asked.question.region
            found = clues(masked, region)
            place = outside_place(without_placeholders(asked.text), region)
            verdict = self._judge.judge(retrieval, asked.language, found)
        return _Reading(asked, found, place, retrieval, verdict)

    def _answered(self, reading: _Reading, missing: tuple[str, ...], watch: Stopwatch) -> Outcome:
        chosen, bound = self._bound(reading, watch)
        if not bound.citations:
            return _refusal(reading, Status.UNANSWERABLE_NO_SOURCE, "not_bound")
        status, reason = Status.ANSWERED, ""
        if missing:
            status, reason = Status.ANSWERED_PARTIALLY, "part"
        if len(bound.citations) < chosen:
            status, reason = Status.ANSWERED_PARTIALLY, "not_bound"
        return Outcome(status, reason, bound, reading.verdict, reading.retrieval, missing=missing)

    def _refused(self, reading: _Reading, watch: Stopwatch) -> Outcome:
        if reading.place is not None:
            return _refusal(reading, Status.UNANSWERABLE_OTHER_REGION, reading.place.kind)
        personal = set(reading.clues) & PERSONAL
        if not personal and reading.verdict.refusal is not Refusal.PERSONAL:
            return _refusal(reading, *_WHY[reading.verdict.refusal])
        reason = min(personal, default="personal")
        refusal = _refusal(reading, Status.UNANSWERABLE_PERSONAL_CASE, reason)
        if not reading.verdict.on_subject:
            return refusal
        _chosen, bound = self._bound(reading, watch)
        return replace(refusal, bound=bound)

    def _bound(self, reading: _Reading, watch: Stopwatch) -> tuple[int, Bound]:
        """How many excerpts were chosen, and those that could be bound."""
        candidates = reading.retrieval.candidates
        if reading.place is not None:
            # Somebody from elsewhere is not told how this region does it.
            candidates = tuple(c for c in candidates if c.passage.scope is Scope.NATIONAL)
        asked = reading.asked
        with watch.lap("compose"):
            excerpts = self._composer.compose(candidates, asked.question.audience, asked.text)
        with watch.lap("bind"):
            return len(excerpts), bind(excerpts, self._library, asked.day)


_WHY = {
    Refusal.OUTSIDE: (Status.UNANSWERABLE_OUT_OF_SCOPE, "out_of_scope"),
    Refusal.ELSEWHERE: (Status.UNANSWERABLE_NO_SOURCE, "no_source"),
    Refusal.UNKNOWN: (Status.UNANSWERABLE_NO_SOURCE, "no_source"),
}


def _refusal(reading: _Reading, status: Status, reason: str) -> Outcome:
    return Outcome(status, reason, verdict=reading.verdict, retrieval=reading.retrieval)


def _handed_over(route: Route, retrieval: Retrieval) -> Outcome:
    return Outcome(route.status, route.reason, retrieval=retrieval, route=route)


def _certain(part: _Reading) -> bool:
    return part.answerable and part.verdict.probability >= _SURE_PART


def _hopeless(part: _Reading) -> bool:
    """Asks what no document says, and not only because its context is gone."""
    return part.verdict.probability <= _HOPELESS_PART and not set(TELLING).isdisjoint(part.clues)
