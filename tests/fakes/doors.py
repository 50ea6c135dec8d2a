"""The whole application over fakes, and what every error reply of it must look like."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import ApiSettings
from corpus.library import Library
from rag.health import Check
from tests.fakes.answers import FakeService
from tests.fakes.library import MemoryLibrary
from tests.fakes.pages import TODAY

ASK = "/v1/questions"
PROBLEM = "application/problem+json"
CLIENT = ("203.0.113.77", 50000)
HEALTHY = (Check("index", True, "3 passages"),)


def no_settings(**changes: Any) -> ApiSettings:
    """The defaults, whatever the environment says; changes are checked as in the environment."""
    fields = {name: field.default for name, field in ApiSettings.model_fields.items()}
    return ApiSettings(**{**fields, **changes})


@dataclass(frozen=True)
class Doors:
    """A client of the application, and the fakes behind it."""

    client: TestClient
    service: FakeService
    library: MemoryLibrary

    def ask(self, **body: Any) -> Any:
        """Post a question and return the response."""
        return self.client.post(ASK, json=body)


def doors(
    service: FakeService | None = None,
    library: Library | None = None,
    examine: Callable[[], Sequence[Check]] = lambda: HEALTHY,
    client: tuple[str, int] = CLIENT,
    **settings: Any,
) -> Doors:
    """The application on the day of the fake pages, as a client somewhere on the internet."""
    asked, shelf = service or FakeService(), library or MemoryLibrary()
    app = create_app(asked, shelf, examine, no_settings(**settings), now=lambda: TODAY)
    return Doors(TestClient(app, client=client), asked, shelf)  # type: ignore[arg-type]


def assert_problem(response: Any, status: int, secret: str = "") -> dict[str, Any]:
    """Checks all that holds for every problem reply, and returns its body."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == PROBLEM
    body: dict[str, Any] = response.json()
    assert body["status"] == status
    assert body["type"] == "about:blank"
    assert len(body["title"]) > 3
    assert_dutch(body["title"])
    assert_dutch(body["detail"])
    for error in body["errors"]:
        assert_dutch(error["message"])
    if secret:
        assert secret not in response.text
        assert secret not in repr(response.headers)
    return body


# Words that English messages of frameworks can hardly do without, and Dutch ones never have.
_ENGLISH = frozenset(
    "the should input valid error be was were must not found internal server body request "
    "parsing method allowed field required value than there".split()
)


def assert_dutch(text: str) -> None:
    """Fails on a message that a framework wrote."""
    words = set(text.lower().replace(",", " ").replace(".", " ").replace(":", " ").split())
    assert text
    assert not words & _ENGLISH, text
