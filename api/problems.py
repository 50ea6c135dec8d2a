"""Errors as RFC 9457 problem+json, in Dutch, without ever repeating what somebody sent."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from fastapi import HTTPException, Response

from api.schemas import Problem
from corpus.errors import CorpusUnavailable
from ingest.index.port import IndexUnavailable

_log = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"
TITLES: Mapping[int, str] = {
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
DETAILS: Mapping[int, str] = {
    400: "De inhoud van het verzoek is niet te lezen.",
    404: "Wat u zoekt, bestaat hier niet.",
    405: "Dit adres kent deze methode niet.",
    500: "Er ging iets mis aan onze kant. Uw vraag is niet bewaard. Probeer het later opnieuw.",
    503: "De dienst kan nu niet antwoorden. Uw vraag is niet bewaard. Probeer het later opnieuw.",
}


def _schema() -> dict[str, Any]:
    # Written out in full: a reference inside it would point at nothing in the OpenAPI document.
    schema = Problem.model_json_schema()
    schema["properties"]["errors"]["items"] = schema.pop("$defs")["FieldError"]
    return schema


PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"description": TITLES[status], "content": {MEDIA_TYPE: {"schema": _schema()}}}
    for status in (400, 404, 413, 415, 422, 429, 500, 503)
}


class Refusal(HTTPException):
    """An HTTP error whose detail is Dutch and for whoever asked; the framework's own are not."""


def problem(status: int, detail: str | None = None, **more: Any) -> Response:
    """A problem response; `more` fills further fields of Problem, and `headers`."""
    headers = more.pop("headers", None)
    body = Problem(
        title=TITLES.get(status, "Fout"),
        status=status,
        detail=detail or DETAILS.get(status, TITLES.get(status, "Fout")),
        **more,
    )
    content = body.model_dump_json(by_alias=True, exclude_none=True, exclude_defaults=False)
    return Response(content, status, media_type=MEDIA_TYPE, headers=headers)


def log_error(error: Exception) -> str:
    """Log an error under a new id and return the id.

    The text of an unforeseen error is left out: it may hold what somebody asked.
    """
    error_id = str(uuid4())
    foreseen = isinstance(error, IndexUnavailable | CorpusUnavailable)
    shown = RuntimeError(str(error) if foreseen else f"{type(error).__name__} (text withheld)")
    _log.error("error %s", error_id, exc_info=(type(shown), shown, error.__traceback__))
    return error_id
