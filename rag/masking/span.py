"""The common form of detectors, and a plain copy of the text for them to look at."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator

Span = tuple[int, int]
"""Start and end of a find, in code points of the text that was looked at."""

Detector = Callable[[str], Iterator[Span]]


def plain(text: str) -> str:
    """The same text, code point for code point; digits, spaces and dashes of any script as ASCII.

    Spans found in it hold for the original too.
    """
    return text if text.isascii() else "".join(map(_plain, text))


def _plain(char: str) -> str:
    if char.isascii():
        return char
    digit = unicodedata.decimal(char, None)
    if digit is not None:
        return str(digit)
    match unicodedata.category(char):
        case "Zs":
            return " "
        case "Pd":
            return "-"
        case _:
            return _ALIKE.get(char, char)


_ALIKE = {"’": "'", "‘": "'", "\N{FULLWIDTH COMMERCIAL AT}": "@", "\N{MINUS SIGN}": "-"}
