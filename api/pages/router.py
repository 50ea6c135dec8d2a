"""The addresses of the public pages. A question travels in a body only, never in an address."""

from __future__ import annotations

import re
from collections.abc import Callable, Coroutine, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, Response
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException as StarletteHTTPException

from api.asking import Asks
from api.pages.conversation import read_turns, with_turn
from api.pages.documents import DocumentPage, listed, related, standing, view
from api.pages.help import listed_contacts, word_views, words_in
from api.pages.highlighting import read_span, render
from api.pages.presenting import EXAMPLES, plain_text, present
from api.pages.rendering import PRIVATE, Renderer, asset
from api.pages.settings import PageSettings
from corpus.contacts import contacts
from corpus.document import Audience
from corpus.errors import CorpusUnavailable
from corpus.glossary import Word
from corpus.library import Library
from ingest.index.port import IndexUnavailable
from rag.question import InvalidQuestion, Question, Turn

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
_VERSION = re.compile(r"[0-9]{1,9}", re.ASCII)
_CARRIED = ("answered", "clarification", "unanswerable")
_UNAVAILABLE = "De dienst is nu niet bereikbaar. Probeer het over een paar minuten opnieuw."
_UNREADABLE = "Er ging iets mis bij het versturen. Ga terug en stel uw vraag opnieuw."
_MISSING = "Misschien is het adres niet goed overgenomen, of bestaat het document niet (meer)."


def pages_router(
    service: Asks, library: Library, settings: PageSettings, glossary: Sequence[Word]
) -> APIRouter:
    """The public pages. They set their own security headers and show their own errors, in Dutch."""
    renderer = Renderer(settings)
    router = APIRouter(route_class=_route_class(renderer), include_in_schema=False)

    def ask_page(
        typed: str, audience: Audience, turns: tuple[Turn, ...], error: str, status: int
    ) -> HTMLResponse:
        return renderer.page(
            "ask.html",
            status,
            PRIVATE,
            typed=typed,
            audience=audience,
            turns=turns,
            error=error,
            field_error=status == 422,
            examples=EXAMPLES,
        )

    @router.get("/", summary="Het vraagformulier")
    def start() -> HTMLResponse:
        return ask_page("", Audience.PARENT, (), "", 200)

    @router.post("/", summary="Het antwoord op een vraag, als pagina")
    def ask(
        earlier_question: Annotated[list[str], Form(default_factory=list)],
        earlier_answer: Annotated[list[str], Form(default_factory=list)],
        question: Annotated[str, Form()] = "",
        audience: Annotated[str, Form()] = Audience.PARENT.value,
    ) -> HTMLResponse:
        turns = read_turns(earlier_question, earlier_answer)
        reader = Audience.YOUTH if audience == Audience.YOUTH else Audience.PARENT
        # Browsers send a line break as two characters; people count one.
        typed = question.replace("\r\n", "\n")
        try:
            asked = Question.ask(typed, reader, settings.region, turns)
            answer = service.answer(asked)
        except InvalidQuestion as error:
            return ask_page(typed, reader, turns, str(error), 422)
        except (CorpusUnavailable, IndexUnavailable):
            return ask_page(typed, reader, turns, _UNAVAILABLE, 503)
        shown = present(asked, answer, settings)
        if shown.family in _CARRIED:
            turns = with_turn(turns, shown.question, plain_text(answer))
        template = "crisis.html" if shown.family == "handover" else "answer.html"
        said = [sentence.text for block in answer.blocks for sentence in block.sentences]
        return renderer.page(
            template,
            200,
            PRIVATE,
            answer=shown,
            audience=reader,
            turns=turns,
            words=words_in(said, glossary, library, settings.today()),
        )

    @router.get("/bronnen", summary="De documenten waar antwoorden op rusten")
    def documents() -> HTMLResponse:
        parts = listed(library.citable(settings.today()), settings)
        return renderer.page("documents.html", parts=parts)

    @router.get(
        "/bronnen/{document_id}/{version}",
        summary="Eén versie, met de geciteerde passage gemarkeerd",
    )
    def document(
        document_id: str, version: str, van: str | None = None, tot: str | None = None
    ) -> HTMLResponse:
        if not (_ID.fullmatch(document_id) and _VERSION.fullmatch(version)):
            raise HTTPException(404)
        found = library.get(document_id, int(version))
        shown = view(found, settings) if found else None
        if found is None or shown is None:
            raise HTTPException(404)
        text = found.content.text
        span = read_span(van, tot, len(text))
        blocks = render(text, span)
        notice = standing(found, library.history(document_id), settings.today())
        marked = any(piece.marked for block in blocks for line in block.lines for piece in line)
        day = settings.today()
        page = DocumentPage(
            shown,
            notice,
            blocks,
            marked,
            related(found, library, day),
            words_in([text], glossary, library, day),
        )
        return renderer.page("document.html", page=page)

    @router.get("/woorden", summary="Moeilijke woorden, elk uitgelegd uit een document")
    def words() -> HTMLResponse:
        explained = word_views(glossary, library, settings.today())
        return renderer.page("words.html", words=explained)

    @router.get("/hulp", summary="Mensen en diensten die kunnen helpen")
    def people() -> HTMLResponse:
        return renderer.page("contacts.html", parts=listed_contacts(contacts(), settings))

    @router.get("/over", summary="Wie dit aanbiedt, en wat er met een vraag gebeurt")
    def about() -> HTMLResponse:
        return renderer.page("about.html")

    @router.get("/static/{name}", summary="Stijl en beeld")
    def static(name: str) -> Response:
        found = asset(name)
        if found is None:
            raise HTTPException(404)
        return found

    return router


def _route_class(renderer: Renderer) -> type[APIRoute]:
    class PageRoute(APIRoute):
        """A route whose errors are pages too: whoever reads them is a parent, not a program."""

        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
            handler = super().get_route_handler()

            async def handle(request: Request) -> Response:
                try:
                    return await handler(request)
                except CorpusUnavailable:
                    return renderer.notice(503, "Dit lukt nu even niet", _UNAVAILABLE)
                except RequestValidationError:
                    return renderer.notice(422, "Dit konden wij niet lezen", _UNREADABLE)
                except StarletteHTTPException as error:
                    if error.status_code != 404:
                        raise
                    return renderer.notice(404, "Deze pagina is er niet", _MISSING)

            return handle

    return PageRoute
