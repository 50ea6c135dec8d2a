"""Takes personal data out of a question before anything embeds, stores or sends it.

Masking lowers the risk; it does not make a question anonymous.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rag.answer import Mask
from rag.masking.addresses import postcodes, streets
from rag.masking.contact_data import emails, phones, plates, urls
from rag.masking.dates import birth_dates
from rag.masking.names import names
from rag.masking.numbers import bsns, ibans
from rag.masking.schools import schools
from rag.masking.span import Detector, plain

_URL = Mask("url", "[URL]")
_EMAIL = Mask("e-mail", "[E-MAIL]")
_IBAN = Mask("iban", "[IBAN]")
_BIRTH_DATE = Mask("geboortedatum", "[GEBOORTEDATUM]")
_BSN = Mask("bsn", "[BSN]")
_PHONE = Mask("telefoon", "[TELEFOON]")
_PLATE = Mask("kenteken", "[KENTEKEN]")
_POSTCODE = Mask("postcode", "[POSTCODE]")
_ADDRESS = Mask("adres", "[ADRES]")
_SCHOOL = Mask("school", "[SCHOOL]")
_NAME = Mask("naam", "[NAAM]")

MASKS = (
    _URL,
    _EMAIL,
    _IBAN,
    _BIRTH_DATE,
    _BSN,
    _PHONE,
    _PLATE,
    _POSTCODE,
    _ADDRESS,
    _SCHOOL,
    _NAME,
)
_PLACEHOLDER = re.compile("|".join(re.escape(mask.placeholder) for mask in MASKS))


@dataclass(frozen=True, slots=True)
class Masked:
    """A question without what was recognised, and what that was, in reading order."""

    text: str
    masks: tuple[Mask, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of the text: still open, or closed because it is a placeholder."""

    text: str
    open: bool = True
    mask: Mask | None = None


def mask(text: str, today: date | None = None) -> Masked:
    """The text with placeholders for personal data, all else to the letter.

    Masking what was masked changes nothing. `today` spares dates too recent for a pupil's birth;
    without it every full date is taken for one, unless the words before it say otherwise.
    """
    detectors = _detectors(today)
    pieces = list(_split(text))
    # Taking something out can bring a number to light that its neighbour hid, hence the repeat.
    while True:
        found = pieces
        for kind, detector in detectors:
            found = [part for piece in found for part in _close(piece, kind, detector)]
        if len(found) == len(pieces):
            break
        pieces = found
    return Masked(
        "".join(piece.text for piece in found),
        tuple(piece.mask for piece in found if piece.mask is not None),
    )


def without_placeholders(text: str) -> str:
    """Masked text for searching: placeholders would match documents about postcodes and names."""
    bare = _PLACEHOLDER.sub(lambda found: "school" if found.group() == "[SCHOOL]" else "", text)
    return " ".join(bare.split())


def _detectors(today: date | None) -> tuple[tuple[Mask, Detector], ...]:
    """In this order: an address holds what looks like a phone number, a postcode a year."""
    return (
        (_URL, urls),
        (_EMAIL, emails),
        (_IBAN, ibans),
        (_BIRTH_DATE, birth_dates(today)),
        (_BSN, bsns),
        (_PHONE, phones),
        (_PLATE, plates),
        (_POSTCODE, postcodes),
        (_ADDRESS, streets),
        (_SCHOOL, schools),
        (_NAME, names),
    )


def _split(text: str) -> Iterator[_Piece]:
    end = 0
    for found in _PLACEHOLDER.finditer(text):
        yield _Piece(text[end : found.start()])
        yield _Piece(found.group(), open=False)
        end = found.end()
    yield _Piece(text[end:])


def _close(piece: _Piece, kind: Mask, detector: Detector) -> Iterator[_Piece]:
    if not piece.open:
        yield piece
        return
    end = 0
    for start, stop in detector(plain(piece.text)):
        yield _Piece(piece.text[end:start])
        yield _Piece(kind.placeholder, open=False, mask=kind)
        end = stop
    yield _Piece(piece.text[end:])
