"""Dates of birth, told from the other dates in a question by the words before them and the year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from rag.masking.lexicon import lexicon
from rag.masking.span import Detector, Span

# A child that is asked about is at least this old, unless its birth is named.
_YOUNGEST = 3
_CONTEXT = 40
_DAY, _MONTH, _YEAR = r"(?:3[01]|[12]\d|0?[1-9])", r"(?:1[0-2]|0?[1-9])", r"(?:19|20)\d\d"
_NUMERIC = rf"""
    {_DAY}(?P<s>[ ]?[-/.][ ]?){_MONTH}(?P=s)(?P<y1>{_YEAR}|'?\d\d)(?!\d)(?![-/.]\d)
  | {_DAY}[ ]{_MONTH}[ ](?P<y2>{_YEAR})(?!\d)
  | (?P<y3>{_YEAR})(?P<t>[-/.]){_MONTH}(?P=t){_DAY}(?!\d)(?![-/.]\d)
  | (?P<y4>{_YEAR})(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)
  | (?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?P<y5>{_YEAR})(?!\d)
"""
_BIRTH = re.compile(
    r"""\b(?:geboren|geboorte\w*|geb|jarig|verjaar\w*|verjaardag|word(?:t|en)\ \d{1,2}\ op
        |born|birth\w*|dob|né|née|nacid[oa]|do[gğ]um\w*|urodz\w*|народ\w*)\b[^.!?\n]*$""",
    re.VERBOSE | re.IGNORECASE,
)
# School years and laws begin on it, so that nearly every 1 August in a question is no birth.
_FIRST_OF_AUGUST = re.compile(
    r"0?1(?:[-/. ]0?8[-/. ]|e?\ (?:augustus|aug\b|august\b))", re.IGNORECASE
)
_NO_BIRTH = re.compile(
    r"""\b(?:sinds|per|vanaf|tot(?:\ en\ met)?|t/m|vóór|voor|na|uiterlijk|ingang\ van|ingegaan\ op
        |(?:wet|besluit|beschikking|brief|mail|gesprek|verslag|rapport|datum|melding|nota)
         \ (?:van|op)
        |d\.d\.|dd)\s+$""",
    re.VERBOSE | re.IGNORECASE,
)


def birth_dates(today: date | None) -> Detector:
    """A detector of dates of birth.

    `today` spares dates too recent for a pupil's birth; without it every full date counts, save
    one that follows a word such as "sinds" or "besluit van".
    """

    def detect(text: str) -> Iterator[Span]:
        if not any(map(str.isdigit, text)):
            return
        for found in _dates().finditer(text):
            before = text[max(0, found.start() - _CONTEXT) : found.start()]
            if _BIRTH.search(before) or _may_be_birth(found, before, today):
                yield found.span()

    return detect


@cache
def _dates() -> re.Pattern[str]:
    """Full dates first; a date without a year or day has no year group."""
    months = "|".join(sorted(map(re.escape, lexicon().months), key=len, reverse=True))
    return re.compile(
        rf"""(?<![\w./-])(?:{_NUMERIC}
          | \d{{1,2}}(?:e|ste|de|th|st|nd|rd|\.)?[ -]{{0,2}}(?:de[ ])?(?:{months})\b\.?,?[ -]{{0,2}}
            (?P<y6>{_YEAR}|'?\d\d(?![ ]?(?:uur|u\b|[:%]|weken|dagen)))(?!\d)
          | (?:{months})\ \d{{1,2}}(?:th|st|nd|rd)?,?\ (?P<y7>{_YEAR})(?!\d)
          | \d{{1,2}}(?:e|ste|de|\.)?[ ]?(?:{months})\b
          | (?:{months})\b,?[ ](?:van[ ])?{_YEAR}(?!\d)
          | {_DAY}[-/.]{_MONTH}(?![-/.]?\d) )""",
        re.VERBOSE | re.IGNORECASE,
    )


def _may_be_birth(found: re.Match[str], before: str, today: date | None) -> bool:
    year = _year(found, today)
    if year is None or _NO_BIRTH.search(before) or _FIRST_OF_AUGUST.match(found.group()):
        return False
    return today is None or year <= today.year - _YOUNGEST


def _year(found: re.Match[str], today: date | None) -> int | None:
    years = (value for name, value in found.groupdict().items() if name[0] == "y" and value)
    digits = next(years, None)
    if digits is None:
        return None
    year = int(digits.lstrip("'"))
    if year > 99:
        return year
    return 2000 + year if today is None or year <= today.year % 100 else 1900 + year
