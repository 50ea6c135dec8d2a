"""The description of the API is valid, whole, in one style, and true of real replies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from rag.health import Check
from tests.fakes.answers import FakeService
from tests.fakes.doors import ASK, PROBLEM, Doors, doors
from tests.fakes.pages import ASK_CRISIS, ASK_DUTY, ASK_PARTLY, build_site

CAMEL = re.compile(r"[a-z]+([A-Z][a-z]*)*")
METHODS = {"get", "post", "put", "patch", "delete", "head", "options"}


@pytest.fixture(scope="module")
def api() -> Doors:
    site = build_site()
    return doors(site.service, site.library, rate_limit="off")


@pytest.fixture(scope="module")
def described(api: Doors) -> dict[str, Any]:
    response = api.client.get("/v1/openapi.json")
    assert response.status_code == 200
    document: dict[str, Any] = response.json()
    return document


def operations(described: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in described["paths"].items():
        for method in METHODS & set(item):
            yield method, path, item[method]


def inside(value: Any, at: str = "#") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object at every depth, with where it stands."""
    if isinstance(value, dict):
        yield at, value
        for key, inner in value.items():
            yield from inside(inner, f"{at}/{key}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from inside(inner, f"{at}/{number}")


def resolve(described: dict[str, Any], reference: str) -> Any:
    assert reference.startswith("#/")
    found: Any = described
    for step in reference[2:].split("/"):
        found = found[step.replace("~1", "/").replace("~0", "~")]
    return found


def test_it_is_an_openapi_3_document(described: dict[str, Any]) -> None:
    assert re.fullmatch(r"3\.[01]\.\d+", described["openapi"])
    assert set(described) <= {"openapi", "info", "paths", "components", "tags", "servers"}
    assert described["info"]["title"] == "Steunwijzer"
    assert re.fullmatch(r"\d+\.\d+\.\d+", described["info"]["version"])
    names = [operation["operationId"] for *_, operation in operations(described)]
    assert len(names) == len(set(names))
    for method, path, operation in operations(described):
        assert operation["summary"], (method, path)
        assert operation["responses"]
        placed = {p["name"] for p in operation.get("parameters", []) if p["in"] == "path"}
        assert placed == set(re.findall(r"{(\w+)}", path))
        assert ("requestBody" in operation) == (method == "post")


def test_every_reference_leads_somewhere(described: dict[str, Any]) -> None:
    references = [(at, o["$ref"]) for at, o in inside(described) if isinstance(o.get("$ref"), str)]
    assert len(references) > 10
    for at, reference in references:
        assert resolve(described, reference), at


def test_every_schema_is_a_valid_json_schema(described: dict[str, Any]) -> None:
    for schema in described["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    for _, at in inside(described):
        if "schema" in at:
            Draft202012Validator.check_schema(at["schema"])


def test_only_the_api_is_described_and_all_of_it(described: dict[str, Any]) -> None:
    assert {(method, path) for method, path, _ in operations(described)} == {
        ("post", "/v1/questions"),
        ("get", "/v1/documents"),
        ("get", "/v1/documents/{documentId}"),
        ("get", "/v1/documents/{documentId}/versions/{version}"),
        ("get", "/v1/health/live"),
        ("get", "/v1/health/ready"),
    }


def test_every_operation_says_how_it_fails(described: dict[str, Any]) -> None:
    for method, path, operation in operations(described):
        problems = {
            status
            for status, response in operation["responses"].items()
            if PROBLEM in response.get("content", {})
        }
        assert "500" in problems, (method, path)
        if "health" not in path:
            assert {"404", "422", "503"} <= problems
        # No error may be described in the framework's own form.
        for status in problems:
            assert list(operation["responses"][status]["content"]) == [PROBLEM]
    responses = described["paths"][ASK]["post"]["responses"]
    assert {"400", "413", "415", "422", "429", "500", "503"} <= set(responses)
    assert "HTTPValidationError" not in described["components"]["schemas"]


def test_every_name_on_the_wire_is_camel_case(described: dict[str, Any]) -> None:
    names = [name for _, o in inside(described) if isinstance(o.get("properties"), dict)
             for name in o["properties"]]  # fmt: skip
    names += [p["name"] for *_, o in operations(described) for p in o.get("parameters", [])]
    assert len(names) > 60
    assert [name for name in names if not CAMEL.fullmatch(name)] == []


def schema_of(described: dict[str, Any], method: str, path: str, status: int, kind: str) -> Any:
    response = described["paths"][path][method]["responses"][str(status)]
    return response["content"][kind]["schema"]


def check(described: dict[str, Any], schema: dict[str, Any], value: Any) -> None:
    """Validates, and refuses fields that are not described."""
    root = {**closed(schema), "components": closed(described["components"])}
    Draft202012Validator(root, format_checker=FormatChecker()).validate(value)


def closed(schema: Any) -> Any:
    if isinstance(schema, dict):
        inner = {key: closed(value) for key, value in schema.items()}
        return {**inner, "additionalProperties": False} if "properties" in schema else inner
    return [closed(each) for each in schema] if isinstance(schema, list) else schema


@pytest.mark.parametrize("question", [ASK_DUTY, ASK_PARTLY, ASK_CRISIS, "Wat eten wij vandaag?"])
def test_real_answers_are_as_described(
    api: Doors, described: dict[str, Any], question: str
) -> None:
    schema = schema_of(described, "post", ASK, 200, "application/json")
    check(described, schema, api.ask(question=question).json())


@pytest.mark.parametrize(
    ("path", "pattern"),
    [
        ("/v1/documents", "/v1/documents"),
        ("/v1/documents?limit=1&offset=1", "/v1/documents"),
        ("/v1/documents/zorgplicht", "/v1/documents/{documentId}"),
        ("/v1/documents/route/versions/1", "/v1/documents/{documentId}/versions/{version}"),
        ("/v1/health/live", "/v1/health/live"),
        ("/v1/health/ready", "/v1/health/ready"),
    ],
)
def test_real_documents_are_as_described(
    api: Doors, described: dict[str, Any], path: str, pattern: str
) -> None:
    response = api.client.get(path)
    assert response.status_code == 200
    check(described, schema_of(described, "get", pattern, 200, "application/json"), response.json())


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"{", 400), (b"{}", 422), (b'{"question": ""}', 422), (b"x" * 300_000, 413)],
)
def test_real_problems_are_as_described(
    api: Doors, described: dict[str, Any], body: bytes, status: int
) -> None:
    response = api.client.post(ASK, content=body, headers={"Content-Type": "application/json"})
    assert response.status_code == status
    check(described, schema_of(described, "post", ASK, status, PROBLEM), response.json())


def test_a_real_breakdown_is_as_described(described: dict[str, Any]) -> None:
    service = FakeService()
    service.failure = RuntimeError("stuk")
    response = doors(service).ask(question="hoi")
    assert response.status_code == 500
    check(described, schema_of(described, "post", ASK, 500, PROBLEM), response.json())


def test_a_service_that_is_not_ready_says_which_part_and_why(described: dict[str, Any]) -> None:
    checks = (Check("database", True, "bereikbaar"), Check("index", False, "Er is geen zoekindex."))
    response = doors(examine=lambda: checks).client.get("/v1/health/ready")

    assert response.status_code == 503
    body = response.json()
    assert body == {
        "status": "niet gereed",
        "checks": [
            {"name": "database", "ok": True, "message": "bereikbaar"},
            {"name": "index", "ok": False, "message": "Er is geen zoekindex."},
        ],
    }
    schema = schema_of(described, "get", "/v1/health/ready", 503, "application/json")
    check(described, schema, body)


def test_a_missing_index_does_not_make_the_process_dead() -> None:
    broken = doors(examine=lambda: (Check("index", False, "weg"),)).client
    assert broken.get("/v1/health/live").json()["status"] == "ok"
    assert broken.get("/v1/health/ready").status_code == 503


def test_nothing_of_the_description_needs_another_server(api: Doors) -> None:
    for path in ("/docs", "/redoc", "/openapi.json"):
        assert api.client.get(path).status_code == 404
