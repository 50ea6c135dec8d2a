"""Holds the quantities, phone numbers and addresses of documents against the tables of the corpus.

A quantity must belong to a fact that its sentence is about. So a term that is changed in one
document, or that is right elsewhere, is found where it stands, whatever the others say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.contacts import CorpusContact
from corpus.document import Content
from corpus.facts import Fact
from corpus.outline import outline
from ingest.quality.findings import Finding
from ingest.quality.quantities import quantities
from ingest.sentences import sentences

_PHONE = re.compile(r"(?<![\d-])(?:\+31|0)[\d -]{7,12}\d(?!\d)|\b11[23]\b(?!\.)")
_EMAIL = re.compile(r"\b[\w.+-]+@[\w-]+\.[\w.]*\w")


def contradictions(
    content: Content, facts: Sequence[Fact], contacts: Sequence[CorpusContact]
) -> Iterator[Finding]:
    """A finding for each quantity, phone number or e-mail address that no table holds."""
    phones = {_digits(c.phone) for c in contacts if c.phone} | {"113"}
    emails = {c.email for c in contacts if c.email}
    for section in outline(content.text, content.title):
        for sentence in sentences(content.text, section.start, section.end):
            heading = f"{section.heading} {content.title}"
            for unknown in _unlicensed(sentence.text, heading, facts):
                message = f"'{unknown}' staat zo niet in de feitentabel: {sentence.text}"
                yield Finding(content.id, section.anchor, message)
            for phone in _PHONE.findall(sentence.text):
                if _digits(phone) not in phones:
                    message = f"telefoonnummer {phone.strip()} hoort bij geen contact"
                    yield Finding(content.id, section.anchor, message)
            for email in _EMAIL.findall(sentence.text):
                if email not in emails:
                    message = f"e-mailadres {email} hoort bij geen contact"
                    yield Finding(content.id, section.anchor, message)


def licences(place: str, heading: str, facts: Sequence[Fact]) -> frozenset[str]:
    """The quantities that may stand in `place`, a sentence with `{}` where one stands.

    `heading` is what stands above it: the headings of its section and document.
    """
    whole = f"{place} {heading}"
    return frozenset(
        found.value
        for fact in facts
        if all(pattern.search(whole) for pattern in fact.about)
        and all(pattern.search(place) for pattern in fact.within)
        and not any(pattern.search(place) for pattern in fact.never)
        for written in fact.values
        for found in quantities(written)
    )


def _unlicensed(sentence: str, heading: str, facts: Sequence[Fact]) -> Iterator[str]:
    for found in quantities(sentence):
        if found.value not in licences(found.around, heading, facts):
            yield found.value


def _digits(phone: str) -> str:
    return re.sub(r"\D", "", phone)
