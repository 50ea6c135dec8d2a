"""Errors as RFC 9457 problem+json, in Dutch, without ever repeating what somebody sent."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from api.schemas import FieldError, Problem
from corpus.errors import CorpusUnavailable
from corpus.explaining import explain
from ingest.index.port import IndexUnavailable
from rag.question import InvalidQuestion

_log = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"
_TITLES: Mapping[int, str] = {
    400: "Onleesbaar verzoek",
    404: "Niet gevonden",
    405: "Methode niet toegestaan",
    406: "Niet beschikbaar in deze vorm",
    413: "Te groot",
    415: "Verkeerd soort inhoud",
    422: "Ongeldige invoer",
    429: "Te veel vragen",
    500: "Er ging iets mis",
    503: "Even niet beschikbaar",
}
_DETAILS: Mapping[int, str] = {
    404: "Wat u zoekt, bestaat hier niet.",
    405: "Dit adres kent deze methode niet.",
    500: "Er ging iets mis aan onze kant. Uw vraag is niet bewaard. Probeer het later opnieuw.",
    503: "De dienst kan nu niet antwoorden. Uw vraag is niet bewaard. Probeer het later opnieuw.",
}
PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {
        "description": _TITLES[status],
        "content": {MEDIA_TYPE: {"schema": Problem.model_json_schema(by_alias=True)}},
    }
    for status in (400, 404, 413, 422, 429, 500, 503)
}


def problem(status: int, detail: str | None = None, **more: Any) -> Response:
    """A problem response; `more` fills further fields of Problem, and `headers`."""
    headers = more.pop("headers", None)
    body = Problem(
        title=_TITLES.get(status, "Fout"),
        status=status,
        detail=detail or _DETAILS.get(status, _TITLES.get(status, "Fout")),
        **more,
    )
    content = body.model_dump_json(by_alias=True, exclude_none=True, exclude_defaults=False)
    return Response(content, status, media_type=MEDIA_TYPE, headers=headers)


def install(app: FastAPI) -> None:
    """Register every handler, so that no foreseen error leaves the server in another form."""
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(InvalidQuestion, _invalid_question)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(IndexUnavailable, _unavailable)
    app.add_exception_handler(CorpusUnavailable, _unavailable)


def _invalid(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    found = error.errors()
    if any(each["type"] == "json_invalid" for each in found):
        return problem(400, "De inhoud van het verzoek is geen geldige JSON.")
    errors = tuple(
        FieldError(field=".".join(str(part) for part in each["loc"][1:]), message=explain(each))
        for each in found
    )
    detail = "; ".join(f"{each.field or 'de inhoud'} {each.message}" for each in errors[:5])
    return problem(422, detail, errors=errors)


def _invalid_question(_request: Request, error: Exception) -> Response:
    return problem(422, str(error), errors=(FieldError(field="question", message=str(error)),))


def _http(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    own = error.detail if error.status_code not in (404, 405) else None
    if error.status_code == 404 and error.detail != "Not Found":
        own = error.detail
    return problem(error.status_code, own, headers=error.headers)


def _unavailable(_request: Request, error: Exception) -> Response:
    error_id = log_error(error)
    return problem(503, error_id=error_id, headers={"Retry-After": "30"})


def log_error(error: Exception) -> str:
    """Log an error under a new id and return the id.

    The text of an unforeseen error is left out: it may hold what somebody asked.
    """
    error_id = str(uuid4())
    foreseen = isinstance(error, IndexUnavailable | CorpusUnavailable)
    shown = RuntimeError(str(error) if foreseen else f"{type(error).__name__} (text withheld)")
    _log.error("error %s", error_id, exc_info=(type(shown), shown, error.__traceback__))
    return error_id
