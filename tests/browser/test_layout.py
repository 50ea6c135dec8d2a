"""How the pages hold up: narrow screens, big fingers, dark rooms and paper."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.fakes.pages import ASK_CRISIS, ASK_DUTY

pytestmark = pytest.mark.browser

LONG = "meervoudigeondersteuningsbehoefte" * 12
PAGES = ["/", "/bronnen", "/bronnen/zorgplicht/1?van=63&tot=200#citaat", "/over", "/bronnen/x/1"]
QUESTIONS = [ASK_DUTY, ASK_CRISIS, LONG, ""]
TAPPED = "button, textarea, summary, .menu a, .brand, .way, .tap, .open, .choice label"


def _visit(page: Page, place: str) -> None:
    if place.startswith("/"):
        page.goto(place)
        return
    page.goto("/")
    page.locator("textarea").fill(place.removeprefix("?"))
    page.get_by_role("button", name="Stel uw vraag").click()
    page.locator("h1").wait_for()


@pytest.mark.parametrize("place", [*PAGES, *(f"?{question}" for question in QUESTIONS)])
def test_nothing_sticks_out_of_a_narrow_screen_and_every_target_is_big_enough(
    page: Page, place: str
) -> None:
    page.set_viewport_size({"width": 320, "height": 640})

    _visit(page, place)

    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    targets = [target for target in page.locator(TAPPED).all() if target.is_visible()]
    assert targets
    for target in targets:
        box = target.bounding_box()
        assert box is not None
        assert box["height"] >= 44, target.inner_text()
        assert box["width"] >= 44, target.inner_text()


def test_two_columns_on_a_wide_screen(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 860})

    _visit(page, f"?{ASK_DUTY}")

    answer = page.locator(".column-main").bounding_box()
    side = page.locator(".column-side").bounding_box()
    assert answer is not None
    assert side is not None
    assert side["x"] > answer["x"] + answer["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_the_printed_answer_card_holds_the_answer_its_sources_and_a_person(page: Page) -> None:
    _visit(page, f"?{ASK_DUTY}")

    page.emulate_media(media="print")

    for gone in ("nav", "textarea", ".trust", ".open"):
        assert not any(element.is_visible() for element in page.locator(gone).all())
    for kept in (".asked", ".block", ".source", ".way", "text=Antwoordkaart van Steunwijzer"):
        assert all(element.is_visible() for element in page.locator(kept).all())
    expect(page.get_by_text("Document zorgplicht, versie 1")).to_be_visible()


def test_dark_rooms_get_a_dark_page(chromium: Browser, base_url: str) -> None:
    brightness = {}
    for scheme in ("light", "dark"):
        context = chromium.new_context(base_url=base_url, color_scheme=scheme)
        page = context.new_page()
        page.goto("/")
        colour = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        brightness[scheme] = sum(int(part) for part in colour[4:-1].split(","))
        context.close()

    assert brightness["dark"] < 150 < 600 < brightness["light"]


def test_less_motion_means_no_motion(chromium: Browser, base_url: str) -> None:
    context = chromium.new_context(base_url=base_url, reduced_motion="reduce")
    page = context.new_page()
    page.goto("/")

    moving = "getComputedStyle(document.querySelector('button')).transitionDuration"
    assert page.evaluate(moving) == "0s"
    context.close()
