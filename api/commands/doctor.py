"""`steunwijzer doctor`: checks database, model, index and corpus against each other."""

from __future__ import annotations

import argparse
from typing import Any

from api.settings import ApiSettings
from rag.composition import open_parts
from rag.health import examine


def register(commands: Any) -> None:
    parser = commands.add_parser("doctor", help="controleer of alle onderdelen bij elkaar passen")
    parser.set_defaults(run=run)


def run(_args: argparse.Namespace, settings: ApiSettings) -> int:
    parts = open_parts(settings)
    try:
        checks = examine(parts.stores.library, parts.index, parts.embedder)
    finally:
        parts.close()
    for check in checks:
        print(f"{'goed' if check.ok else 'FOUT'}  {check.name}: {check.message}")
    return 0 if all(check.ok for check in checks) else 1
