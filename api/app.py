"""Puts the doors together: JSON API, pages, errors and limits around one service."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date

from fastapi import FastAPI

from api import problems
from api.limiting import RateLimit, networks
from api.middleware import API_VERSION, BodyLimit, Surroundings
from api.pages.router import PageSettings, pages_router
from api.routes.documents import documents_router
from api.routes.health import health_router
from api.routes.questions import questions_router
from api.settings import ApiSettings
from corpus.clock import today
from rag.composition import Parts
from rag.health import examine


def create_app(parts: Parts, settings: ApiSettings, now: Callable[[], date] = today) -> FastAPI:
    """The application over opened parts; it closes them when it stops."""

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        parts.close()

    app = FastAPI(
        title="Steunwijzer",
        version=API_VERSION,
        summary="Vragen over passend onderwijs, beantwoord uit gevalideerde documenten.",
        openapi_url="/v1/openapi.json",
        # The usual viewers load scripts from elsewhere; a page here loads nothing from elsewhere.
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        redirect_slashes=False,
    )
    library = parts.stores.library
    app.include_router(questions_router(parts.service, settings.region))
    app.include_router(documents_router(library, now))
    app.include_router(health_router(lambda: examine(library, parts.index, parts.embedder)))
    app.include_router(pages_router(parts.service, library, _page_settings(settings, now)))
    problems.install(app)
    app.add_middleware(BodyLimit, max_bytes=settings.max_body_bytes)
    if settings.rate_limit != "off":
        app.add_middleware(
            RateLimit, limit=settings.rate_limit, exempt=networks(settings.rate_limit_exempt)
        )
    app.add_middleware(Surroundings)
    return app


def _page_settings(settings: ApiSettings, now: Callable[[], date]) -> PageSettings:
    return PageSettings(
        organisation=settings.organisation,
        region=settings.region,
        region_label=settings.region_label,
        contact_name=settings.contact_name,
        contact_email=settings.contact_email,
        contact_phone=settings.contact_phone,
        contact_url=settings.contact_url,
        today=now,
    )
