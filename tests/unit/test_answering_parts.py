"""What is only partly answered says so, and a personal case gets the rule that holds for all."""

from __future__ import annotations

import pytest

from rag.answer import Status
from rag.question import Question, Turn
from rag.routing.alarm import Alarm, Head
from rag.routing.route import CrisisKind
from tests.fakes.documents import document
from tests.fakes.world import ASKED, DAY, REGION, World, assert_held, judge, said, vervoer

STRICT = judge(threshold=0.6, intercept=-5.0, coverage_first=10.0)
NO_PREDICTIONS = judge(intercept=-5.0, coverage_first=10.0, outcome=-20.0)
PIZZA = "wie betaalt de pizza morgen?"
PREDICTION = "Wat is de kans dat de zorgplicht begint bij de schriftelijke aanmelding?"


@pytest.fixture
def world() -> World:
    return World().store(document(), vervoer()).sync()


def test_of_two_questions_the_one_with_an_answer_gets_it(world: World) -> None:
    answer = world.ask(f"Wanneer begint de zorgplicht van de school en {PIZZA}", STRICT)
    assert answer.status is Status.ANSWERED_PARTIALLY
    assert answer.missing == (PIZZA,)
    assert "deel" in answer.message
    assert said(answer)[0].text == "De zorgplicht begint bij de schriftelijke aanmelding."
    assert any(step.contact for step in answer.next_steps)
    assert_held(answer, world.library, DAY)
    assert world.only_signal().status is Status.ANSWERED_PARTIALLY


def test_a_part_that_no_document_can_answer_is_named_beside_the_answer(world: World) -> None:
    lenient = judge(intercept=-2.0, coverage_first=10.0)
    text = "Wanneer begint de zorgplicht van de school, en hoe groot is de kans op een pizza?"
    answer = world.ask(text, lenient)
    assert answer.status is Status.ANSWERED_PARTIALLY
    assert answer.missing == ("hoe groot is de kans op een pizza?",)
    assert_held(answer, world.library, DAY)


def test_two_questions_with_one_answer_are_simply_answered(world: World) -> None:
    answer = world.ask(f"{ASKED} En telt een rondleiding dan?")
    assert (answer.status, answer.missing) == (Status.ANSWERED, ())


def test_where_no_part_is_sure_nothing_is_answered(world: World) -> None:
    answer = world.ask(f"Wie bakt het brood en {PIZZA}", STRICT)
    assert answer.status is Status.UNANSWERABLE_NO_SOURCE
    assert (answer.missing, answer.blocks) == ((), ())


def test_a_follow_up_is_never_taken_apart(world: World) -> None:
    question = Question.ask(
        f"Wanneer begint de zorgplicht van de school en {PIZZA}",
        region=REGION,
        conversation=(Turn("Wie betaalt het brood?", "De bakker."),),
    )
    assert world.service(STRICT).answer(question).missing == ()


def test_somebody_from_abroad_gets_no_part_answered_as_if_he_lived_here(world: World) -> None:
    text = "Wij wonen in Duitsland. Wanneer begint de zorgplicht van de school? Wie betaalt de bus?"
    answer = world.ask(text)
    assert answer.status is Status.UNANSWERABLE_OTHER_REGION
    assert answer.blocks == ()


def test_a_personal_case_gets_the_general_rule_and_a_person(world: World) -> None:
    answer = world.ask(PREDICTION, NO_PREDICTIONS)
    assert answer.status is Status.UNANSWERABLE_PERSONAL_CASE
    assert "De zorgplicht begint bij de schriftelijke aanmelding." in [s.text for s in said(answer)]
    assert_held(answer, world.library, DAY)
    assert any(step.contact for step in answer.next_steps)
    assert world.only_signal().reason == "outcome"


def test_a_personal_case_on_another_subject_gets_no_rule(world: World) -> None:
    answer = world.ask("Hoe groot is de kans op een pizza met ananas?", NO_PREDICTIONS)
    assert answer.status is Status.UNANSWERABLE_PERSONAL_CASE
    assert (answer.blocks, answer.citations) == ((), ())


@pytest.mark.parametrize("language", ["nl", "en"])
def test_help_is_named_beside_an_answer_that_somebody_in_need_may_have_asked_for(
    world: World, language: str
) -> None:
    model, size = world.embedder.name, world.embedder.dimensions
    head = Head((0.0,) * size, 1.0)
    unsure = Alarm(model, 2.0, 0.5, -1.0, head, {CrisisKind.SUICIDE: head})
    text = ASKED if language == "nl" else "When does the duty of care of the school begin?"
    answer = world.service(alarm=unsure).answer(Question.ask(text, region=REGION))
    assert answer.status is Status.ANSWERED
    assert answer.language == language
    assert answer.care is not None
    assert answer.care.message
    assert "113" in answer.care.steps[0].label
    assert world.ask().care is None
