"""`steunwijzer serve`: brings the index in step, then answers over HTTP."""

from __future__ import annotations

import argparse
import logging
from typing import Any

from api.commands.ingest import bring_in_step, show
from api.progress import announce
from api.settings import ApiSettings
from corpus.errors import CorpusError
from ingest.index.port import IndexUnavailable
from rag.composition import Parts, open_parts


def register(commands: Any) -> None:
    parser = commands.add_parser("serve", help="start de dienst")
    parser.add_argument("--host", metavar="ADRES", help="adres om op te luisteren")
    parser.add_argument("--port", metavar="POORT", type=int, help="poort om op te luisteren")
    parser.add_argument("--no-ingest", action="store_true", help="werk de zoekindex niet eerst bij")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, settings: ApiSettings) -> int:
    import uvicorn

    from api.app import serving

    announce("Model laden ...")
    parts = open_parts(settings)
    if not args.no_ingest:
        _try_ingest(parts)
    _warm_up(parts)
    host, port = args.host or settings.host, settings.port if args.port is None else args.port
    logging.getLogger("steunwijzer.access").setLevel(logging.INFO)
    announce(f"Steunwijzer luistert op http://{host}:{port}")
    # uvicorn's own access log holds addresses; Surroundings writes one that does not.
    uvicorn.run(
        serving(parts, settings),
        host=host,
        port=port,
        access_log=False,
        server_header=False,
        log_level="warning",
    )
    return 0


def _try_ingest(parts: Parts) -> None:
    """Serve the old index, or say on `ready` that there is none, rather than not start at all."""
    try:
        show(bring_in_step(parts))
    except (CorpusError, IndexUnavailable) as error:
        announce(f"De zoekindex is niet bijgewerkt: {error}")


def _warm_up(parts: Parts) -> None:
    """Load what is loaded lazily now, so that the first parent doesn't wait for it."""
    from rag.question import Question

    try:
        parts.service.answer(Question.ask("Goedemorgen"))
        parts.embedder.embed_query("opwarmen")
    except (CorpusError, IndexUnavailable) as error:
        announce(str(error))
