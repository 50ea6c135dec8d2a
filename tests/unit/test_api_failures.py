"""Wrong addresses, methods and breakdowns: problem+json for programs, a page for people."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from corpus.errors import CorpusUnavailable
from ingest.index.port import IndexMissing, IndexUnavailable
from tests.fakes.answers import FakeService
from tests.fakes.doors import ASK, Doors, assert_problem, doors
from tests.fakes.library import MemoryLibrary

SECRET = "Jantje Zonnebloem"
HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
TURN = {"question": SECRET, "answer": SECRET}


@pytest.fixture(scope="module")
def api() -> Doors:
    return doors(rate_limit="off")


def fields(body: dict[str, Any]) -> list[str]:
    return [error["field"] for error in body["errors"]]


@pytest.mark.parametrize(
    "path",
    [
        "/v1",
        "/v1/",
        "/v1/nergens",
        "/v1/questions/",
        "/v2/questions",
        "/v1/documents/zorgplicht",
        "/v1/documents/zorgplicht/versions/1",
        "/v1/documents/..%2F..%2Fetc%2Fpasswd",
        "/v1/documents/%2e%2e/versions/1",
        "/v1/documents/%00",
        "/v1/documents/Zonnebloem%20Jantje",
        "/v1/documents/%F0%9F%98%80",
        "/v1/documents/%ff%fe",
        f"/v1/documents/{'a' * 5000}",
        "/v1/documents/zorgplicht%0A",
    ],
)
def test_what_is_not_there_is_a_404_that_repeats_no_address(api: Doors, path: str) -> None:
    assert_problem(api.client.get(path, headers=HTML if "v1" in path else {}), 404, "Zonnebloem")


class CarefulLibrary(MemoryLibrary):
    """Fails on ids that PostgreSQL can't take either."""

    def history(self, document_id: str) -> Any:
        if "\0" in document_id:
            raise CorpusUnavailable("NUL")
        return super().history(document_id)


def test_an_id_that_no_database_can_look_up_is_unknown_not_a_failure() -> None:
    api = doors(library=CarefulLibrary())
    assert_problem(api.client.get("/v1/documents/a%00"), 404)
    assert_problem(api.client.get("/v1/documents/a%00/versions/1"), 404)


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("?limit=-1", "limit"),
        ("?limit=0", "limit"),
        ("?limit=101", "limit"),
        ("?limit=999999999999999999999999999", "limit"),
        ("?limit=Zonnebloem", "limit"),
        ("?limit=", "limit"),
        ("?limit=1e3", "limit"),
        ("?offset=-1", "offset"),
        ("?offset=18446744073709551616", "offset"),
        ("?offset=%00", "offset"),
        ("/zorgplicht/versions/0", "version"),
        ("/zorgplicht/versions/-1", "version"),
        ("/zorgplicht/versions/Zonnebloem", "version"),
        ("/zorgplicht/versions/99999999999999999999999", "version"),
    ],
)
def test_numbers_that_make_no_sense_are_named(api: Doors, path: str, field: str) -> None:
    problem = assert_problem(api.client.get(f"/v1/documents{path}"), 422, "Zonnebloem")
    assert fields(problem) == [field]


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", ASK, "POST"),
        ("PUT", ASK, "POST"),
        ("DELETE", "/v1/documents", "GET"),
        ("OPTIONS", ASK, "POST"),
        ("OPTIONS", "/v1/health/live", "GET"),
        ("ZONNEBLOEM", "/v1/documents", "GET"),
    ],
)
def test_another_method_is_a_405_that_says_which_are_allowed(
    api: Doors, method: str, path: str, allowed: str
) -> None:
    response = api.client.request(method, path)
    assert_problem(response, 405, "ZONNEBLOEM")
    assert response.headers["allow"] == allowed


@pytest.mark.parametrize("path", ["/", "/v1/documents", "/v1/health/live", "/v1/nergens"])
def test_head_says_what_get_says(api: Doors, path: str) -> None:
    head, get = api.client.head(path), api.client.get(path)
    assert head.status_code == get.status_code
    assert head.headers == get.headers
    assert api.client.head(ASK).status_code == 405


def test_too_many_questions_are_a_429_that_says_how_long_to_wait() -> None:
    api = doors(rate_limit="2/day")
    assert [api.ask(question="hoi").status_code for _ in range(2)] == [200, 200]

    response = api.ask(question=SECRET)

    assert_problem(response, 429, SECRET)
    assert int(response.headers["retry-after"]) > 0
    assert len(api.service.asked) == 2


class Failing(FakeService):
    """Fails with an error whose text is the question, as a careless library would."""

    def answer(self, question: Any) -> Any:
        raise KeyError(question.text) from ValueError(question.text)


def test_an_error_nobody_foresaw_is_a_500_whose_id_is_in_the_log_and_the_question_is_not(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)

    response = doors(Failing()).ask(question=SECRET, conversation=[TURN])

    error_id = assert_problem(response, 500, SECRET)["errorId"]
    records = [record for record in caplog.records if error_id in record.getMessage()]
    assert [record.levelname for record in records] == ["ERROR"]
    assert "KeyError" in caplog.text
    assert "in answer\n    raise KeyError" in caplog.text  # the place stands there
    assert SECRET not in caplog.text
    assert not any(SECRET in repr(vars(record)) for record in caplog.records)


def test_every_500_has_an_id_of_its_own() -> None:
    api = doors(Failing())
    ids = [api.ask(question="hoi").json()["errorId"] for _ in range(3)]
    assert len(set(ids)) == 3


@pytest.mark.parametrize(
    "error",
    [
        IndexMissing("Er is nog geen zoekindex."),
        IndexUnavailable("De zoekindex is beschadigd."),
        CorpusUnavailable("De database is bezet."),
    ],
)
def test_a_part_that_is_away_is_a_503_with_its_reason_in_the_log(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    service = FakeService()
    service.failure = error

    response = doors(service).ask(question=SECRET)

    problem = assert_problem(response, 503, SECRET)
    assert int(response.headers["retry-after"]) > 0
    assert problem["errorId"] in caplog.text
    assert str(error) in caplog.text
    assert str(error) not in response.text
    assert SECRET not in caplog.text


@pytest.mark.parametrize("path", ["", "/zorgplicht", "/zorgplicht/versions/1"])
def test_documents_without_their_database_are_a_503(path: str) -> None:
    class Away(MemoryLibrary):
        def _fail(self, *_: Any) -> Any:
            raise CorpusUnavailable("De database is bezet.")

        citable: Any = _fail
        history: Any = _fail
        get: Any = _fail

    assert_problem(doors(library=Away()).client.get(f"/v1/documents{path}"), 503)


def assert_page(response: Any, status: int) -> None:
    assert response.status_code == status
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert response.text.startswith("<!doctype html>")
    assert 'lang="nl"' in response.text
    assert SECRET not in response.text
    assert response.headers["x-frame-options"] == "DENY"


def test_people_at_a_page_get_a_page() -> None:
    service = FakeService()
    api = doors(service, rate_limit="3/day", max_body_bytes=1024)
    client = api.client

    assert_page(client.get(f"/{SECRET}", headers=HTML), 404)
    assert_page(client.put("/", headers=HTML), 405)
    assert_page(client.post("/", data={"question": SECRET * 99}, headers=HTML), 413)
    broken = {**HTML, "Content-Type": "multipart/form-data"}
    assert_page(client.post("/", content=SECRET, headers=broken), 400)
    service.failure = RuntimeError(SECRET)
    assert_page(client.post("/", data={"question": "hoi"}, headers=HTML), 500)
    limited = client.post("/", data={"question": SECRET}, headers=HTML)
    assert_page(limited, 429)
    assert int(limited.headers["retry-after"]) > 0


def test_a_page_of_an_error_is_dutch(api: Doors) -> None:
    broken = {**HTML, "Content-Type": "multipart/form-data"}
    text = api.client.post("/", content=b"x", headers=broken).text
    assert "niet te lezen" in text
    assert "boundary" not in text


def test_programs_get_a_problem_at_a_page_address_too(api: Doors) -> None:
    assert_problem(api.client.get("/nergens", headers={"Accept": "application/json"}), 404)
    assert_problem(api.client.get("/nergens"), 404)
    assert_problem(api.client.get("/v1/nergens", headers=HTML), 404)
