"""What is answered: always cited, always held, and never from what may not be cited."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest

from corpus.document import Audience
from corpus.errors import CorpusUnavailable
from ingest.index.port import IndexUnavailable
from ingest.passage import Sentence
from rag.answer import Answer, Status
from rag.composing.draft import Excerpt
from rag.question import Question
from rag.ranking import Candidate
from tests.fakes.documents import FIRST, LAST, document
from tests.fakes.library import MemoryLibrary
from tests.fakes.world import (
    ASKED,
    BUS,
    BY_COVERAGE,
    DAY,
    REGION,
    WITH_PERSONAL,
    World,
    assert_held,
    assert_nowhere,
    assert_silent,
    said,
    vervoer,
)

ONE_DAY = timedelta(days=1)


@pytest.fixture
def world() -> World:
    return World().store(document(), vervoer()).sync()


# --- what is answered -------------------------------------------------------------------------


def test_a_question_with_a_source_is_answered_in_its_words(world: World) -> None:
    answer = world.ask()
    assert answer.status is Status.ANSWERED
    assert said(answer)[0].text == "De zorgplicht begint bij de schriftelijke aanmelding."
    assert "Let op: dit geldt niet als de school vol is." in [s.text for s in said(answer)]
    assert answer.citations[0].document_id == "zorgplicht"
    assert (answer.language, answer.message, answer.question) == ("nl", "", ASKED)
    assert answer.confidence == 1.0
    assert answer.signal_id is None
    assert world.signals.count() == 0
    assert_held(answer, world.library, DAY)


QUESTIONS = [
    ASKED,
    BUS,
    "Hoe lang mag de school beslissen?",
    "Telt een rondleiding?",
    "bus",
    "When does the duty of care of the school begin?",
    "Okul ne zaman karar vermek zorunda?",
    "متى تبدأ مسؤولية المدرسة عن طفلي؟",
    "Hoe maak ik een taart?",
    "👨‍👩‍👧 mag dat?",
    "z" * 1000,
    "waarom? " * 120,
    "<script>alert('x')</script> zorgplicht",
    "'; DROP TABLE signals; -- zorgplicht",
]


@pytest.mark.parametrize("audience", list(Audience))
@pytest.mark.parametrize("region", [REGION, "elders", None])
def test_every_sentence_of_every_answer_is_cited_and_held(
    world: World, audience: Audience, region: str | None
) -> None:
    kinds = set()
    for text in QUESTIONS:
        answer = world.ask(text, audience=audience, region=region)
        kinds.add(answer.status.family)
        assert_held(answer, world.library, DAY)
        assert bool(said(answer)) == bool(answer.citations) == (answer.status.family == "answered")
        assert {c.region for c in answer.citations} <= {None, region}
    assert "answered" in kinds


def test_the_judgement_decides_and_its_probability_is_shown(world: World) -> None:
    answered, refused = (
        world.ask(model=BY_COVERAGE),
        world.ask("Zit er suiker in een taart?", BY_COVERAGE),
    )
    assert answered.status is Status.ANSWERED
    assert answered.confidence > 0.9
    assert_silent(refused, Status.UNANSWERABLE_NO_SOURCE)
    assert refused.confidence < 0.1


def test_the_steps_are_timed_in_order(world: World) -> None:
    steps = [name for name, _ms in world.ask().timings]
    assert steps == [
        *("mask", "language", "route", "embed", "search", "rank"),
        *("alarm", "judge", "compose", "bind", "reword", "signal"),
    ]
    assert all(milliseconds >= 0 for _name, milliseconds in world.ask().timings)


# --- what may not be cited --------------------------------------------------------------------


def test_a_document_withdrawn_after_indexing_is_never_cited(world: World) -> None:
    assert world.ask().citations
    world.library.withdraw("zorgplicht", 1)
    answer = world.ask()
    assert "zorgplicht" not in {c.document_id for c in answer.citations}
    assert_silent(answer, Status.UNANSWERABLE_NO_SOURCE)
    assert world.only_signal().reason == "not_bound"
    world.sync()
    assert "zorgplicht" not in {c.document_id for c in world.ask().citations}


def test_an_old_version_is_not_cited_once_a_new_one_took_over(world: World) -> None:
    world.store(document(text="## Nieuw\n\nDe zorgplicht begint nu eerder.\n"))
    assert_silent(world.ask(), Status.UNANSWERABLE_NO_SOURCE)
    world.sync()
    (citation,) = world.ask().citations
    assert citation.version == 2


def test_a_version_takes_over_on_its_own_first_day(world: World) -> None:
    change = DAY + 10 * ONE_DAY
    world.store(document(text="## Nieuw\n\nDe zorgplicht begint anders.\n", valid_from=change))
    world.sync()
    found = {}
    for world.today in (change - ONE_DAY, change):
        answer = world.ask()
        assert_held(answer, world.library, world.today)
        found[world.today] = {c.version for c in answer.citations}
    assert found == {change - ONE_DAY: {1}, change: {2}}


@pytest.mark.parametrize("day", [FIRST - ONE_DAY, LAST + ONE_DAY, date(2040, 1, 1)])
def test_outside_its_dates_a_document_is_not_even_found(world: World, day: date) -> None:
    world.today = day
    assert_silent(world.ask(), Status.UNANSWERABLE_NO_SOURCE)
    assert world.only_signal().rejected == ()


@pytest.mark.parametrize("day", [FIRST, LAST])
def test_on_its_first_and_last_day_it_is_cited(world: World, day: date) -> None:
    world.today = day
    assert world.ask().status is Status.ANSWERED


def test_an_empty_index_answers_nothing() -> None:
    world = World().sync()
    assert_silent(world.ask(), Status.UNANSWERABLE_NO_SOURCE)
    assert world.only_signal().rejected == ()


@dataclass
class Inventive:
    """A composer that says what it likes about the passages that were found."""

    change: Callable[[Excerpt], Excerpt]
    whole: bool = True

    def compose(
        self, candidates: Sequence[Candidate], audience: Audience, question: str
    ) -> tuple[Excerpt, ...]:
        found = [Excerpt(c.passage, c.passage.sentences) for c in candidates]
        kept = () if self.whole else tuple(found[1:])
        return (self.change(found[0]), *kept)


def invents(excerpt: Excerpt) -> Excerpt:
    first = excerpt.sentences[0]
    made_up = Sentence(first.start, first.end, "U krijgt altijd gelijk.", first.kind)
    return replace(excerpt, sentences=(made_up, *excerpt.sentences[1:]))


def says_nothing(excerpt: Excerpt) -> Excerpt:
    return replace(excerpt, sentences=())


@pytest.mark.parametrize("change", [invents, says_nothing])
def test_what_a_composer_makes_up_never_leaves(
    world: World, change: Callable[[Excerpt], Excerpt]
) -> None:
    answer = world.service(composer=Inventive(change)).answer(Question.ask(ASKED))
    assert_silent(answer, Status.UNANSWERABLE_NO_SOURCE)
    assert world.only_signal().reason == "not_bound"


def test_when_a_part_can_not_be_proved_the_rest_is_a_partial_answer_and_a_signal(
    world: World,
) -> None:
    service = world.service(composer=Inventive(invents, whole=False))
    answer = service.answer(Question.ask(ASKED))
    assert answer.status is Status.ANSWERED_PARTIALLY
    assert answer.citations
    assert answer.message
    assert "U krijgt altijd gelijk." not in repr(answer)
    assert_held(answer, world.library, DAY)
    signal = world.only_signal()
    assert (signal.id, signal.reason) == (answer.signal_id, "not_bound")


# --- failures and load ------------------------------------------------------------------------


@pytest.mark.parametrize("error", [IndexUnavailable("weg"), CorpusUnavailable("weg")])
def test_a_guard_that_refuses_stops_before_anything_is_embedded(
    world: World, error: Exception
) -> None:
    def guard() -> None:
        raise error

    with pytest.raises(type(error), match="weg"):
        world.service(guard=guard).answer(Question.ask(ASKED))
    assert world.embedder.seen == []
    assert world.signals.count() == 0


def test_an_index_that_is_missing_is_a_failure_and_never_an_answer() -> None:
    with pytest.raises(IndexUnavailable):
        World().ask()


class Gone(MemoryLibrary):
    """A database that went down after the index was made."""

    def get(self, document_id: str, version: int) -> None:
        raise CorpusUnavailable("De database is niet bereikbaar.")


def test_a_database_that_is_down_is_a_failure_and_never_an_answer(world: World) -> None:
    with pytest.raises(CorpusUnavailable):
        world.service(library=Gone()).answer(Question.ask(ASKED))
    assert world.signals.count() == 0


def comparable(answer: Answer) -> Answer:
    return replace(answer, id=None, signal_id=None)  # type: ignore[arg-type]


def test_eight_threads_at_once_get_the_answers_that_one_gets(world: World) -> None:
    service = world.service(BY_COVERAGE)
    asked = [Question.ask(text, region=REGION) for text in (*QUESTIONS, WITH_PERSONAL, "hallo")] * 4
    alone = [service.answer(question) for question in asked]
    before = world.signals.count()
    assert 0 < before < len(asked)
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(service.answer, asked))
    assert list(map(comparable, together)) == list(map(comparable, alone))
    assert world.signals.count() == 2 * before
    ids = [a.signal_id for a in (*alone, *together) if a.signal_id]
    assert len(set(ids)) == len(ids) == world.signals.count()
    assert_nowhere(world, together)
