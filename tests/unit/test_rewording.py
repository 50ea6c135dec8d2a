"""A model may smooth an answer; it can't change, stop or slow one, nor be steered by a question."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Audience
from rag.answer import Status
from rag.question import Question
from rag.rewording.by_model import Budget, ModelRewriter
from rag.rewording.openai_like import completion
from rag.rewording.port import ModelFailed, Rewriter
from rag.rewording.prompt import Prompt, prompt, read_reply
from tests.fakes.chat_server import Script, chat_server
from tests.fakes.documents import document
from tests.fakes.world import ASKED, DAY, WITH_PERSONAL, World, assert_held, said, vervoer

LEAD = "De zorgplicht begint bij de schriftelijke aanmelding."
BETTER = "Bij de schriftelijke aanmelding begint de zorgplicht."
WARNING = "Let op: dit geldt niet als de school vol is."
WRONG = "Let op: dit geldt als de school vol is."
MANY = 1000


@pytest.fixture
def world() -> World:
    return World().store(document(), vervoer()).sync()


def rewriter(complete: Callable[[Prompt], str], budget: Budget | None = None) -> Rewriter:
    return ModelRewriter(complete, budget or Budget(MANY))


def numbered(asked: Prompt) -> list[str]:
    """The numbered sentences of a prompt."""
    return [line for line in asked.user.splitlines() if line[:1].isdigit()]


def texts(world: World, by: Rewriter, question: str = ASKED) -> list[str]:
    answer = world.service(rewriter=by).answer(Question.ask(question, region="de-meierij"))
    assert answer.status is Status.ANSWERED
    assert [c.number for c in answer.citations] == list(range(1, len(answer.citations) + 1))
    assert all(sentence.citations for sentence in said(answer))
    return [sentence.text for sentence in said(answer)]


def literal(world: World) -> list[str]:
    answer = world.ask()
    assert_held(answer, world.library, DAY)
    return [sentence.text for sentence in said(answer)]


def test_a_right_wording_is_shown_and_a_wrong_one_gives_way_to_the_quote(world: World) -> None:
    def complete(asked: Prompt) -> str:
        return "\n".join(numbered(asked)).replace(LEAD, BETTER).replace(WARNING, WRONG)

    shown = texts(world, rewriter(complete))
    assert BETTER in shown
    assert LEAD not in shown
    assert WARNING in shown
    assert WRONG not in shown


def test_sentences_that_the_model_forgets_stay_as_they_are(world: World) -> None:
    assert texts(world, rewriter(lambda asked: f"1| {BETTER}"))[1:] == literal(world)[1:]


@pytest.mark.parametrize(
    "reply",
    ["", "Natuurlijk! Hier zijn de zinnen.", "1| \n2| ", "99| Iets anders.", "1|", "\0" * 50,
     f"1| {BETTER}\n1| {LEAD}", "ja " * 5000],
)  # fmt: skip
def test_a_reply_without_use_leaves_the_quotes(world: World, reply: str) -> None:
    assert texts(world, rewriter(lambda asked: reply)) == literal(world)


def test_a_model_that_fails_leaves_the_quotes_and_is_left_alone_for_a_while(world: World) -> None:
    clock = [0.0]
    calls = []

    def fail(asked: Prompt) -> str:
        calls.append(asked)
        raise ModelFailed("stuk")

    by = rewriter(fail, Budget(MANY, clock=lambda: clock[0]))
    for _ in range(10):
        assert texts(world, by) == literal(world)
    assert len(calls) == 3
    clock[0] = 31.0
    texts(world, by)
    assert len(calls) == 4


def test_the_budget_holds_for_a_minute(world: World) -> None:
    clock = [0.0]
    calls = []

    def complete(asked: Prompt) -> str:
        calls.append(asked)
        return ""

    by = rewriter(complete, Budget(2, clock=lambda: clock[0]))
    for _ in range(5):
        assert texts(world, by) == literal(world)
    assert len(calls) == 2
    clock[0] = 60.0
    texts(world, by)
    assert len(calls) == 3


def test_what_a_model_gets_is_masked_and_nothing_of_it_is_logged(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    seen: list[Prompt] = []

    def complete(asked: Prompt) -> str:
        seen.append(asked)
        return f"1| {WRONG}"

    with caplog.at_level(logging.DEBUG):
        texts(world, rewriter(complete), WITH_PERSONAL)
    whole = seen[0].system + seen[0].user
    assert "kwartel" not in whole
    assert "12345678" not in whole
    assert "zorgplicht" not in caplog.text.lower()
    assert "school vol" not in caplog.text


def test_other_languages_are_never_reworded(world: World) -> None:
    def complete(asked: Prompt) -> str:
        raise AssertionError("asked")

    question = "When does the duty of care of the school begin?"
    answer = world.service(rewriter=rewriter(complete)).answer(
        Question.ask(question, region="de-meierij")
    )
    assert answer.language == "en"
    assert_held(answer, world.library, DAY)


@given(st.text(max_size=300), st.lists(st.text(max_size=60), max_size=6))
def test_nobody_gets_out_of_a_fence(question: str, sentences: list[str]) -> None:
    asked = prompt(question, sentences, Audience.PARENT).user
    assert asked.count("<") == asked.count(">") == 4
    assert len(asked.split("\n")) == 3 + max(1, len(sentences))


@given(st.text(max_size=400), st.integers(0, 8))
def test_a_reply_gives_at_most_what_was_asked(reply: str, count: int) -> None:
    assert set(read_reply(reply, count)) <= set(range(1, count + 1))


# --- over a real connection -------------------------------------------------------------------


@pytest.mark.parametrize(
    "script",
    [
        Script(status=500, raw=b"{}"),
        Script(status=401, raw=b'{"error": {"message": "no"}}'),
        Script(raw=b"<html>"),
        Script(raw=b'{"choices": []}'),
        Script(wait=6.0),
        Script(text="x" * 100, drip=0.2),
    ],
    ids=["error", "no key", "no json", "no choice", "slow", "trickling"],
)
def test_an_endpoint_that_fails_costs_no_more_than_its_time(world: World, script: Script) -> None:
    with chat_server(script) as url:
        by = rewriter(completion(url, "m", None, 2.0))
        expected = literal(world)
        start = time.monotonic()
        assert texts(world, by) == expected
        assert time.monotonic() - start < 4.0
    assert len(script.asked) == 1


def test_an_endpoint_that_nobody_listens_at(world: World) -> None:
    with chat_server(Script()) as url:
        pass
    assert texts(world, rewriter(completion(url, "m", None, 2.0))) == literal(world)


def test_an_endpoint_gets_the_protocol_and_its_wording_is_shown(world: World) -> None:
    script = Script(text=f"1| {BETTER}")
    with chat_server(script) as url:
        shown = texts(world, rewriter(completion(url, "klein-model", "geheim", 5.0)))
    assert BETTER in shown
    (request,) = script.asked
    assert request["model"] == "klein-model"
    assert [message["role"] for message in request["messages"]] == ["system", "user"]
    assert request["temperature"] == 0
