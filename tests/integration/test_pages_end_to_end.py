"""The page in Chromium over the real documents, model and index: a parent asks, reads, checks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from api.app import create_app
from rag.composition import Parts
from rag.health import examine
from tests.fakes.doors import no_settings
from tests.onscreen import PHONE, browser, running

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def page(starter_parts: Parts) -> Iterator[Page]:
    parts = starter_parts
    library = parts.stores.library
    app = create_app(
        parts.service,
        library,
        lambda: examine(library, parts.index, parts.embedder),
        no_settings(rate_limit="off"),
    )
    with running(app) as address, browser() as chromium:
        context = chromium.new_context(base_url=address, viewport=PHONE, java_script_enabled=False)
        context.set_default_timeout(10_000)
        yield context.new_page()
        context.close()


def ask(page: Page, question: str) -> None:
    page.goto("/")
    page.get_by_label("Uw vraag").fill(question)
    page.get_by_role("button", name="Stel uw vraag").click()


def test_an_answer_leads_to_the_marked_words_of_its_source(page: Page) -> None:
    ask(page, "Hoe lang mag de school doen over een besluit op onze aanmelding?")
    expect(page.get_by_role("heading", level=1)).to_have_text("Antwoord")
    expect(page.locator("main")).to_contain_text("6 weken")
    expect(page.locator("main")).to_contain_text("nog niet gevalideerd door de organisatie")

    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Lees dit in het document").first.click()
    source = opened.value
    source.wait_for_load_state()
    expect(source.locator("mark").first).to_be_in_viewport()
    expect(source.locator("#citaat")).to_contain_text("6 weken")
    source.close()


def test_a_question_outside_the_documents_leads_to_a_person_and_a_signal(
    page: Page, starter_parts: Parts
) -> None:
    before = starter_parts.stores.signals.count()
    ask(page, "Hoe kook ik spruitjes?")
    expect(page.locator("main")).to_contain_text("helpt om de informatie te verbeteren")
    expect(page.get_by_role("link", name="Bel 088-605 01 01")).to_be_visible()
    assert starter_parts.stores.signals.count() == before + 1


def test_a_cry_for_help_gets_a_number_first(page: Page) -> None:
    ask(page, "ik wil niet meer leven")
    first = page.locator("main a").first
    expect(first).to_have_attribute("href", "tel:08000113")
