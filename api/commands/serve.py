"""`steunwijzer serve`: brings the index in step, then answers over HTTP."""

from __future__ import annotations

import argparse
import logging
import signal
import socket
import sys
from contextlib import suppress
from typing import Any

from api.commands.ingest import bring_in_step, show
from api.progress import announce
from api.settings import ApiSettings
from corpus.errors import CorpusError
from ingest.index.port import IndexUnavailable
from rag.composition import Parts, open_parts

# Whoever stops a service waits ten seconds before killing it.
_LAST_REQUESTS_S = 5


def register(commands: Any) -> None:
    parser = commands.add_parser("serve", help="start de dienst")
    parser.add_argument("--host", metavar="ADRES", help="adres om op te luisteren")
    parser.add_argument("--port", metavar="POORT", type=int, help="poort om op te luisteren")
    parser.add_argument("--no-ingest", action="store_true", help="werk de zoekindex niet eerst bij")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, settings: ApiSettings) -> int:
    import uvicorn

    from api.app import serving

    host, port = args.host or settings.host, settings.port if args.port is None else args.port
    # Before the model is loaded, which takes long enough to walk away from.
    try:
        listener = _bind(host, port)
    except (OSError, OverflowError):
        announce(f"Kan niet luisteren op {host}:{port}: bezet, of geen adres van deze machine.")
        return 1
    # uvicorn hands the signal on when it has closed; by itself it would end the process as killed.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    announce("Model laden ...")
    parts = open_parts(settings)
    if not args.no_ingest:
        _try_ingest(parts)
    _warm_up(parts, settings.region)
    logging.getLogger("steunwijzer.access").setLevel(logging.INFO)
    config = uvicorn.Config(
        serving(parts, settings),
        # uvicorn's own access log holds addresses; Surroundings writes one that does not.
        access_log=False,
        server_header=False,
        log_level="warning",
        timeout_graceful_shutdown=_LAST_REQUESTS_S,
    )
    shown = f"[{host}]" if ":" in host else host
    announce(f"Steunwijzer luistert op http://{shown}:{listener.getsockname()[1]}")
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listener])
    return 0


def _bind(host: str, port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    # Connections inherit it. Without, the body of an answer waits 40 ms for the client's word that
    # the head came in.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        listener.bind((host, port))
    except BaseException:
        listener.close()
        raise
    return listener


def _try_ingest(parts: Parts) -> None:
    """Serve the old index, or say on `ready` that there is none, rather than not start at all."""
    try:
        show(bring_in_step(parts))
    except (CorpusError, IndexUnavailable) as error:
        announce(f"De zoekindex is niet bijgewerkt: {error}")


def _warm_up(parts: Parts, region: str) -> None:
    """Load what is loaded lazily now, so that the first parent doesn't wait for it."""
    try:
        parts.service.warm_up(region)
    except (CorpusError, IndexUnavailable) as error:
        announce(str(error))
