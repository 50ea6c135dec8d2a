"""Templates into responses, each with the headers that keep a page to itself."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from api.pages.settings import PageSettings
from api.pages.wording import contact_of, dutch_date

_HERE = Path(__file__).parent
_TYPES = {".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}
# Neither answers nor what somebody typed may stay behind on a shared computer.
PRIVATE = "no-store"
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


class Renderer:
    """Renders a template with the settings that all pages share."""

    def __init__(self, settings: PageSettings) -> None:
        self._settings = settings
        self._environment = Environment(
            loader=FileSystemLoader(_HERE / "templates"),
            autoescape=select_autoescape(default=True),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters["date"] = dutch_date
        self._environment.globals.update(
            settings=settings, contact=contact_of(settings), asset=asset_url
        )

    def page(
        self,
        template: str,
        status: int = 200,
        cache_control: str = "no-cache",
        **values: object,
    ) -> HTMLResponse:
        """A whole page. `values` fill the template; one that is missing is an error."""
        text = self._environment.get_template(template).render(
            today=self._settings.today(), **values
        )
        return HTMLResponse(text, status, {**_HEADERS, "Cache-Control": cache_control})

    def notice(self, status: int, title: str, message: str) -> HTMLResponse:
        """A page that says in plain words what went wrong and whom to turn to."""
        return self.page("notice.html", status, PRIVATE, title=title, message=message)


def asset_url(name: str) -> str:
    """The path of a static file; it changes with the file, so that no browser keeps an old one."""
    return f"/static/{name}?v={hashlib.sha256(_assets()[name]).hexdigest()[:8]}"


def asset(name: str) -> Response | None:
    """A static file by name, or None."""
    content = _assets().get(name)
    if content is None:
        return None
    headers = {"Cache-Control": "public, max-age=86400", "X-Content-Type-Options": "nosniff"}
    return Response(content, media_type=_TYPES[Path(name).suffix], headers=headers)


@cache
def _assets() -> Mapping[str, bytes]:
    files = (path for path in (_HERE / "static").iterdir() if path.suffix in _TYPES)
    return MappingProxyType({path.name: path.read_bytes() for path in files})
