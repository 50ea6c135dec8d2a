"""`steunwijzer signals list`: the masked questions that could not be answered."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from typing import Any

from api.settings import ApiSettings
from rag.composition import open_stores


def register(commands: Any) -> None:
    parser = commands.add_parser("signals", help="bekijk onbeantwoorde vragen")
    actions = parser.add_subparsers(
        title="opdrachten", metavar="OPDRACHT", required=True, parser_class=type(parser)
    )
    listing = actions.add_parser("list", help="toon de signalen, nieuwste maand eerst")
    listing.add_argument("--limit", metavar="N", type=int, default=50, help="hoogstens N (nu: 50)")
    listing.add_argument("--json", action="store_true", help="één JSON-object per regel")
    listing.set_defaults(run=run)


def run(args: argparse.Namespace, settings: ApiSettings) -> int:
    stores = open_stores(settings)
    try:
        signals = stores.signals.recent(max(args.limit, 0))
        total = stores.signals.count()
    finally:
        stores.close()
    for signal in signals:
        if args.json:
            print(json.dumps(asdict(signal), default=str))
            continue
        near = signal.rejected[0].section if signal.rejected else "geen"
        print(f"{signal.month}  {signal.status}  {signal.language}  {signal.audience}")
        print(f"  vraag: {_on_one_line(signal.text)}")
        print(f"  kwam het dichtst in de buurt: {near}")
    if not args.json:
        print(f"{len(signals)} van {total} signalen.")
    return 0


def _on_one_line(text: str) -> str:
    """Without what a terminal would take for a command: anybody can send a question."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
