"""Dates, links and labels in the form in which people read them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, urlsplit

from api.pages.settings import PageSettings
from corpus.document import Audience, Scope
from rag.answer import Contact

_MONTHS = (
    "januari februari maart april mei juni juli augustus september oktober november december"
).split()
AUDIENCES = {
    Audience.PARENT: "ouders",
    Audience.YOUTH: "leerlingen",
    Audience.PROFESSIONAL: "professionals",
}


@dataclass(frozen=True, slots=True)
class ContactLinks:
    """A contact with links that are safe to follow; None where there is nothing to link to."""

    name: str
    phone: str | None
    phone_href: str | None
    email: str | None
    email_href: str | None
    url: str | None
    site: str | None
    hours: str | None


def dutch_date(day: date) -> str:
    """`23 november 2026`."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def web_link(url: str | None) -> str | None:
    """The address itself if it is an http(s) one, else None: `javascript:` must never be a link."""
    if url is None or not re.match(r"https?://[^\s/]", url, re.ASCII | re.IGNORECASE):
        return None
    return url


def contact_links(contact: Contact) -> ContactLinks:
    """What to show of a contact, and the `tel:`, `mailto:` and web links that go with it."""
    number = re.sub(r"[^0-9+]", "", contact.phone or "")
    url = web_link(contact.url)
    return ContactLinks(
        name=contact.name,
        phone=contact.phone,
        phone_href=f"tel:{number}" if number else None,
        email=contact.email,
        email_href=f"mailto:{quote(contact.email, safe='@.+-_')}" if contact.email else None,
        url=url,
        site=url and (urlsplit(url).hostname or "").removeprefix("www."),
        hours=contact.hours,
    )


def contact_of(settings: PageSettings) -> ContactLinks:
    """The contact that every page names."""
    return contact_links(
        Contact(
            settings.contact_name,
            settings.contact_phone,
            settings.contact_email,
            settings.contact_url,
        )
    )


def scope_label(scope: Scope, region: str | None, settings: PageSettings) -> str:
    """`Landelijk`, the name of this region, or the slug of another one."""
    if scope is Scope.NATIONAL:
        return "Landelijk"
    return settings.region_label if region == settings.region else f"Regio {region}"
