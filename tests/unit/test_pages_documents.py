"""The list and the pages of documents: what may be seen, and how it stands today."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from fastapi.testclient import TestClient

from corpus.document import Source
from corpus.errors import CorpusUnavailable
from tests.fakes.markup import Markup
from tests.fakes.pages import DUTY, TODAY, Site, build_site, document


@pytest.fixture
def site() -> Site:
    return build_site()


@pytest.fixture
def client(site: Site) -> TestClient:
    return TestClient(site.app)


def test_a_document_shows_its_text_its_standing_and_its_sources(client: TestClient) -> None:
    page = Markup(client.get("/bronnen/zorgplicht/1").text)

    main = page.text_of("main")
    assert page.one("h1").text == "Zorgplicht van de school"
    assert "Startset: nog niet gevalideerd door de organisatie" in main
    assert "Opgesteld door het project. De organisatie moet dit nog zelf valideren." in main
    assert "uiterlijk 1 november 2027" in main
    assert "## " not in main
    assert page.one("a", href="https://wetten.overheid.nl/BWBR0003420")
    assert not page.all("mark")
    assert not page.of_class("notice")


@pytest.mark.parametrize(
    "query", ["van=5&tot=3", "van=a&tot=b", "van=0&tot=99999", "van=1", "tot="]
)
def test_offsets_that_make_no_sense_do_no_harm(client: TestClient, query: str) -> None:
    response = client.get(f"/bronnen/zorgplicht/1?{query}")

    assert response.status_code == 200
    assert not Markup(response.text).all("mark")


def test_a_source_without_a_web_address_is_not_a_link(site: Site, client: TestClient) -> None:
    file = document("bron", "Bron", DUTY)
    sources = (Source("Kwaad", "javascript:alert(1)"), Source("Boek"))
    file = replace(file, content=replace(file.content, sources=sources))
    site.library.store([file], "redactie", "redactie", TODAY)

    page = Markup(client.get("/bronnen/bron/1").text)

    assert "Kwaad" in page.text_of("main")
    assert "Boek" in page.text_of("main")
    assert not any("javascript" in e.attributes["href"] for e in page.all("a"))


def _store(site: Site, valid_from: date, review_by: date, text: str = DUTY) -> None:
    file = document("regel", "Een regel", text)
    content = replace(file.content, valid_from=valid_from, review_by=review_by)
    site.library.store([replace(file, content=content)], "redactie", "redactie", TODAY)


def _notice(client: TestClient, version: int = 1) -> tuple[str, list[str]]:
    response = client.get(f"/bronnen/regel/{version}")
    assert response.status_code == 200
    page = Markup(response.text)
    (notice,) = page.of_class("notice")
    links = [e.attributes["href"] for e in page.links_in("main")]
    return notice.text, [link for link in links if link.startswith("/bronnen/regel")]


def test_a_withdrawn_version_says_so(site: Site, client: TestClient) -> None:
    _store(site, date(2026, 1, 1), date(2027, 1, 1))
    site.library.withdraw("regel", 1)

    text, links = _notice(client)

    assert "Deze versie is ingetrokken" in text
    assert links == []


def test_a_replaced_version_leads_to_the_one_that_holds_now(site: Site, client: TestClient) -> None:
    _store(site, date(2026, 1, 1), date(2027, 1, 1))
    _store(site, date(2026, 9, 1), date(2027, 9, 1), DUTY + "\nMeer.\n")

    text, links = _notice(client)

    assert "Deze versie is vervangen" in text
    assert "31 augustus 2026" in text
    assert links == ["/bronnen/regel/2"]


def test_an_expired_version_says_so(site: Site, client: TestClient) -> None:
    _store(site, date(2025, 1, 1), date(2026, 11, 22))

    assert "Deze versie is verlopen" in _notice(client)[0]


def test_a_version_on_its_last_day_still_holds(site: Site, client: TestClient) -> None:
    _store(site, date(2025, 1, 1), TODAY)

    assert not Markup(client.get("/bronnen/regel/1").text).of_class("notice")


def test_a_version_of_tomorrow_says_from_when_it_holds(site: Site, client: TestClient) -> None:
    _store(site, date(2026, 12, 1), date(2027, 12, 1))

    text, _ = _notice(client)

    assert "Deze versie geldt nog niet" in text
    assert "1 december 2026" in text


def test_what_nobody_validated_is_not_to_be_seen(site: Site, client: TestClient) -> None:
    site.library.store([document("concept", "Concept", DUTY)], "redactie", None, TODAY)

    assert client.get("/bronnen/concept/1").status_code == 404
    site.library.withdraw("concept", 1)
    assert client.get("/bronnen/concept/1").status_code == 404
    assert "Concept" not in client.get("/bronnen").text


@pytest.mark.parametrize(
    "path",
    [
        "/bronnen/onbekend/1",
        "/bronnen/zorgplicht/2",
        "/bronnen/zorgplicht/een",
        "/bronnen/zorgplicht/99999999999",
        "/bronnen/%00/1",
        "/bronnen/Zorgplicht/1",
        "/static/router.py",
        "/static/base.html",
    ],
)
def test_what_is_not_there_is_a_page_that_says_so(client: TestClient, path: str) -> None:
    response = client.get(path)

    assert response.status_code == 404
    assert Markup(response.text).one("h1").text == "Deze pagina is er niet"


def test_the_list_holds_what_may_be_cited_here_today(site: Site, client: TestClient) -> None:
    elsewhere = document("elders", "Zo doet Breda het", DUTY, "breda")
    site.library.store([elsewhere], "redactie", "redactie", TODAY)
    _store(site, date(2025, 1, 1), date(2026, 11, 22))

    page = Markup(client.get("/bronnen").text)

    cards = {e.text.split("\n")[1].strip(): e.text for e in page.of_class("card")}
    assert list(cards) == ["Zorgplicht van de school", "Hulp vragen in de Meierij"]
    first, second = cards.values()
    assert "Landelijk" in first
    assert "Startset" in first
    assert "1 november 2027" in first
    assert "de Meierij" in second
    assert "Startset" not in second


def test_an_unreachable_corpus_is_a_page_with_a_person_on_it(
    site: Site, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise CorpusUnavailable("geheim")

    monkeypatch.setattr(site.library, "citable", fail)

    response = client.get("/bronnen")

    assert response.status_code == 503
    assert "geheim" not in response.text
    assert Markup(response.text).all("a", href="tel:0730000000")
