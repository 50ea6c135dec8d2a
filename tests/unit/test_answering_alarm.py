"""A cry for help that only its meaning gives away is handed over, and never kept."""

from __future__ import annotations

import pytest

from ingest.index.port import IndexUnavailable
from rag.answer import Status
from rag.question import Question
from rag.routing.alarm import Alarm, Head
from rag.routing.route import CrisisKind
from tests.fakes.documents import document
from tests.fakes.world import ASKED, NEVER, REGION, World


def always_alarmed(model: str, dimensions: int) -> Alarm:
    head = Head((0.0,) * dimensions, 1.0)
    return Alarm(model, 0.0, 0.0, -1.0, head, {CrisisKind.SUICIDE: head})


def test_a_question_that_the_alarm_hears_is_handed_over_and_not_recorded() -> None:
    world = World().store(document()).sync()
    alarm = always_alarmed(world.embedder.name, world.embedder.dimensions)

    answer = world.service(alarm=alarm).answer(Question.ask(ASKED, region=REGION))

    assert answer.status is Status.HANDOVER_CRISIS
    assert answer.blocks == ()
    assert "113" in answer.next_steps[0].label
    assert answer.signal_id is None
    assert world.signals.count() == 0


def test_an_alarm_for_another_model_is_silent() -> None:
    world = World().store(document()).sync()
    alarm = always_alarmed("another", world.embedder.dimensions)

    answer = world.service(alarm=alarm).answer(Question.ask(ASKED, region=REGION))

    assert answer.status is Status.ANSWERED


def unsure(world: World, odds: float) -> Alarm:
    """Hears every message with these log-odds, rings from 2, and objects below -2."""
    head = Head((0.0,) * world.embedder.dimensions, odds)
    return Alarm(world.embedder.name, 2.0, 1.0, -2.0, head, {CrisisKind.DANGER: head})


@pytest.mark.parametrize(
    ("odds", "status"),
    [(3.0, Status.HANDOVER_CRISIS), (-1.0, Status.HANDOVER_CRISIS), (-3.0, Status.ANSWERED)],
)
def test_the_alarm_may_object_to_what_a_pattern_heard_and_help_is_named_all_the_same(
    odds: float, status: Status
) -> None:
    world = World().store(document()).sync()
    text = "Ik wil niet meer leven"
    answer = world.service(alarm=unsure(world, odds)).answer(Question.ask(text, region=REGION))
    assert answer.status is status
    if status is Status.HANDOVER_CRISIS:
        assert (answer.blocks, answer.care) == ((), None)
        first = answer.next_steps[0].label
    else:
        assert answer.care is not None
        first = answer.care.steps[0].label
    # The pattern knows which help: the alarm only doubts.
    assert "113" in first


def test_what_may_be_a_cry_for_help_is_not_kept_though_nothing_answers_it() -> None:
    world = World().store(document()).sync()
    service = world.service(NEVER, alarm=unsure(world, 1.5))
    answer = service.answer(Question.ask(ASKED, region=REGION))
    assert answer.status is Status.UNANSWERABLE_NO_SOURCE
    assert answer.care is not None
    assert answer.signal_id is None
    assert world.signals.count() == 0


def test_help_does_not_wait_for_an_index_that_is_gone() -> None:
    world = World().store(document()).sync()

    def gone() -> None:
        raise IndexUnavailable("weg")

    service = world.service(alarm=unsure(world, -3.0), guard=gone)
    answer = service.answer(Question.ask("Ik wil niet meer leven", region=REGION))
    assert answer.status is Status.HANDOVER_CRISIS
