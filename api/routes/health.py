"""`/v1/health`: is the process alive, and can it answer?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from fastapi import APIRouter, Response

from api.problems import PROBLEMS
from api.schemas import CheckOut, HealthOut
from rag.health import Check

_BROKEN: dict[int | str, dict[str, Any]] = {500: PROBLEMS[500]}


def health_router(examine: Callable[[], Sequence[Check]]) -> APIRouter:
    """The routes, bound to a function that looks at every part."""
    router = APIRouter(prefix="/v1/health", tags=["health"])

    @router.get("/live", responses=_BROKEN, summary="Het proces leeft")
    def live() -> HealthOut:
        """Says only that the process runs: a restart would not mend a missing index."""
        return HealthOut(status="ok")

    @router.get(
        "/ready",
        responses={503: {"model": HealthOut, "description": "Een onderdeel ontbreekt"}, **_BROKEN},
        summary="De dienst kan antwoorden",
    )
    def ready(response: Response) -> HealthOut:
        """Checks database, model and index against each other."""
        checks = examine()
        good = all(check.ok for check in checks)
        if not good:
            response.status_code = 503
        shown = tuple(CheckOut.model_validate(check) for check in checks)
        return HealthOut(status="ok" if good else "niet gereed", checks=shown)

    return router
