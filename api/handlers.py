"""Turns exceptions that are foreseen into error responses."""

from __future__ import annotations

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from api.failures import Failures
from api.problems import Refusal, log_error, problem
from api.schemas import FieldError
from corpus.errors import CorpusUnavailable
from corpus.explaining import explain
from ingest.index.port import IndexUnavailable
from rag.question import InvalidQuestion

_RETRY_AFTER_S = "30"
_SHOWN = 5


def install(app: FastAPI, failures: Failures) -> None:
    """Register a handler for every foreseen error, so that none leaves in another form."""

    def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        own = error.detail if isinstance(error, Refusal) else None
        return failures.response(
            request.scope, error.status_code, own, headers=dict(error.headers or {})
        )

    def unavailable(request: Request, error: Exception) -> Response:
        headers = {"Retry-After": _RETRY_AFTER_S}
        return failures.response(request.scope, 503, error_id=log_error(error), headers=headers)

    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(InvalidQuestion, _invalid_question)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(IndexUnavailable, unavailable)
    app.add_exception_handler(CorpusUnavailable, unavailable)


def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    found = error.errors()
    # A body of another kind is handed on as bytes, and then as a whole is no object.
    if isinstance(error.body, bytes):
        return problem(415, "Stuur JSON, met de kop Content-Type: application/json.")
    if any(each["type"] == "json_invalid" for each in found):
        return problem(400, "De inhoud van het verzoek is geen geldige JSON.")
    errors = tuple(
        FieldError(field=".".join(str(part) for part in each["loc"][1:]), message=explain(each))
        for each in found
    )
    detail = "; ".join(f"{each.field or 'de inhoud'} {each.message}" for each in errors[:_SHOWN])
    return problem(422, detail, errors=errors)


def _invalid_question(_request: Request, error: Exception) -> Response:
    said = str(error)
    return problem(422, said, errors=(FieldError(field="question", message=said),))
