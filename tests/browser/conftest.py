"""The pages on a real port, and a headless Chromium that can reach nothing else."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

from tests.fakes.pages import build_site

_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
PHONE: ViewportSize = {"width": 375, "height": 740}


@pytest.fixture(scope="session")
def base_url() -> Iterator[str]:
    """The address of the pages, with fakes behind them."""
    config = uvicorn.Config(build_site().app, port=0, log_level="warning", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 10
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.02)
    assert server.started, "the pages did not start"
    host, port = server.servers[0].sockets[0].getsockname()
    yield f"http://{host}:{port}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=_ARGUMENTS)
        yield browser
        browser.close()


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
