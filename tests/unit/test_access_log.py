"""Nothing that was asked and nobody who asked gets into a log, a header or an address."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from corpus.errors import CorpusUnavailable
from tests.fakes.answers import FakeService
from tests.fakes.documents import document
from tests.fakes.doors import ASK, CLIENT, doors
from tests.fakes.library import MemoryLibrary
from tests.fakes.pages import TODAY

WORD = "Zonnebloem"
QUESTION = f"Mag mijn kind {WORD} thuisblijven?"
ACCESS = "steunwijzer.access"
PLACES = (
    "/{}",
    "/v1/{}",
    "/v1/documents/{}",
    "/v1/documents/{}/versions/1",
    "/v1/documents/zorgplicht/versions/{}",
    "/bronnen/{}/1",
    "/static/{}",
)
LINE = re.compile(r"(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|-) (/\S*|-) \d{3} \d+\.\d ms")


class Moody(FakeService):
    """Fails in each way that a service can, with the question in the text of the error."""

    def answer(self, question: Any) -> Any:
        match question.audience.value:
            case "jeugd":
                raise RuntimeError(question.text) from ValueError(question)
            case "professional":
                raise CorpusUnavailable("De database is bezet.") from ValueError(question.text)
        return super().answer(question)


@pytest.fixture(autouse=True)
def everything(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Catch every record of every logger, and let none hold the question or the client."""
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, logger=ACCESS)
    yield
    formatter = logging.Formatter("%(levelname)s %(name)s %(message)s")
    for record in caplog.get_records("call"):
        written = formatter.format(record) + repr(vars(record))
        # The test's own client logs the addresses it calls; a server never has that logger.
        if record.name.partition(".")[0] not in ("httpx", "httpx2", "asyncio"):
            assert WORD not in written
            assert WORD.upper() not in written
            assert CLIENT[0] not in written


@pytest.fixture
def client() -> TestClient:
    library = MemoryLibrary()
    library.store([document()], "redactie", "coördinator", TODAY)
    return doors(Moody(), library, max_body_bytes=4096, rate_limit="12/day").client


def requests(client: TestClient) -> Iterator[Any]:
    """Every door, well and badly used, with the question in every place that takes text."""
    html = {"Accept": "text/html"}
    for audience in ("ouder", "jeugd", "professional", WORD):
        yield client.post(ASK, json={"question": QUESTION, "audience": audience})
    turns = [{"question": QUESTION, "answer": QUESTION}]
    yield client.post(ASK, json={"question": QUESTION, "conversation": turns})
    yield client.post(ASK, json={"question": QUESTION, "conversation": QUESTION})
    yield client.post(ASK, content=QUESTION, headers={"Content-Type": "application/json"})
    yield client.post(ASK, content=QUESTION, headers={"Content-Type": "multipart/form-data"})
    yield client.post(ASK, json={"question": QUESTION * 500})
    yield client.post(f"{ASK}?q={QUESTION}", json={"question": QUESTION})
    yield client.post("/", data={"question": QUESTION, "earlier_question": QUESTION}, headers=html)
    yield client.post("/", data={"question": QUESTION, "audience": "jeugd"}, headers=html)
    yield client.post("/", data={"question": QUESTION}, headers=html)
    yield client.post(ASK, json={"question": QUESTION})
    for path in (
        "/",
        "/v1/documents",
        "/v1/documents/zorgplicht",
        "/bronnen/zorgplicht/1",
        "/over",
    ):
        yield client.get(path, params={"question": QUESTION, "van": QUESTION})
    for path in PLACES:
        yield client.get(path.format(QUESTION))
        yield client.get(path.format(QUESTION), headers=html)
    yield client.get("/v1/documents", params={"limit": QUESTION})
    yield client.request(WORD.upper(), ASK)
    yield client.get("/v1/documents", headers={"User-Agent": QUESTION, "Referer": f"/?{WORD}"})
    yield client.get("/v1/documents", headers={"X-Forwarded-For": CLIENT[0], "X-Request-Id": WORD})


def test_no_reply_carries_the_question_in_a_header(client: TestClient) -> None:
    for response in requests(client):
        assert WORD not in repr(response.headers)
        assert CLIENT[0] not in repr(response.headers)
        assert CLIENT[0] not in response.text
        assert not response.history


def test_every_request_is_one_line_of_method_route_status_and_time(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    responses = list(requests(client))

    lines = [record.getMessage() for record in caplog.records if record.name == ACCESS]
    assert len(lines) == len(responses)
    assert all(LINE.fullmatch(line) for line in lines)
    statuses = [int(line.split()[2]) for line in lines]
    assert statuses == [response.status_code for response in responses]
    assert {200, 400, 404, 405, 413, 415, 422, 429, 500, 503} <= set(statuses)


@pytest.mark.parametrize(
    ("method", "path", "shown"),
    [
        ("POST", ASK, ASK),
        ("GET", "/v1/documents/zorgplicht", "/v1/documents/{documentId}"),
        (
            "GET",
            "/v1/documents/zorgplicht/versions/1",
            "/v1/documents/{documentId}/versions/{version}",
        ),
        ("HEAD", "/v1/health/live", "/v1/health/live"),
        ("GET", "/bronnen/zorgplicht/1", "/bronnen/{document_id}/{version}"),
        ("GET", "/", "/"),
        ("GET", f"/{WORD}", "-"),
    ],
)
def test_the_line_names_the_pattern_and_not_the_address(
    client: TestClient, caplog: pytest.LogCaptureFixture, method: str, path: str, shown: str
) -> None:
    response = client.request(
        method, path, json={"question": QUESTION} if method == "POST" else None
    )
    (line,) = [record.getMessage() for record in caplog.records if record.name == ACCESS]
    assert line.split()[:3] == [method, shown, str(response.status_code)]


def test_a_method_that_somebody_made_up_is_not_repeated(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    client.request(WORD.upper(), ASK)
    (line,) = [record.getMessage() for record in caplog.records if record.name == ACCESS]
    assert line.startswith("- ")


def test_the_log_of_an_error_holds_no_chained_error_and_no_value(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    client.post(ASK, json={"question": QUESTION, "audience": "jeugd"})
    client.post(ASK, json={"question": QUESTION, "audience": "professional"})

    assert caplog.text.count("Traceback") == 2
    assert "direct cause" not in caplog.text
    assert "RuntimeError (text withheld)" in caplog.text
    assert "De database is bezet." in caplog.text
