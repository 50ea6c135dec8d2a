"""The exact form of an answer on the wire, and what surrounds it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from corpus.document import Audience
from rag.answer import Answer, Care, Contact, Mask, NextStep, Status
from rag.question import MAX_TURNS
from tests.fakes.answers import ID, FakeService, answered, unanswerable
from tests.fakes.doors import ASK, Doors, doors
from tests.fakes.pages import ASK_CRISIS, ASK_DUTY, ASK_PARTLY, DUTY, build_site

SIGNAL = UUID("11111111-2222-4333-8444-555555555555")


@pytest.fixture(scope="module")
def api() -> Doors:
    site = build_site()
    service = site.service
    service.answers["timed"] = replace(unanswerable(), timings=(("mask", 0.5), ("embed", 12.345)))
    service.answers["signalled"] = replace(
        unanswerable(), signal_id=SIGNAL, masks=(Mask("naam", "[NAAM]"),), confidence=0.123456
    )
    return doors(service, site.library, rate_limit="off")


def reply(api: Doors, question: str) -> dict[str, Any]:
    response = api.ask(question=question)
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    body: dict[str, Any] = response.json()
    return body


def keys(value: Any) -> Iterator[str]:
    """Every key at every depth."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from keys(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from keys(inner)


def test_an_answer_has_exactly_these_fields(api: Doors) -> None:
    body = reply(api, ASK_DUTY)

    assert list(body) == [
        "id",
        "status",
        "language",
        "answer",
        "citations",
        "nextSteps",
        "confidence",
        "masks",
        "missing",
        "care",
        "signalId",
    ]
    assert body["id"] == str(ID)
    assert body["status"] == "answered"
    assert body["language"] == "nl"
    assert body["confidence"] == 0.9
    assert body["masks"] == []
    assert body["signalId"] is None
    assert set(body["answer"]) == {"text", "blocks"}


def test_a_citation_has_exactly_these_fields_and_values(api: Doors) -> None:
    body = reply(api, ASK_PARTLY)
    version = api.library.get("zorgplicht", 1)
    assert version is not None
    quote = "De zorgplicht begint als u uw kind schriftelijk aanmeldt."
    start = DUTY.index(quote)

    assert body["status"] == "answered_partially"
    assert body["citations"] == [
        {
            "number": 1,
            "documentId": "zorgplicht",
            "version": 1,
            "contentHash": version.content.content_hash,
            "title": "Zorgplicht van de school",
            "section": "Wanneer begint de zorgplicht?",
            "scope": "landelijk",
            "region": None,
            "topics": ["zorgplicht"],
            "quote": quote,
            "start": start,
            "end": start + len(quote),
            "url": f"/bronnen/zorgplicht/1?van={start}&tot={start + len(quote)}#citaat",
            "validatedBy": "project Steunwijzer",
            "validatedOn": "2026-11-23",
            "validationNote": "Opgesteld door het project. De organisatie moet dit nog zelf "
            "valideren.",
            "starter": True,
            "reviewBy": "2027-11-01",
            "sources": [
                {
                    "title": "Wet op het primair onderwijs, artikel 40",
                    "url": "https://wetten.overheid.nl/BWBR0003420",
                    "seen": "2026-11-23",
                }
            ],
        }
    ]
    assert body["answer"] == {
        "text": quote,
        "blocks": [
            {
                "scope": "landelijk",
                "sentences": [{"text": quote, "citations": [1], "step": False}],
            }
        ],
    }


def test_law_and_regional_custom_come_in_blocks_of_their_own(api: Doors) -> None:
    body = reply(api, ASK_DUTY)

    blocks = body["answer"]["blocks"]
    assert [block["scope"] for block in blocks] == ["landelijk", "regionaal"]
    scopes = {c["number"]: (c["scope"], c["region"]) for c in body["citations"]}
    assert scopes[1] == ("landelijk", None)
    assert scopes[3] == ("regionaal", "de-meierij")
    for block in blocks:
        for sentence in block["sentences"]:
            assert sentence["citations"]
            assert {scopes[number][0] for number in sentence["citations"]} == {block["scope"]}
    said = [" ".join(s["text"] for s in block["sentences"]) for block in blocks]
    assert body["answer"]["text"] == "\n\n".join(said)
    steps = [s["text"] for block in blocks for s in block["sentences"] if s["step"]]
    assert "Bewaar een kopie van de aanmelding." in steps


def test_what_a_citation_points_at_can_be_fetched_and_is_the_quote(api: Doors) -> None:
    for cited in reply(api, ASK_DUTY)["citations"]:
        path = f"/v1/documents/{cited['documentId']}/versions/{cited['version']}"
        version = api.client.get(path).json()
        assert version["text"][cited["start"] : cited["end"]] == cited["quote"]
        assert version["contentHash"] == cited["contentHash"]
        page = api.client.get(cited["url"])
        assert page.status_code == 200
        assert f'id="{cited["url"].partition("#")[2]}"' in page.text


def test_a_quote_with_signs_outside_the_basic_plane_keeps_its_offsets() -> None:
    site = build_site()
    version = site.library.get("zorgplicht", 1)
    assert version is not None
    text = "😀 Hoi.\n\n## Kop\n\nDe 👩‍👧 telt. Ook é."
    content = replace(version.content, text=text)
    quote = "De 👩‍👧 telt."
    service = FakeService({"hoi": answered((replace(version, content=content), (quote,)))})

    (cited,) = doors(service).ask(question="hoi").json()["citations"]

    assert cited["quote"] == quote
    assert text[cited["start"] : cited["end"]] == quote


def test_a_question_without_an_answer_says_so_and_names_a_person(api: Doors) -> None:
    body = reply(api, "signalled")

    assert body["status"] == "unanswerable_no_source"
    assert body["answer"] == {"text": unanswerable().message, "blocks": []}
    assert body["citations"] == []
    assert body["signalId"] == str(SIGNAL)
    assert body["masks"] == [{"kind": "naam", "placeholder": "[NAAM]"}]
    assert body["confidence"] == 0.1235
    assert body["nextSteps"] == [
        {
            "label": "Bespreek het met het steunpunt",
            "text": "Zij denken met u mee.",
            "contact": {
                "name": "Jeugd- en oudersteunpunt de Meierij",
                "phone": "073 000 00 00",
                "email": "steunpunt@example.org",
                "url": "https://steunpunt.example.org/contact",
                "hours": "Maandag tot en met donderdag, 9.00 tot 16.00 uur",
            },
        }
    ]


def test_a_step_without_a_person_has_no_contact() -> None:
    steps = (NextStep("Vraag het anders", "Eén zin."), NextStep("Bel", "", Contact("112")))
    service = FakeService({"x": replace(unanswerable(), next_steps=steps)})

    first, second = doors(service).ask(question="x").json()["nextSteps"]

    assert first == {"label": "Vraag het anders", "text": "Eén zin.", "contact": None}
    nobody = {"phone": None, "email": None, "url": None, "hours": None}
    assert second["contact"] == {"name": "112", **nobody}


@pytest.mark.parametrize("question", [ASK_DUTY, ASK_PARTLY, ASK_CRISIS, "signalled", "anders"])
def test_every_key_at_every_depth_is_camel_case(api: Doors, question: str) -> None:
    assert all(re.fullmatch("[a-z]+([A-Z][a-z]+)*", key) for key in keys(reply(api, question)))


@pytest.mark.parametrize("status", Status)
def test_every_status_reaches_the_client_as_it_is(status: Status) -> None:
    service = FakeService({"x": Answer(ID, status, "tr", "Bericht.")})
    body = doors(service).ask(question="x").json()
    assert (body["status"], body["language"]) == (status.value, "tr")
    expected = "" if status.family == "answered" else "Bericht."
    assert body["answer"]["text"] == expected


def test_on_a_refusal_the_general_rule_stands_in_blocks_and_the_refusal_in_text() -> None:
    rule = build_site().service.answers[ASK_DUTY]
    refused = replace(rule, status=Status.UNANSWERABLE_PERSONAL_CASE, message="Dat weet ik niet.")
    body = doors(FakeService({"x": refused})).ask(question="x").json()
    assert body["answer"]["text"] == "Dat weet ik niet."
    assert body["answer"]["blocks"]
    assert body["citations"]


def test_missing_parts_and_help_beside_an_answer_go_along() -> None:
    care = Care("Bel nu.", (NextStep("Bel 112", "Bij gevaar.", Contact("112", phone="112")),))
    full = replace(build_site().service.answers[ASK_DUTY], missing=("wat kost dat?",), care=care)
    body = doors(FakeService({"x": full})).ask(question="x").json()
    assert body["missing"] == ["wat kost dat?"]
    assert body["care"]["message"] == "Bel nu."
    assert body["care"]["steps"][0]["contact"]["phone"] == "112"


def test_the_steps_of_a_request_are_in_its_headers(api: Doors) -> None:
    timing = api.ask(question="timed").headers["server-timing"]
    assert timing == "mask;dur=0.50, embed;dur=12.35"
    assert "server-timing" not in api.ask(question="untimed").headers


def test_every_reply_names_the_version_of_the_api_and_guards_the_browser(api: Doors) -> None:
    responses = [
        api.ask(question=ASK_DUTY),
        api.ask(question=""),
        api.client.get("/v1/documents"),
        api.client.get("/v1/documents/niets"),
        api.client.get("/v1/health/ready"),
        api.client.get("/v1/openapi.json"),
        api.client.get(ASK),
        api.client.head("/v1/documents"),
    ]
    for response in responses:
        headers = response.headers
        assert headers["api-version"] == "1.0.0"
        assert headers["cache-control"] == "no-store"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cross-origin-opener-policy"] == "same-origin"
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert "set-cookie" not in headers
        assert "access-control-allow-origin" not in headers
        assert "server" not in headers


def test_a_page_is_no_part_of_the_api_but_is_guarded_too(api: Doors) -> None:
    headers = api.client.get("/").headers
    assert "api-version" not in headers
    assert headers["x-frame-options"] == "DENY"
    assert "script-src 'self'" not in headers["content-security-policy"]


def test_what_is_asked_reaches_the_service_as_it_was_sent() -> None:
    api = doors(region="de-liemers")
    turns = [{"question": f"vraag {n}", "answer": f"antwoord {n}"} for n in range(8)]

    api.ask(question=" Mag dat? ", audience="jeugd", region="de-meierij", conversation=turns)

    (asked,) = api.service.asked
    assert asked.text == "Mag dat?"
    assert asked.audience is Audience.YOUTH
    assert asked.region == "de-meierij"
    assert [t.question for t in asked.conversation] == [f"vraag {n}" for n in range(2, 8)]
    assert [t.answer for t in asked.conversation] == [f"antwoord {n}" for n in range(2, 8)]
    assert len(asked.conversation) == MAX_TURNS


@pytest.mark.parametrize(
    "left_out", [{}, {"audience": None, "region": None, "conversation": None}, {"conversation": []}]
)
def test_a_parent_in_the_region_of_the_service_is_assumed(left_out: dict[str, Any]) -> None:
    api = doors(region="de-liemers")

    assert api.ask(question="Mag dat?", **left_out).status_code == 200

    (asked,) = api.service.asked
    assert (asked.audience, asked.region) == (Audience.PARENT, "de-liemers")
    assert asked.conversation == ()


@pytest.mark.parametrize("audience", Audience)
def test_every_audience_can_ask(audience: Audience) -> None:
    api = doors()
    assert api.ask(question="x", audience=audience.value).status_code == 200
    assert api.service.asked[0].audience is audience


def test_unknown_fields_are_ignored_so_that_old_servers_take_new_clients() -> None:
    assert doors().ask(question="x", colour="red").status_code == 200


def test_a_question_in_the_address_is_not_read() -> None:
    api = doors()
    response = api.client.post(f"{ASK}?question=hoi")
    assert response.status_code == 422
    assert api.service.asked == []
