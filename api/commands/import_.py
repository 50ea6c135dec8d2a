"""`steunwijzer import`: takes in a package of Markdown documents, wholly or not at all."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from api.settings import ApiSettings
from corpus.clock import today
from corpus.package import read_package
from rag.composition import open_stores


def register(commands: Any) -> None:
    parser = commands.add_parser("import", help="neem Markdown-documenten op")
    parser.add_argument("path", metavar="PAD", type=Path, help="een .md-bestand of een map")
    parser.add_argument(
        "--validated-by",
        metavar="ROL",
        help="wie deze documenten valideert; zonder deze optie blijven het concepten",
    )
    parser.add_argument(
        "--author", metavar="NAAM", default="import", help="wie ze aanlevert (nu: import)"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, settings: ApiSettings) -> int:
    files = read_package(args.path)
    stores = open_stores(settings)
    try:
        report = stores.library.store(files, args.author, args.validated_by, today())
    finally:
        stores.close()
    for note in report.notes:
        print(f"let op: {note}")
    print(
        f"{len(report.created)} nieuw, {len(report.updated)} gewijzigd, "
        f"{len(report.unchanged)} ongewijzigd."
    )
    if args.validated_by is None and (report.created or report.updated):
        print("Nieuwe versies zijn concepten: ze worden pas gebruikt als iemand ze valideert.")
    return 0
