"""Limits questions per client. Keeps a keyed hash of the address in memory, never the address."""

from __future__ import annotations

import hashlib
import ipaddress
import secrets
from collections.abc import Sequence

from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.types import ASGIApp, Receive, Scope, Send

from api.failures import Failures

_ASKING = frozenset({"/", "/v1/questions"})
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class RateLimit:
    """Answers 429 to a client that asks more often than `limit` (`300/minute`)."""

    def __init__(
        self, app: ASGIApp, limit: str, exempt: Sequence[Network], failures: Failures
    ) -> None:
        self._app = app
        self._item = parse(limit)
        self._exempt = exempt
        self._failures = failures
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        # New with every start: the hashes can't be turned back into addresses later.
        self._key = secrets.token_bytes(32)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asks = scope["type"] == "http" and scope["method"] == "POST" and scope["path"] in _ASKING
        if asks and not self._admits(scope):
            detail = "U stelt veel vragen achter elkaar. Wacht een minuut en probeer het opnieuw."
            wait = str(self._item.get_expiry())
            headers = {"Retry-After": wait}
            refusal = self._failures.response(scope, 429, detail, headers=headers)
            await refusal(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _admits(self, scope: Scope) -> bool:
        client = scope.get("client")
        address = client[0] if client else ""
        if self._is_exempt(address):
            return True
        who = hashlib.blake2b(address.encode(), key=self._key, digest_size=16).hexdigest()
        return self._limiter.hit(self._item, who)

    def _is_exempt(self, address: str) -> bool:
        try:
            parsed = ipaddress.ip_address(address)
        except ValueError:
            return False
        return any(parsed in network for network in self._exempt)


def networks(text: str) -> tuple[Network, ...]:
    """The networks of a comma-separated list. Raises ValueError."""
    return tuple(ipaddress.ip_network(part.strip()) for part in text.split(",") if part.strip())
