"""The numbers with a unit in a sentence, in one spelling, so that they can be compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_WORDS = {
    "een": "1", "één": "1", "twee": "2", "drie": "3", "vier": "4", "vijf": "5", "zes": "6",
    "zeven": "7", "acht": "8", "negen": "9", "tien": "10", "elf": "11", "twaalf": "12",
}  # fmt: skip
_UNITS = {
    "dag": "dag", "dagen": "dag", "schooldag": "dag", "schooldagen": "dag", "week": "week",
    "weken": "week", "lesweek": "lesweek", "lesweken": "lesweek", "maand": "maand",
    "maanden": "maand", "jaar": "jaar", "jaren": "jaar", "schooljaar": "schooljaar",
    "schooljaren": "schooljaar", "uur": "uur", "uren": "uur", "kilometer": "kilometer",
    "km": "kilometer", "procent": "procent", "%": "procent", "euro": "euro", "keer": "keer",
}  # fmt: skip
_MONTHS = "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
_NUMBER = r"\d+(?:[.,]\d+)?"
_COUNT = rf"{_NUMBER}|(?:{'|'.join(_WORDS)})\b"
_FILLER = r"(?:volle |volledige |hele )?"
_QUANTITY = re.compile(
    rf"(?<![\w,.-])(?P<count>{_COUNT}) ?{_FILLER}(?P<unit>{'|'.join(map(re.escape, _UNITS))})(?!\w)"
    rf"|€ ?(?P<euro>{_NUMBER})"
    rf"|(?P<day>\d{{1,2}}) (?P<month>{_MONTHS})(?: (?P<year>\d{{4}}))?"
    rf"|(?P<schoolyear>(?<!\d)20\d{{2}}-20\d{{2}}(?!\d))"
    rf"|(?<![\d-])(?P<lone>(?:19|20)\d{{2}})(?![\d-])"
    rf"|(?P<birthday>\d{{1,2}})(?:e|de|ste)\b"
    rf"|(?:jonger dan|ouder dan|wordt|worden|je|u|kind|leerling|of) (?P<age>\d{{1,2}})"
    rf"(?= (?:bent|is|wordt|ben)\b)"
    rf"|(?:jonger|ouder) dan (?P<age2>\d{{1,2}})(?![\d ]*(?:jaar|maand|week|weken|dag))"
    rf"|(?:wordt|worden) (?P<age3>\d{{1,2}})(?=[.,;)]|$)",
    re.IGNORECASE,
)
# `een week` is seldom a term: in `hooguit een week` it is.
_LIMIT = re.compile(
    r"\b(?:hooguit|hoogstens|maximaal|minstens|binnen|langer dan|korter dan|uiterlijk) $", re.I
)
_RANGE = re.compile(
    rf"(?P<first>\d{{1,2}})(?P<link> (?:en|tot|tot en met|of) )(?P<second>\d{{1,2}}) "
    rf"(?P<unit>{_MONTHS}|jaar|weken|dagen|uur|kilometer)",
    re.IGNORECASE,
)
_GROUP = re.compile(
    r"\b(?:groep|groepen|cluster|clusters|artikel|lid|klas)(?: \d+| en \d+)*$", re.I
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity in one spelling (`6 week`, `16 jaar`, `1 augustus 2025`, `2014`).

    `around` is its sentence with `{}` where the quantity stood.
    """

    value: str
    around: str


def quantities(text: str) -> tuple[Quantity, ...]:
    """The quantities of a sentence, in order.

    A range gives both ends. Numbers of school groups, clusters and articles are no quantities.
    """
    return tuple(_found(_RANGE.sub(r"\g<first> \g<unit>\g<link>\g<second> \g<unit>", text)))


def _found(text: str) -> Iterator[Quantity]:
    for match in _QUANTITY.finditer(text):
        if _GROUP.search(text[: match.end("count")] if match["count"] else ""):
            continue
        value = _canonical(match, text)
        if value:
            yield Quantity(value, f"{text[: match.start()]}{{}}{text[match.end() :]}")


def _canonical(match: re.Match[str], text: str) -> str | None:
    if match["count"]:
        count = match["count"].lower()
        if count in ("een", "één") and not _LIMIT.search(text[: match.start()]):
            return None
        return f"{_WORDS.get(count, count)} {_UNITS[match['unit'].lower()]}"
    if match["euro"]:
        return f"{match['euro']} euro"
    if match["day"]:
        year = f" {match['year']}" if match["year"] else ""
        return f"{match['day']} {match['month'].lower()}{year}"
    age = match["birthday"] or match["age"] or match["age2"] or match["age3"]
    return f"{age} jaar" if age else match["schoolyear"] or match["lone"]
