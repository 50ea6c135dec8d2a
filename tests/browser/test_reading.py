"""A parent on a phone asks, reads, checks a source and asks on; with a finger and with keys."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.fakes.pages import ASK_CRISIS, ASK_DUTY

pytestmark = pytest.mark.browser


def _ask(page: Page, question: str) -> None:
    page.goto("/")
    page.get_by_label("Uw vraag").fill(question)
    page.get_by_role("button", name="Stel uw vraag").click()


def _in_view(locator: Locator) -> bool:
    """True when all of it is inside the viewport."""
    box, size = locator.bounding_box(), locator.page.viewport_size
    assert box is not None
    assert size is not None
    return box["y"] >= 0 and box["y"] + box["height"] <= size["height"] and box["height"] > 0


def test_ask_read_and_check_the_source(page: Page, context: BrowserContext) -> None:
    _ask(page, ASK_DUTY)

    expect(page.get_by_role("heading", level=1)).to_have_text("Antwoord")
    expect(page.locator(".asked")).to_have_text(ASK_DUTY)
    assert ASK_DUTY not in page.url
    page.get_by_role("link", name="bron 2", exact=True).click()
    assert page.url.endswith("/#bron-2")
    assert _in_view(page.locator("#bron-2"))

    with context.expect_page() as opened:
        page.get_by_role("link", name="Bron 2: Lees dit in het document").click()
    source = opened.value
    source.wait_for_load_state()
    expect(source.get_by_role("heading", level=1)).to_have_text("Zorgplicht van de school")
    expect(source.locator("mark")).to_have_text("De school beslist binnen zes weken.")
    assert _in_view(source.locator("mark"))
    expect(page.locator(".asked")).to_have_text(ASK_DUTY)


def test_a_quote_over_several_blocks_is_marked_from_its_start(
    page: Page, context: BrowserContext
) -> None:
    _ask(page, ASK_DUTY)

    with context.expect_page() as opened:
        page.get_by_role("link", name="Bron 1: Lees dit in het document").click()

    marks = opened.value.locator("mark")
    expect(marks).to_have_count(6)
    assert _in_view(marks.first)


def test_a_next_question_goes_on_in_the_same_talk(page: Page) -> None:
    _ask(page, ASK_DUTY)

    page.get_by_label("Uw volgende vraag").fill("En op het sbo?")
    page.get_by_role("button", name="Stel deze vraag").click()

    expect(page.locator(".asked")).to_have_text("En op het sbo?")
    carried = page.locator('input[name="earlier_question"]')
    assert [field.get_attribute("value") for field in carried.all()] == [ASK_DUTY, "En op het sbo?"]


def test_an_example_is_one_tap(page: Page) -> None:
    page.goto("/")
    example = page.locator(".examples button").first
    text = example.inner_text()

    example.click()

    expect(page.locator(".asked")).to_have_text(text)


def test_a_mistake_is_shown_where_it_was_made(page: Page) -> None:
    _ask(page, "x" * 1001)

    field = page.get_by_label("Uw vraag")
    expect(field).to_have_value("x" * 1001)
    assert _in_view(page.get_by_role("alert"))
    page.get_by_role("alert").get_by_role("link").click()
    field.fill(ASK_DUTY)
    page.get_by_role("button", name="Stel uw vraag").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Antwoord")


def test_help_in_a_crisis_is_in_view_at_once(page: Page) -> None:
    _ask(page, ASK_CRISIS)

    expect(page.get_by_role("textbox")).to_have_count(0)
    for name in ("Bel 0800-0113", "Bel 112"):
        assert _in_view(page.get_by_role("link", name=name))


def _tab_to(page: Page, wanted: Locator, most: int = 30) -> None:
    """Press Tab until `wanted` has the focus, and check that it shows."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if wanted.and_(page.locator(":focus")).count():
            outline = wanted.evaluate("element => getComputedStyle(element).outlineWidth")
            assert float(outline.removesuffix("px")) >= 2
            assert _in_view(wanted)
            return
    raise AssertionError(f"{wanted} can't be reached with Tab")


def test_everything_can_be_done_with_the_keyboard(page: Page, context: BrowserContext) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Naar de inhoud")).to_be_focused()
    page.keyboard.press("Enter")
    _tab_to(page, page.get_by_label("Uw vraag"), most=1)
    page.keyboard.type(ASK_DUTY)
    _tab_to(page, page.get_by_role("radio", name="Ouder of verzorger"), most=1)
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Leerling")).to_be_checked()
    _tab_to(page, page.get_by_role("button", name="Stel uw vraag"), most=1)
    page.keyboard.press("Enter")

    _tab_to(page, page.get_by_role("link", name="bron 3", exact=True))
    page.keyboard.press("Enter")
    _tab_to(page, page.get_by_role("link", name="Bron 3: Lees dit in het document"), most=1)
    with context.expect_page() as opened:
        page.keyboard.press("Enter")
    expect(opened.value.locator("mark")).to_have_count(1)
