"""The limit counts clients, knows whom to let through, and remembers no address."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import ValidationError

from api.limiting import RateLimit, networks
from tests.fakes.doors import ASK, Doors, assert_problem, doors, no_settings

ADDRESS = "203.0.113.201"


def codes(api: Doors, address: str, times: int, method: str = "POST", path: str = ASK) -> list[int]:
    client = TestClient(api.client.app, client=(address, 40000))
    body = {"question": "hoi"} if method == "POST" else None
    return [client.request(method, path, json=body).status_code for _ in range(times)]


@pytest.fixture
def api() -> Doors:
    return doors(rate_limit="2/day", rate_limit_exempt="127.0.0.0/8,::1/128, 10.9.0.0/16")


def test_each_client_has_a_count_of_its_own(api: Doors) -> None:
    assert codes(api, ADDRESS, 4) == [200, 200, 429, 429]
    assert codes(api, "203.0.113.202", 3) == [200, 200, 429]
    assert codes(api, "2001:db8::1", 3) == [200, 200, 429]
    assert codes(api, ADDRESS, 1) == [429]


def test_another_port_is_the_same_client(api: Doors) -> None:
    asked = [
        TestClient(api.client.app, client=(ADDRESS, port)).post(ASK, json={"question": "hoi"})
        for port in (1, 2, 3)
    ]
    assert [response.status_code for response in asked] == [200, 200, 429]


@pytest.mark.parametrize("address", ["127.0.0.1", "127.9.9.9", "::1", "10.9.255.1"])
def test_exempt_networks_are_not_counted(api: Doors, address: str) -> None:
    assert codes(api, address, 5) == [200] * 5


@pytest.mark.parametrize(
    "address", ["10.10.0.1", "128.0.0.1", "::2", "localhost", "", "127.0.0.1x"]
)
def test_whoever_only_looks_like_them_is_counted(api: Doors, address: str) -> None:
    assert codes(api, address, 3) == [200, 200, 429]


def test_reading_is_not_counted_and_asking_by_page_is(api: Doors) -> None:
    assert codes(api, ADDRESS, 4, "GET", "/v1/documents") == [200] * 4
    assert codes(api, ADDRESS, 4, "GET", "/") == [200] * 4
    client = TestClient(api.client.app, client=(ADDRESS, 1))
    pages = [client.post("/", data={"question": "hoi"}).status_code for _ in range(2)]
    assert pages == [200, 200]
    assert codes(api, ADDRESS, 1) == [429]


def test_what_a_client_says_about_itself_does_not_help(api: Doors) -> None:
    headers = {"X-Forwarded-For": "127.0.0.1", "X-Real-IP": "127.0.0.1", "Forwarded": "for=::1"}
    client = TestClient(api.client.app, client=(ADDRESS, 1), headers=headers)
    replies = [client.post(ASK, json={"question": "hoi"}).status_code for _ in range(3)]
    assert replies == [200, 200, 429]


def test_off_is_off() -> None:
    assert codes(doors(rate_limit="off"), ADDRESS, 20) == [200] * 20


def test_a_refusal_says_how_long_the_window_is() -> None:
    api = doors(rate_limit="1/hour")
    codes(api, ADDRESS, 1)
    response = TestClient(api.client.app, client=(ADDRESS, 1)).post(ASK, json={"question": "hoi"})
    assert_problem(response, 429, ADDRESS)
    assert response.headers["retry-after"] == "3600"


async def nowhere(*_: Any) -> None:
    raise AssertionError("never called")


def limiter() -> RateLimit:
    nothing: Any = None
    return RateLimit(nowhere, "5/day", networks("127.0.0.0/8"), nothing)


def scope(address: str) -> dict[str, Any]:
    return {"type": "http", "method": "POST", "path": ASK, "client": (address, 1), "headers": []}


def remembered(limit: RateLimit) -> str:
    """Everything that the limiter and its store hold on to."""
    return repr(vars(limit)) + repr(vars(limit._limiter.storage))


def test_memory_holds_a_keyed_hash_and_not_the_address() -> None:
    first, second = limiter(), limiter()
    for each in (first, second):
        assert all(each._admits(scope(ADDRESS)) for _ in range(5))
        assert not each._admits(scope(ADDRESS))
    kept = [set(each._limiter.storage.events) for each in (first, second)]  # type: ignore[attr-defined]

    assert [len(keys) for keys in kept] == [1, 1]
    assert kept[0] != kept[1], "the same address under the same hash after a restart"
    assert ADDRESS not in remembered(first)
    assert next(iter(kept[0])) in remembered(first)


def test_an_exempt_address_leaves_nothing_at_all() -> None:
    limit = limiter()
    assert limit._admits(scope("127.0.0.1"))
    assert not limit._limiter.storage.events  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("rate_limit", "veel"),
        ("rate_limit", ""),
        ("rate_limit", "300"),
        ("rate_limit", "300/eeuwigheid"),
        ("rate_limit_exempt", "10.0.0.0/99"),
        ("rate_limit_exempt", "thuis"),
        ("rate_limit_exempt", "10.0.0.1/8"),
    ],
)
def test_a_limit_that_can_not_be_read_is_refused_at_the_start(name: str, value: str) -> None:
    with pytest.raises(ValidationError, match=r"moet (de vorm|uit netwerken)"):
        no_settings(**{name: value})


def test_networks_may_be_none() -> None:
    assert networks("") == ()
    assert codes(doors(rate_limit="1/day", rate_limit_exempt=""), "127.0.0.1", 2) == [200, 429]
