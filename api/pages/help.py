"""The pages beside the answers: difficult words explained, and people to turn to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from api.citation_links import citation_url
from api.pages.settings import PageSettings
from api.pages.wording import ContactLinks, contact_links
from corpus.contacts import ContactKind, CorpusContact
from corpus.glossary import Word
from corpus.library import Library
from rag.answer import Contact
from rag.words import difficult, explain


@dataclass(frozen=True, slots=True)
class WordView:
    """A word, what it stands for, and the sentence that explains it with its place."""

    term: str
    stands_for: str | None
    quote: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class ContactView:
    """A contact with links that are safe to follow; `unconfirmed` where only these are certain."""

    what: str
    unconfirmed: bool
    links: ContactLinks


@dataclass(frozen=True, slots=True)
class ListedContacts:
    """A heading of the page of contacts, and who stands under it."""

    title: str
    contacts: tuple[ContactView, ...]


def word_views(words: Iterable[Word], library: Library, day: date) -> tuple[WordView, ...]:
    """The words that can be explained on `day`. Raises CorpusUnavailable."""
    return tuple(
        WordView(
            found.term,
            found.stands_for,
            found.quote,
            found.title,
            citation_url(found.document_id, found.version, found.start, found.end),
        )
        for found in explain(words, library, day)
    )


def words_in(
    texts: Sequence[str], glossary: Sequence[Word], library: Library, day: date
) -> tuple[WordView, ...]:
    """The difficult words of `texts` that `texts` do not explain. Raises CorpusUnavailable."""
    return word_views(difficult(texts, glossary), library, day)


def listed_contacts(
    contacts: Iterable[CorpusContact], settings: PageSettings
) -> list[ListedContacts]:
    """The contacts for people of this region: in need first, then near by, then the country."""
    titles = {
        ContactKind.CRISIS: "Nu hulp nodig",
        ContactKind.REGIONAL: f"In uw regio: {settings.region_label}",
        ContactKind.NATIONAL: "Voor heel Nederland",
    }
    own = [c for c in contacts if c.region in (None, settings.region)]
    parts = (
        ListedContacts(title, tuple(_contact(c, settings.today()) for c in own if c.kind is kind))
        for kind, title in titles.items()
    )
    return [part for part in parts if part.contacts]


def _contact(contact: CorpusContact, day: date) -> ContactView:
    confirmed = contact.confirmed_on(day)
    known = Contact(contact.name, url=contact.url)
    if confirmed:
        known = Contact(contact.name, contact.phone, contact.email, contact.url, contact.hours)
    return ContactView(contact.what, not confirmed, contact_links(known))
