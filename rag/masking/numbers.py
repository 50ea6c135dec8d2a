"""Bank account numbers and citizen service numbers, told by their check digits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from stdnum import iban, numdb
from stdnum.nl import bsn

from rag.masking.span import Span

_IBAN_START = re.compile(r"(?<![^\W_])[A-Z]{2}[ .-]?\d{2}(?=[ .-]?[A-Z0-9])", re.IGNORECASE)
_IBAN_CHARS = re.compile(r"(?:[ .-]?[A-Z0-9])+", re.IGNORECASE)
_DUTCH_IBAN = re.compile(r"NL\d\d[A-Z]{4}\d{10}")
_LONGEST_IBAN = 34
_GROUPED = re.compile(
    r"""(?<!\d)(?<!\d[.,-])
        (?: \d{8,9}
          | \d{3}(?P<a>[ .-])\d{3}(?P=a)\d{3}
          | \d{4}[ .]\d{2}[ .]\d{3}
          | \d{2}(?P<b>[ .-])\d{2}(?P=b)\d{2}(?P=b)\d{3}
          | \d{4}[ ]\d{5} | \d{5}[ ]\d{4}
          | \d(?:[ ]\d){8} )
        (?!\d)(?![.,-]\d)""",
    re.VERBOSE,
)
_CUED = re.compile(
    r"""\b(?:bsn|burger ?service ?nummer|sofi(?:-?nummer)?|onderwijsnummer|leerlingnummer|pgn)\b
        [^\d\n]{0,30}?(?P<number>\d(?:[ .-]?\d){5,9})(?!\d)""",
    re.VERBOSE | re.IGNORECASE,
)


def ibans(text: str) -> Iterator[Span]:
    """Valid IBANs of any country; Dutch ones also with a typing error in their digits."""
    end = 0
    for found in _IBAN_START.finditer(text):
        length = _iban_length(found.group()[:2].upper())
        if found.start() < end or length is None:
            continue
        stop = _end_of(text, found.start(), length)
        number = iban.compact(text[found.start() : stop])
        if _DUTCH_IBAN.fullmatch(number) or (len(number) == length and _is_iban(number)):
            yield found.start(), stop
            end = stop


def bsns(text: str) -> Iterator[Span]:
    """Numbers that pass the eleven-test for a BSN, and any number that is called one."""
    spans = [found.span("number") for found in _CUED.finditer(text)]
    spans += [
        found.span()
        for found in _GROUPED.finditer(text)
        if bsn.is_valid(found.group().replace("-", ""))
    ]
    end = 0
    for start, stop in sorted(spans):
        if start >= end:
            yield start, stop
            end = stop


def _is_iban(number: str) -> bool:
    # The extra check per country knows banks by list, and refuses real accounts of others.
    return iban.is_valid(number, check_country=False)


@cache
def _iban_length(country: str) -> int | None:
    (_, entry), *_ = numdb.get("iban").info(country)
    structure = re.findall(r"(\d+)!", str(entry.get("bban", "")))
    return 4 + sum(map(int, structure)) if structure else None


def _end_of(text: str, start: int, length: int) -> int:
    """Where `length` letters and digits from `start` end, single separators not counted."""
    run = _IBAN_CHARS.match(text, start, start + 2 * _LONGEST_IBAN)
    count = 0
    for position in range(start, run.end() if run else start):
        count += text[position].isalnum()
        if count == length:
            return position + 1
    return start
