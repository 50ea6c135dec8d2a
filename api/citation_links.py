"""Where a citation leads: the page that shows the version, with the quote marked."""

from __future__ import annotations

from urllib.parse import quote

QUOTE_ANCHOR = "citaat"


def version_url(document_id: str, version: int) -> str:
    """The path of the page that shows one version of a document."""
    return f"/bronnen/{quote(document_id, safe='')}/{version}"


def citation_url(document_id: str, version: int, start: int, end: int) -> str:
    """The path that opens a version at `text[start:end]`, counted in code points."""
    return f"{version_url(document_id, version)}?van={start}&tot={end}#{QUOTE_ANCHOR}"
