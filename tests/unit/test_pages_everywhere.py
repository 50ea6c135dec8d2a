"""What holds for every page, whatever it is about."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from tests.fakes.markup import Markup
from tests.fakes.pages import ASK_CRISIS, ASK_DUTY, build_site

PAGES = ["/", "/bronnen", "/bronnen/zorgplicht/1?van=0&tot=9", "/over", "/bronnen/niets/1"]


@pytest.fixture
def client() -> TestClient:
    return TestClient(build_site().app)


@pytest.fixture(params=[*PAGES, f"ask {ASK_DUTY}", f"ask {ASK_CRISIS}", "ask ", "ask bakker"])
def any_page(request: pytest.FixtureRequest, client: TestClient) -> Markup:
    path: str = request.param
    if path.startswith("ask "):
        return Markup(client.post("/", data={"question": path[4:]}).text)
    return Markup(client.get(path).text)


def test_every_page_can_be_found_around_in(any_page: Markup) -> None:
    page = any_page
    assert page.one("html").attributes["lang"] == "nl"
    assert page.one("main").attributes["id"] == "inhoud"
    assert page.one("a", href="#inhoud")
    assert "Steunwijzer" in page.one("title").text
    levels = [int(e.tag[1]) for e in page.elements if e.tag in ("h1", "h2", "h3")]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in zip([0, *levels], levels, strict=False))
    ids = [e.attributes["id"] for e in page.elements if "id" in e.attributes]
    assert len(ids) == len(set(ids))
    named = [
        name
        for e in page.elements
        for key in ("for", "aria-labelledby", "aria-describedby")
        for name in e.attributes.get(key, "").split()
    ]
    anchors = [e.attributes["href"] for e in page.all("a") if e.attributes["href"][0] == "#"]
    assert set(named) | {anchor[1:] for anchor in anchors} <= set(ids)


def test_every_page_brings_no_code_and_no_style_of_its_own(
    client: TestClient, any_page: Markup
) -> None:
    for element in any_page.elements:
        assert element.tag not in ("script", "style", "iframe")
        assert not any(name == "style" or name.startswith("on") for name in element.attributes)
    files = {e.attributes.get("href") or e.attributes["src"] for e in any_page.elements
             if e.tag in ("link", "img")}  # fmt: skip
    assert all(client.get(file).status_code == 200 for file in files)
    assert all(file.startswith("/static/") for file in files)


def test_static_files_tell_what_they_are(client: TestClient) -> None:
    style, mark = client.get("/static/style.css"), client.get("/static/mark.svg")

    assert style.headers["content-type"] == "text/css; charset=utf-8"
    assert mark.headers["content-type"] == "image/svg+xml"
    assert "max-age" in style.headers["cache-control"]
    assert "http:" not in style.text
    assert "https:" not in style.text


def test_the_page_about_the_service_says_what_people_must_know(client: TestClient) -> None:
    text = Markup(client.get("/over").text).text_of("main")

    for said in (
        "SWV PO de Meierij",
        "een automatische dienst",
        "Er gaat niets naar school",
        "persoonsgegevens",
        "bewaren wij hem zonder",
        "Dat lukt vaak, maar niet altijd",
        "Hoe bereik ik een mens?",
    ):
        assert said in text
