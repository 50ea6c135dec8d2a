"""The pages of words and of people, and what an answer and a document explain."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from fastapi.testclient import TestClient

from api.pages.help import listed_contacts
from corpus.contacts import contacts
from tests.fakes.markup import Markup
from tests.fakes.pages import ASK_DUTY, SETTINGS, build_site

EXPLAINED = "De zorgplicht begint als u uw kind schriftelijk aanmeldt."


@pytest.fixture
def client() -> TestClient:
    return TestClient(build_site().app)


def _page(client: TestClient, path: str) -> Markup:
    response = client.get(path)
    assert response.status_code == 200
    return Markup(response.text)


def test_every_word_that_a_document_explains_is_listed_with_its_place(client: TestClient) -> None:
    page = _page(client, "/woorden")
    assert EXPLAINED in page.text_of("main")
    (link,) = [e.attributes["href"] for e in page.all("a") if "dl" in e.parents]
    assert link.startswith("/bronnen/zorgplicht/1?van=")
    assert "intern begeleider" not in page.text_of("main")
    marked = client.get(link).text
    assert f">{EXPLAINED}</mark>" in marked


def test_people_to_turn_to_are_listed_with_numbers_to_press(client: TestClient) -> None:
    page = _page(client, "/hulp")
    links = [e.attributes["href"] for e in page.all("a") if "main" in e.parents]
    assert "tel:112" in links
    assert "tel:08000113" in links
    assert page.text_of("main").index("Nu hulp nodig") < page.text_of("main").index("In uw regio")


def test_details_that_lapsed_are_not_shown_but_the_crisis_numbers_are() -> None:
    late = replace(SETTINGS, today=lambda: date(2035, 1, 1))
    parts = listed_contacts(contacts(), late)
    crisis, *others = parts
    assert all(entry.links.phone for entry in crisis.contacts)
    for part in others:
        assert all(entry.unconfirmed and entry.links.phone is None for entry in part.contacts)


def test_contacts_of_another_region_are_not_shown() -> None:
    elsewhere = replace(SETTINGS, region="elders")
    assert not any("regio" in part.title for part in listed_contacts(contacts(), elsewhere))


def test_an_answer_explains_the_words_it_does_not_explain_itself(client: TestClient) -> None:
    answered = client.post("/", data={"question": ASK_DUTY, "audience": "ouder"}).text
    # This answer holds the explaining sentence itself.
    assert "Moeilijke woorden uitgelegd" not in answered


def test_a_document_names_what_to_read_next(client: TestClient) -> None:
    regional = _page(client, "/bronnen/route/1")
    nav = [e.attributes["href"] for e in regional.all("a") if "nav" in e.parents]
    assert "/bronnen/zorgplicht/1" in nav
    assert not any("weg" in href for href in nav)
