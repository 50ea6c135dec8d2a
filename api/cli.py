"""The command line `steunwijzer`: the entry point that reads the settings from the environment."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence

from pydantic import ValidationError

from api.commands import ask, check, doctor, export, import_, ingest, serve, signals
from api.parsing import DutchParser
from api.settings import ApiSettings
from corpus.errors import CorpusError
from corpus.explaining import explain
from ingest.index.port import IndexUnavailable
from ingest.models.shipped import ModelUnavailable
from rag.question import InvalidQuestion

_COMMANDS = (serve, import_, export, ingest, ask, signals, check, doctor)
_EPILOGUE = "Instellingen komen uit omgevingsvariabelen STEUNWIJZER_*; de README noemt ze alle."


def build_parser() -> argparse.ArgumentParser:
    """The parser with every command; each command sets `run`."""
    parser = DutchParser(
        prog="steunwijzer",
        description="Beantwoordt vragen over passend onderwijs uit gevalideerde documenten.",
        epilog=_EPILOGUE,
    )
    commands = parser.add_subparsers(
        title="opdrachten", metavar="OPDRACHT", required=True, parser_class=DutchParser
    )
    for command in _COMMANDS:
        command.register(commands)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; 0 when it did what was asked, 1 when it could not, 2 for a wrong call."""
    args = build_parser().parse_args(arguments)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    try:
        settings = ApiSettings()
    except ValidationError as error:
        for each in error.errors():
            name = "STEUNWIJZER_" + ".".join(str(part) for part in each["loc"]).upper()
            print(f"Instelling {name} {explain(each)}.", file=sys.stderr)
        return 2
    try:
        code: int = args.run(args, settings)
    except (CorpusError, IndexUnavailable, ModelUnavailable, InvalidQuestion) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return code


if __name__ == "__main__":
    sys.exit(main())
