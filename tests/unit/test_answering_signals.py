"""What is kept of a question that was not answered, and what is never kept, sent or logged."""

from __future__ import annotations

import logging
from dataclasses import fields
from datetime import date

import pytest

from corpus.document import Audience
from rag.answer import Status
from rag.answerability import AnswerabilityModel
from rag.question import Question, Turn
from tests.fakes.documents import document
from tests.fakes.signals import BrokenSignalLog
from tests.fakes.world import (
    ALWAYS,
    ASKED,
    BUS,
    BY_COVERAGE,
    NEVER,
    PERSONAL,
    REGION,
    WITH_PERSONAL,
    World,
    assert_nowhere,
    assert_silent,
    vervoer,
)


@pytest.fixture
def world() -> World:
    return World().store(document(), vervoer()).sync()


# --- personal data ----------------------------------------------------------------------------


@pytest.mark.parametrize("model", [ALWAYS, NEVER])
def test_personal_data_reaches_no_embedder_no_signal_no_answer_and_no_log(
    world: World, model: AnswerabilityModel, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    answer = world.ask(WITH_PERSONAL, model)
    assert len(world.embedder.seen) == 1
    assert "zorgplicht" in world.embedder.seen[0]
    assert_nowhere(world, answer, caplog.text)
    assert "zorgplicht" not in caplog.text
    assert {mask.kind for mask in answer.masks} == {"e-mail", "telefoon", "bsn"}
    assert "[E-MAIL]" in answer.question


def test_earlier_turns_are_masked_before_they_are_used(world: World) -> None:
    earlier = Turn(WITH_PERSONAL, f"Mail {PERSONAL['e-mail']}.")
    answer = world.ask("En hoe lang dan?", NEVER, conversation=(earlier,))
    assert "zorgplicht" in world.embedder.seen[0]
    assert world.embedder.seen[0].endswith("En hoe lang dan?")
    assert_nowhere(world, answer)
    # Only what is asked now is kept, not what was asked before.
    assert world.only_signal().text == answer.question == "En hoe lang dan?"


def test_a_follow_up_finds_what_the_question_before_it_was_about(world: World) -> None:
    text = "En hoe zit dat?"
    assert_silent(world.ask(text, BY_COVERAGE), Status.UNANSWERABLE_NO_SOURCE)
    for question, found in ((BUS, "vervoer"), (ASKED, "zorgplicht")):
        answer = world.ask(text, BY_COVERAGE, conversation=(Turn(question, "Zo."),))
        assert {c.document_id for c in answer.citations} == {found}
        assert answer.question == text


# --- signals ----------------------------------------------------------------------------------


def test_a_signal_says_what_was_missing_and_for_whom_in_general(world: World) -> None:
    answer = world.ask(ASKED, NEVER, audience=Audience.YOUTH)
    assert_silent(answer, Status.UNANSWERABLE_NO_SOURCE)
    signal = world.only_signal()
    assert signal.id == answer.signal_id != answer.id
    assert (signal.text, signal.status, signal.reason) == (ASKED, answer.status, "no_source")
    assert (signal.month, signal.region) == ("2026-06", REGION)
    assert (signal.audience, signal.language) == (Audience.YOUTH, "nl")
    assert signal.rejected[0].key == "zorgplicht#wanneer-begint-de-zorgplicht/0"
    assert signal.rejected[0].section == "Wanneer begint de zorgplicht?"
    assert signal.rejected[0].version == 1
    scores = [rejected.score for rejected in signal.rejected]
    assert scores == sorted(scores, reverse=True)
    assert {f.name for f in fields(signal)} == {
        *("id", "text", "status", "reason", "language", "region", "audience", "month", "rejected"),
    }


def test_at_most_five_rejected_passages_are_kept(world: World) -> None:
    body = "".join(f"## Deel {n}\n\nDe zorgplicht, deel {n}.\n\n" for n in range(9))
    world.store(document("lang", text=body, questions=())).sync()
    world.ask(ASKED, NEVER)
    assert len(world.only_signal().rejected) == 5


def test_the_month_is_that_of_the_day_it_was_asked(world: World) -> None:
    world.today = date(2027, 1, 31)
    world.ask(ASKED, NEVER)
    assert world.only_signal().month == "2027-01"


@pytest.mark.parametrize("text", ["Zit er kwartelkuiken in?", WITH_PERSONAL])
def test_a_signal_that_can_not_be_recorded_stops_no_answer_and_logs_no_question(
    world: World, text: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    service = world.service(NEVER, signals=BrokenSignalLog())
    answer = service.answer(Question.ask(text, region=REGION))
    assert_silent(answer, Status.UNANSWERABLE_NO_SOURCE)
    assert answer.signal_id is None
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    logged = caplog.text + repr([record.__dict__ for record in caplog.records])
    for word in ("kwartelkuiken", "zorgplicht van de school", *PERSONAL.values()):
        assert word not in logged


def test_dropping_an_excerpt_is_logged_without_the_question(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.library.withdraw("zorgplicht", 1)
    world.ask("Wanneer begint de zorgplicht, kwartelkuiken?")
    assert "zorgplicht#" in caplog.text
    assert "kwartelkuiken" not in caplog.text
