"""What surrounds every request: headers, a log line without people, limits, and a last net."""

from __future__ import annotations

import logging
import time
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.failures import Failures
from api.problems import log_error

_log = logging.getLogger("steunwijzer.access")
API_VERSION = "1.0.0"
_METHODS = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"})
_SECURITY = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'none'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class Surroundings:
    """Outermost: sets headers, logs method, route, status and time, and turns whatever was not
    foreseen into a 500 with an error id. Never logs an address, a query or a body."""

    def __init__(self, app: ASGIApp, failures: Failures) -> None:
        self._app = app
        self._failures = failures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        method = scope["method"]
        if method == "HEAD":
            # Answered as GET; the server keeps the body to itself.
            scope = {**scope, "method": "GET"}
        start = time.perf_counter()
        status = 0

        async def dressed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                _dress(scope, MutableHeaders(scope=message))
            await send(message)

        try:
            await self._app(scope, receive, dressed)
        except Exception as error:
            error_id = log_error(error)
            if status == 0:
                failure = self._failures.response(scope, 500, error_id=error_id)
                await failure(scope, receive, dressed)
        took = (time.perf_counter() - start) * 1000
        # Anything can be sent as a method; only the usual ones get into the log.
        shown = method if method in _METHODS else "-"
        _log.info("%s %s %d %.1f ms", shown, _route(scope), status, took)


class BodyLimit:
    """Refuses bodies that are too large, also where no length was announced."""

    def __init__(self, app: ASGIApp, max_bytes: int, failures: Failures) -> None:
        self._app = app
        self._max = max_bytes
        self._failures = failures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD", "OPTIONS"):
            await self._app(scope, receive, send)
            return
        body = bytearray()
        more = True
        # Read here in full: a handler that has begun to answer can't be stopped with a 413.
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            body += message.get("body", b"")
            more = message.get("more_body", False)
            if len(body) > self._max:
                detail = f"De inhoud is te groot: hoogstens {self._max // 1024} kB."
                headers = {"Connection": "close"}
                refusal = self._failures.response(scope, 413, detail, headers=headers)
                await refusal(scope, receive, send)
                return
        await self._app(scope, _replay(bytes(body), receive), send)


def _replay(body: bytes, receive: Receive) -> Receive:
    sent = False

    async def again() -> Message:
        nonlocal sent
        if sent:
            return await receive()
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


def _dress(scope: Scope, headers: MutableHeaders) -> None:
    for name, value in _SECURITY.items():
        headers.setdefault(name, value)
    path: str = scope["path"]
    if path.startswith("/v1"):
        headers["API-Version"] = API_VERSION
    if not path.startswith("/static/"):
        headers.setdefault("Cache-Control", "no-store")


def _route(scope: Scope) -> str:
    """The pattern of the route, so that nothing that somebody typed gets into the log."""
    route: Any = scope.get("route")
    return str(getattr(route, "path", "-"))
