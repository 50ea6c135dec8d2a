"""`steunwijzer ingest`: brings the search index in step with the documents."""

from __future__ import annotations

import argparse
import os
from typing import Any

from api.progress import Progress, announce
from api.settings import ApiSettings
from corpus.clock import today
from ingest.sync import SyncReport, sync
from rag.composition import Parts, open_parts


def register(commands: Any) -> None:
    parser = commands.add_parser("ingest", help="werk de zoekindex bij")
    parser.set_defaults(run=run)


def run(_args: argparse.Namespace, settings: ApiSettings) -> int:
    announce("Model laden ...")
    parts = open_parts(settings, threads=os.cpu_count())
    try:
        show(bring_in_step(parts))
    finally:
        parts.close()
    return 0


def bring_in_step(parts: Parts) -> SyncReport:
    """Sync with progress on standard error."""
    progress = Progress("Passages indexeren")
    return sync(parts.stores.library, parts.index, parts.embedder, today(), progress)


def show(report: SyncReport) -> None:
    """Print what a sync did."""
    print(
        f"Passages: {report.created} nieuw, {report.updated} gewijzigd, "
        f"{report.deleted} verwijderd, {report.unchanged} ongewijzigd."
    )
    for skip in report.skipped:
        print(f"overgeslagen: {skip.document_id} versie {skip.version}: {skip.reason}")
