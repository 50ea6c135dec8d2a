"""What the pages need to be told: who runs the service, where, and whom people can turn to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class PageSettings:
    """`region` is a slug, `region_label` its name for people; `today` gives the day in this region.

    The contact is a person or service outside this one, named on every page.
    """

    organisation: str
    region: str
    region_label: str
    contact_name: str
    contact_email: str | None
    contact_phone: str | None
    contact_url: str | None
    today: Callable[[], date]
