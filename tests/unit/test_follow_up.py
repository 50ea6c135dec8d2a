"""When a question needs the one before it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.follow_up import standalone
from rag.question import MAX_LENGTH, Question, Turn

BEFORE = "Hoe vraag ik leerlingenvervoer aan bij de gemeente?"
LONG = (
    "Mijn dochter zit thuis omdat school haar geen passende plek biedt, welke stappen "
    "kan ik samen met de leerplichtambtenaar zetten?"
)
TURNS = (Turn("Wat is een TLV?", "Een verklaring."), Turn(BEFORE, "Met een formulier."))


def asked(text: str, conversation: tuple[Turn, ...] = TURNS) -> str:
    return standalone(Question.ask(text, conversation=conversation), text)


@pytest.mark.parametrize("text", ["en hoe lang duurt dat?", "Wat kost het?", LONG])
def test_without_a_conversation_a_question_stays_as_it_is(text: str) -> None:
    assert asked(text, ()) == text


@pytest.mark.parametrize(
    "text",
    [
        "en hoe lang duurt dat?",
        "Maar als ze nee zeggen?",
        "Geldt dat ook voor mijn andere zoon?",
        "What if they refuse it?",
        "peki ya ücret?",
        "hoezo?",
        "?",
    ],
)
def test_a_question_that_leans_back_gets_the_last_one_before_it(text: str) -> None:
    assert asked(text) == f"{BEFORE} {text}"


def test_a_question_that_says_it_all_stays_as_it_is() -> None:
    assert asked(LONG) == LONG


def test_a_middling_question_leans_back_only_when_it_points_there() -> None:
    alone = "Welke school biedt plek voor leerlingen met epilepsie?"
    assert asked(alone) == alone
    pointing = "Welke school biedt daarvoor plek voor leerlingen met epilepsie?"
    assert asked(pointing) == f"{BEFORE} {pointing}"


def test_a_long_question_that_begins_with_and_still_says_it_all() -> None:
    text = f"En {LONG[0].lower()}{LONG[1:]}"
    assert asked(text) == text


def test_the_answers_are_not_searched_for() -> None:
    assert "formulier" not in asked("En dan?")
    assert "verklaring" not in asked("En dan?")


def test_a_turn_longer_than_a_question_can_be_is_cut() -> None:
    turn = Turn("bus " * 5000, "x")
    assert asked("En dan?", (turn,)) == f"{turn.question[:MAX_LENGTH]} En dan?"


def test_the_text_that_is_used_is_the_masked_one() -> None:
    question = Question.ask("en voor Daan?", conversation=TURNS)
    assert standalone(question, "en voor [NAAM]?") == f"{BEFORE} en voor [NAAM]?"


@given(text=st.text(max_size=80), before=st.text(max_size=40))
def test_the_question_itself_always_stands_whole_at_the_end(text: str, before: str) -> None:
    question = Question(text, conversation=(Turn(before, "x"),))
    assert standalone(question, text) in (text, f"{before} {text}")
