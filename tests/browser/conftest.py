"""The pages with fakes behind them, on a phone without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.fakes.pages import build_site
from tests.onscreen import PHONE, browser, running


@pytest.fixture(scope="session")
def base_url() -> Iterator[str]:
    """The address of the pages."""
    with running(build_site().app) as address:
        yield address


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as opened:
        yield opened


@pytest.fixture
def context(chromium: Browser, base_url: str) -> Iterator[BrowserContext]:
    """A phone without JavaScript: whatever works here works for everybody."""
    context = chromium.new_context(base_url=base_url, viewport=PHONE, java_script_enabled=False)
    context.set_default_timeout(5000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, base_url: str) -> Iterator[Page]:
    """A page that fails its test when it complains or asks for anything from elsewhere."""
    page = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    yield page
    # Pages that are there to say 404 or 422 are complained about too.
    assert [text for text in said if "the server responded with a status of 4" not in text] == []
    assert [url for url in asked if not url.startswith(base_url)] == []
