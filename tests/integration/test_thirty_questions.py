"""The main job on real input: thirty questions over the starter set, and ten outside it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from httpx import Client

QUESTIONS = [
    json.loads(line)
    for line in (Path(__file__).parent.parent / "data" / "ordinary.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]
INSIDE = [q for q in QUESTIONS if q["expect"] == "answered"]
OUTSIDE = [q for q in QUESTIONS if q["expect"] != "answered"]
NEEDED = 25


def post(client: Client, asked: dict[str, Any]) -> dict[str, Any]:
    reply = client.post(
        "/v1/questions",
        json={key: asked[key] for key in ("question", "audience", "region")},
    )
    assert reply.status_code == 200
    answer: dict[str, Any] = reply.json()
    return answer


def test_the_test_itself_is_whole() -> None:
    assert (len(INSIDE), len(OUTSIDE)) == (30, 10)


def test_at_least_25_of_30_are_answered_with_citations_equal_to_the_stored_bytes(
    starter_client: Client,
) -> None:
    answered = []
    for asked in INSIDE:
        answer = post(starter_client, asked)
        if not answer["status"].startswith("answered"):
            continue
        assert answer["citations"]
        assert [c["number"] for c in answer["citations"]] == list(
            range(1, len(answer["citations"]) + 1)
        )
        for citation in answer["citations"]:
            path = f"/v1/documents/{citation['documentId']}/versions/{citation['version']}"
            version = starter_client.get(path).json()
            assert version["text"][citation["start"] : citation["end"]] == citation["quote"]
            assert version["contentHash"] == citation["contentHash"]
        quotes = {c["number"]: c["quote"] for c in answer["citations"]}
        for block in answer["answer"]["blocks"]:
            for sentence in block["sentences"]:
                assert any(sentence["text"] in quotes[n] for n in sentence["citations"])
        if set(asked["topics"]) & set(answer["citations"][0]["topics"]):
            answered.append(asked["id"])
    assert len(answered) >= NEEDED, f"on the right topic: {len(answered)} of 30"


@pytest.mark.parametrize("asked", OUTSIDE, ids=[q["id"] for q in OUTSIDE])
def test_a_question_outside_the_corpus_is_not_answered_and_becomes_a_signal(
    starter_client: Client, asked: dict[str, Any]
) -> None:
    answer = post(starter_client, asked)
    assert answer["status"].startswith("unanswerable_")
    if answer["status"] != "unanswerable_personal_case":
        # There the general rule may stand beside the refusal.
        assert answer["answer"]["blocks"] == []
        assert answer["citations"] == []
    assert answer["signalId"]
    assert any(step["contact"] for step in answer["nextSteps"])
