"""A cry for help that only its meaning gives away is handed over, and never kept."""

from __future__ import annotations

from rag.answer import Status
from rag.question import Question
from rag.routing.alarm import Alarm, Head
from rag.routing.route import CrisisKind
from tests.fakes.documents import document
from tests.fakes.world import ASKED, REGION, World


def always_alarmed(model: str, dimensions: int) -> Alarm:
    head = Head((0.0,) * dimensions, 1.0)
    return Alarm(model, 0.0, 0.0, head, {CrisisKind.SUICIDE: head})


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
