"""Whatever is sent as a question, a mistake is met in Dutch with none of it repeated."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.types import Message

from tests.fakes.doors import ASK, CLIENT, Doors, assert_problem, doors

SECRET = "Jantje Zonnebloem"
JSON = {"Content-Type": "application/json"}
TURN = {"question": SECRET, "answer": SECRET}


@pytest.fixture(scope="module")
def api() -> Doors:
    return doors(rate_limit="off")


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b'{"question": "Jantje Zonnebloem"',
        b"{'question': 'Jantje Zonnebloem'}",
        b'{"question": "\xff Jantje Zonnebloem"}',
        b'{"question": "Jantje Zonnebloem\n"}',
        b'{"question":' + b"[" * 50_000 + b"]" * 50_000 + b"}",
        b'{"question": "Jantje Zonnebloem", "x":' + b"[" * 3_000 + b"]" * 3_000 + b"}",
        b'{"question":' + b"9" * 5_000 + b"}",
        b"Jantje Zonnebloem",
    ],
)
def test_what_is_no_json_is_refused_with_400(api: Doors, body: bytes) -> None:
    assert_problem(api.client.post(ASK, content=body, headers=JSON), 400, SECRET)


def fields(body: dict[str, Any]) -> list[str]:
    return [error["field"] for error in body["errors"]]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"", ""),
        (b"null", ""),
        (b"[]", ""),
        (b'["Jantje Zonnebloem"]', ""),
        (b'"Jantje Zonnebloem"', ""),
        (b"17", ""),
        (b"NaN", ""),
        (b"{}", "question"),
        (b'{"Question": "Jantje Zonnebloem"}', "question"),
        (b'{"question": null}', "question"),
        (b'{"question": 17}', "question"),
        (b'{"question": 1e400}', "question"),
        (b'{"question": true}', "question"),
        (b'{"question": ["Jantje Zonnebloem"]}', "question"),
        (b'{"question": {"text": "Jantje Zonnebloem"}}', "question"),
        (b'{"question": ""}', "question"),
        (b'{"question": " \\t\\n "}', "question"),
        (b'{"question": "\\u200b\\u00ad"}', "question"),
        (b'{"question": "\\u0000"}', "question"),
        (b'{"question": "Jantje Zonnebloem \\ud800"}', "question"),
        (b'{"question": "Jantje Zonnebloem \\udfff\\ud800"}', "question"),
    ],
)
def test_a_body_without_a_usable_question_is_refused_by_name(
    api: Doors, body: bytes, field: str
) -> None:
    problem = assert_problem(api.client.post(ASK, content=body, headers=JSON), 422, SECRET)
    assert fields(problem) == [field]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"audience": SECRET}, "audience"),
        ({"audience": "OUDER"}, "audience"),
        ({"audience": ["ouder"]}, "audience"),
        ({"region": SECRET}, "region"),
        ({"region": ""}, "region"),
        ({"region": "de-meierij\n"}, "region"),
        ({"region": "../de-meierij"}, "region"),
        ({"region": "a" * 81}, "region"),
        ({"region": 3005}, "region"),
        ({"conversation": SECRET}, "conversation"),
        ({"conversation": TURN}, "conversation"),
        ({"conversation": [SECRET]}, "conversation.0"),
        ({"conversation": [[SECRET, SECRET]]}, "conversation.0"),
        ({"conversation": [TURN, {"question": SECRET}]}, "conversation.1.answer"),
        ({"conversation": [TURN, None]}, "conversation.1"),
        ({"conversation": [{"question": SECRET, "answer": 5}]}, "conversation.0.answer"),
        ({"conversation": [{**TURN, "answer": "\ud800"}]}, "conversation.0.answer"),
        ({"conversation": [{**TURN, "answer": "a" * 20_001}]}, "conversation.0.answer"),
        ({"conversation": [TURN] * 51}, "conversation"),
    ],
)
def test_a_wrong_field_beside_a_good_question_is_named(
    api: Doors, more: dict[str, Any], field: str
) -> None:
    body = json.dumps({"question": f"{SECRET}?", **more}).encode()
    asked = len(api.service.asked)

    problem = assert_problem(api.client.post(ASK, content=body, headers=JSON), 422, SECRET)

    assert fields(problem) == [field]
    assert field in problem["detail"]
    assert len(api.service.asked) == asked


def test_a_thousand_characters_are_accepted_and_one_more_is_not(api: Doors) -> None:
    assert api.ask(question="é" * 1000).status_code == 200
    assert api.ask(question=f"  {'😀' * 1000}\n").status_code == 200
    assert api.service.asked[-1].text == "😀" * 1000

    problem = assert_problem(api.ask(question="é" * 1001), 422, "éé")
    assert "1001" in problem["detail"]
    assert "1000" in problem["detail"]


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "a/b", ""]
)
def test_another_kind_of_content_is_refused_with_415(api: Doors, kind: str) -> None:
    body = json.dumps({"question": SECRET})
    response = api.client.post(ASK, content=body, headers={"Content-Type": kind} if kind else {})
    assert "application/json" in assert_problem(response, 415, SECRET)["detail"]


@pytest.mark.parametrize("kind", ["application/json; charset=utf-8", "application/vnd.x+json"])
def test_every_way_to_say_json_is_accepted(api: Doors, kind: str) -> None:
    response = api.client.post(ASK, content=b'{"question": "hoi"}', headers={"Content-Type": kind})
    assert response.status_code == 200


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)
BODIES = JUNK | st.fixed_dictionaries(
    {"question": JUNK | st.text()},
    optional={
        "audience": JUNK | st.sampled_from(["ouder", "jeugd", "professional"]),
        "region": JUNK | st.sampled_from(["de-meierij", "x"]),
        "conversation": JUNK | st.lists(st.fixed_dictionaries({"question": JUNK, "answer": JUNK})),
    },
)


@settings(max_examples=150, deadline=None)
@given(BODIES)
def test_any_json_gets_an_answer_or_a_problem(body: Any) -> None:
    response = ANY.client.post(ASK, content=json.dumps(body).encode(), headers=JSON)
    if response.status_code != 200:
        assert_problem(response, 422)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200), st.sampled_from(["application/json", "text/plain", "*"]))
def test_any_bytes_get_an_answer_or_a_problem(body: bytes, kind: str) -> None:
    response = ANY.client.post(ASK, content=body, headers={"Content-Type": kind})
    if response.status_code != 200:
        assert response.status_code in (400, 415, 422)
        assert_problem(response, response.status_code)


ANY = doors(rate_limit="off")


def in_pieces(size: int) -> Iterator[bytes]:
    """A body that announces no length."""
    yield b'{"question": "Jantje Zonnebloem '
    for _ in range(size // 512):
        yield b"z" * 512


def test_a_body_over_the_limit_is_refused_with_or_without_its_length() -> None:
    api = doors(max_body_bytes=2048)
    whole = api.client.post(ASK, json={"question": SECRET * 200})
    chunked = api.client.post(ASK, content=in_pieces(4096), headers=JSON)

    assert "content-length" not in chunked.request.headers
    for response in (whole, chunked):
        assert "2 kB" in assert_problem(response, 413, SECRET)["detail"]
        assert response.headers["connection"] == "close"
    assert api.service.asked == []


def test_a_body_of_exactly_the_limit_passes() -> None:
    api = doors(max_body_bytes=2048)
    start, end = b'{"question": "hoi"', b"}"
    fits = start + b" " * (2048 - len(start) - len(end)) + end

    assert api.client.post(ASK, content=fits, headers=JSON).status_code == 200
    assert api.client.post(ASK, content=iter([fits[:9], fits[9:]]), headers=JSON).status_code == 200
    assert_problem(api.client.post(ASK, content=fits + b" ", headers=JSON), 413)


def test_a_body_without_end_is_refused_before_its_end() -> None:
    taken, sent = 0, []

    async def receive() -> Message:
        nonlocal taken
        taken += 1
        assert taken < 10, "went on reading"
        return {"type": "http.request", "body": b"z" * 1024, "more_body": True}

    async def send(message: Message) -> None:
        sent.append(message)

    path = {"path": ASK, "raw_path": ASK.encode(), "query_string": b"", "root_path": ""}
    scope = {"type": "http", "method": "POST", "headers": [], "client": CLIENT, **path}
    app = doors(max_body_bytes=2048).client.app

    async def talk() -> None:
        await app(scope, receive, send)

    asyncio.run(talk())

    assert sent[0]["status"] == 413
    assert taken == 3
