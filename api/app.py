"""Puts the doors together: JSON API, pages, errors and limits around one service."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import date

from fastapi import FastAPI

from api.asking import Asks
from api.failures import Failures
from api.handlers import install
from api.limiting import RateLimit, networks
from api.middleware import API_VERSION, BodyLimit, Surroundings
from api.pages.rendering import Renderer
from api.pages.router import pages_router
from api.pages.settings import PageSettings
from api.routes.documents import documents_router
from api.routes.health import health_router
from api.routes.questions import questions_router
from api.settings import ApiSettings
from corpus.clock import today
from corpus.glossary import glossary
from corpus.library import Library
from rag.composition import Parts
from rag.health import Check
from rag.health import examine as examine_parts


def create_app(
    service: Asks,
    library: Library,
    examine: Callable[[], Sequence[Check]],
    settings: ApiSettings,
    now: Callable[[], date] = today,
    on_stop: Callable[[], None] = lambda: None,
) -> FastAPI:
    """The application. `examine` looks at every part for `ready`; `on_stop` releases them."""

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        on_stop()

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
    app.include_router(questions_router(service, settings.region))
    app.include_router(documents_router(library, now))
    app.include_router(health_router(examine))
    pages = _page_settings(settings, now)
    app.include_router(pages_router(service, library, pages, glossary()))
    failures = Failures(Renderer(pages).notice)
    install(app, failures)
    app.add_middleware(BodyLimit, max_bytes=settings.max_body_bytes, failures=failures)
    if settings.rate_limit != "off":
        app.add_middleware(
            RateLimit,
            limit=settings.rate_limit,
            exempt=networks(settings.rate_limit_exempt),
            failures=failures,
        )
    app.add_middleware(Surroundings, failures=failures)
    return app


def serving(parts: Parts, settings: ApiSettings) -> FastAPI:
    """The application over opened parts, which it closes when it stops."""
    library = parts.stores.library
    return create_app(
        parts.service,
        library,
        lambda: examine_parts(library, parts.index, parts.embedder),
        settings,
        on_stop=parts.close,
    )


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
