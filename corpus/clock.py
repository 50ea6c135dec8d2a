"""Today, where the law that the documents speak of is in force."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

_DUTCH_TIME = ZoneInfo("Europe/Amsterdam")


def today() -> date:
    """The date in the Netherlands, whatever the machine's time zone is."""
    return datetime.now(_DUTCH_TIME).date()
