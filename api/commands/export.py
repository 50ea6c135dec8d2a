"""`steunwijzer export`: writes the documents as files that import reads back unchanged."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from api.settings import ApiSettings
from corpus.clock import today
from corpus.package import export_package
from rag.composition import open_stores


def register(commands: Any) -> None:
    parser = commands.add_parser("export", help="schrijf de geldige documenten naar een map")
    parser.add_argument("target", metavar="MAP", type=Path, help="een nieuwe of lege map")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, settings: ApiSettings) -> int:
    stores = open_stores(settings)
    try:
        written = export_package(stores.library, args.target, today())
    finally:
        stores.close()
    print(f"{len(written)} documenten geschreven naar {args.target}.")
    return 0
