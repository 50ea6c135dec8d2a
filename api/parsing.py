"""An argument parser that speaks Dutch."""

from __future__ import annotations

import argparse
import sys
from typing import Any, NoReturn

_REASONS = (
    ("the following arguments are required:", "deze argumenten ontbreken:"),
    ("unrecognized arguments:", "onbekende argumenten:"),
    ("expected one argument", "verwacht één waarde"),
    ("invalid choice:", "ongeldige keuze:"),
    ("choose from", "kies uit"),
    ("invalid int value:", "geen geheel getal:"),
    ("ignored explicit argument", "neemt geen waarde aan:"),
    ("expected at least one argument", "verwacht minstens één waarde"),
)


class _Formatter(argparse.HelpFormatter):
    # A fixed width keeps the help in the README equal to the help on any screen.
    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=28, width=96)

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "gebruik: " if prefix is None else prefix)


class DutchParser(argparse.ArgumentParser):
    """argparse with Dutch headings, help and errors."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("formatter_class", _Formatter)
        # Shortened options would break scripts once another option starts alike.
        super().__init__(add_help=False, allow_abbrev=False, **options)
        self._positionals.title = "argumenten"
        self._optionals.title = "opties"
        self.add_argument("-h", "--help", action="help", help="toon deze hulp")

    def error(self, message: str) -> NoReturn:
        for english, dutch in _REASONS:
            message = message.replace(english, dutch)
        self.print_usage(sys.stderr)
        self.exit(2, f"Ongeldige opdracht: {message}\n")
