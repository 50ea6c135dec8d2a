"""The people and services to turn to, from `contacts.yaml`, checked when they are read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from corpus.document import Source
from corpus.errors import CorpusError

_PHONE = re.compile(r"\+?[0-9][0-9 -]{1,18}")
_REQUIRED = ("id", "name", "kind", "what", "valid_from", "review_by", "sources")
_OPTIONAL = ("phone", "email", "url", "hours", "region", "to_fill_in")


class ContactKind(StrEnum):
    """For which situation and for whom a contact is there."""

    CRISIS = "crisis"
    NATIONAL = "landelijk"
    REGIONAL = "regionaal"


@dataclass(frozen=True, slots=True)
class CorpusContact:
    """A service or person. With `to_fill_in` its organisation has still to supply the details."""

    id: str
    name: str
    kind: ContactKind
    what: str
    phone: str | None
    email: str | None
    url: str | None
    hours: str | None
    region: str | None
    sources: tuple[Source, ...]
    valid_from: date
    review_by: date
    to_fill_in: bool

    def confirmed_on(self, day: date) -> bool:
        """Whether somebody vouches for the details on `day`; the crisis numbers never lapse."""
        if self.kind is ContactKind.CRISIS:
            return True
        return not self.to_fill_in and self.valid_from <= day <= self.review_by


@cache
def contacts() -> tuple[CorpusContact, ...]:
    """All contacts in file order, the first of a kind first. Raises CorpusError."""
    text = files("corpus").joinpath("contacts.yaml").read_text(encoding="utf-8")
    return read_contacts(text)


def read_contacts(text: str) -> tuple[CorpusContact, ...]:
    """The contacts of a YAML text. Raises CorpusError, in Dutch, for an entry not fit to use."""
    try:
        entries = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise CorpusError("De contactlijst is geen geldige YAML.") from error
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise CorpusError("De contactlijst is geen lijst van contacten.")
    read = tuple(_contact(entry) for entry in entries)
    if len({contact.id for contact in read}) < len(read):
        raise CorpusError("In de contactlijst komt een id tweemaal voor.")
    return read


def _contact(entry: Mapping[str, Any]) -> CorpusContact:
    name = entry.get("id") or "zonder id"
    for key in _REQUIRED:
        if not entry.get(key):
            raise CorpusError(f"Contact {name}: {key} ontbreekt.")
    unknown = sorted(set(entry) - {*_REQUIRED, *_OPTIONAL})
    if unknown:
        raise CorpusError(f"Contact {name}: {unknown[0]} is geen bekend veld.")
    if entry["kind"] not in list(ContactKind):
        raise CorpusError(f"Contact {name}: {entry['kind']} is geen bekende soort.")
    kind = ContactKind(entry["kind"])
    if (kind is ContactKind.REGIONAL) != bool(entry.get("region")):
        raise CorpusError(
            f"Contact {name}: een regio hoort bij een regionaal contact, en andersom."
        )
    for key in ("valid_from", "review_by"):
        if type(entry[key]) is not date:
            raise CorpusError(f"Contact {name}: {key} is geen datum (jjjj-mm-dd).")
    filled_in = not entry.get("to_fill_in", False)
    if filled_in and not any(entry.get(key) for key in ("phone", "email", "url")):
        raise CorpusError(f"Contact {name}: er is geen telefoonnummer, e-mailadres of website.")
    if entry.get("phone") and not _PHONE.fullmatch(str(entry["phone"])):
        # Pages make a number of it that a phone dials; two numbers in one would dial a third.
        raise CorpusError(f"Contact {name}: {entry['phone']} is niet één telefoonnummer.")
    if entry.get("url") and not str(entry["url"]).startswith("https://"):
        raise CorpusError(f"Contact {name}: de website begint niet met https://.")
    return CorpusContact(
        id=str(entry["id"]),
        name=str(entry["name"]),
        kind=kind,
        what=str(entry["what"]),
        phone=_text(entry, "phone"),
        email=_text(entry, "email"),
        url=_text(entry, "url"),
        hours=_text(entry, "hours"),
        region=_text(entry, "region"),
        sources=tuple(
            Source(str(source["title"]), source.get("url"), source.get("seen"))
            for source in entry["sources"]
        ),
        valid_from=entry["valid_from"],
        review_by=entry["review_by"],
        to_fill_in=not filled_in,
    )


def _text(entry: Mapping[str, Any], key: str) -> str | None:
    value = entry.get(key)
    return str(value) if value else None
