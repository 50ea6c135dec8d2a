"""Chooses the form of an error: a page for a person at a page, problem+json for a program."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Scope

from api.problems import DETAILS, TITLES, problem

Notice = Callable[[int, str, str], Response]


class Failures:
    """Makes error responses; `notice` makes a page of a status, a title and a message."""

    def __init__(self, notice: Notice) -> None:
        self._notice = notice

    def response(
        self, scope: Scope, status: int, detail: str | None = None, **more: Any
    ) -> Response:
        """An error in the right form; `more` as in `problem`."""
        if not _at_a_page(scope):
            return problem(status, detail, **more)
        title = TITLES.get(status, "Dit lukt nu niet")
        page = self._notice(status, title, detail or DETAILS.get(status, title))
        page.headers.update(more.get("headers") or {})
        return page


def _at_a_page(scope: Scope) -> bool:
    accepts = Headers(scope=scope).get("accept", "")
    return not scope["path"].startswith("/v1") and "text/html" in accepts
