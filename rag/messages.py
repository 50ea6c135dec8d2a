"""The service's own words where no document speaks, and whom to turn to next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from corpus.contacts import ContactKind, CorpusContact, contacts
from rag.answer import Care, Contact, NextStep, Status
from rag.routing.route import CrisisKind

_DUTCH = "nl"


def message(status: Status, language: str, reason: str | None) -> str:
    """What the service says itself: in `language` where there is a translation, else in Dutch.

    `reason` picks a closer wording where there is one. Empty for `answered`.
    """
    texts = _closest(_words()["messages"], status, reason) or {}
    return str(texts.get(language) or texts.get(_DUTCH, ""))


def next_steps(
    status: Status, language: str, region: str | None, help: CrisisKind | None, day: date
) -> tuple[NextStep, ...]:
    """What the asker can do now, at least one of them with a person.

    In a crisis the number that `help` needs comes first. Contacts of another region than `region`
    are left out. Of a contact that nobody checked in time only name and website are given; the
    crisis numbers stay.
    """
    words = _words()
    names = _closest(words["next_steps"], status, help) or words["next_steps"]["default"]
    people = tuple(_people(names, region))
    if status is Status.HANDOVER_CRISIS:
        return tuple(_crisis_step(contact, language) for contact in people)
    own = words["own_step"].get(status.value)
    first = (NextStep(own["label"], own["text"]),) if own else ()
    return first + tuple(_step(contact, day) for contact in people)


def care(kind: CrisisKind, language: str) -> Care:
    """What to say beside an answer where somebody may need the help that `kind` names."""
    texts = _words()["care"]
    steps = next_steps(Status.HANDOVER_CRISIS, language, None, kind, date.min)
    return Care(texts.get(language, texts[_DUTCH]), steps)


def _people(names: list[str], region: str | None) -> Iterator[CorpusContact]:
    known = {contact.id: contact for contact in contacts()}
    for name in names:
        if name == ContactKind.REGIONAL:
            local = (c for c in contacts() if c.kind is ContactKind.REGIONAL and c.region == region)
            yield from (contact for contact in (next(local, None),) if contact)
        else:
            yield known[name]


def _step(contact: CorpusContact, day: date) -> NextStep:
    labels = _words()["labels"]
    text = f"{contact.name}. {contact.what}"
    if not contact.confirmed_on(day):
        # Only what is certain: details that nobody confirmed may be wrong.
        text = f"{contact.name}. {labels['to_fill_in']}"
        return NextStep(labels["talk"], text, Contact(contact.name, url=contact.url))
    return NextStep(labels["talk"], text, _card(contact))


def _crisis_step(contact: CorpusContact, language: str) -> NextStep:
    words = _words()
    verb = words["labels"]["call"].get(language, words["labels"]["call"][_DUTCH])
    text = words["crisis_help"].get(contact.id, {}).get(language, contact.what)
    label = f"{verb}: {contact.name}, {contact.phone}"
    if contact.phone and contact.phone in contact.name:
        label = f"{verb}: {contact.phone}"
    return NextStep(label, text, _card(contact))


def _card(contact: CorpusContact) -> Contact:
    return Contact(contact.name, contact.phone, contact.email, contact.url, contact.hours)


def _closest(texts: dict[str, Any], status: Status, reason: str | None) -> Any:
    return texts.get(f"{status.value}.{reason}") or texts.get(status.value)


@cache
def _words() -> dict[str, Any]:
    text = files("rag").joinpath("messages.yaml").read_text(encoding="utf-8")
    words: dict[str, Any] = yaml.safe_load(text)
    return words
