"""A small but whole set of pages to test against: three documents and a handful of answers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from fastapi import FastAPI

from api.pages.router import pages_router
from api.pages.settings import PageSettings
from corpus.document import (
    Audience,
    Certainty,
    Content,
    DocumentFile,
    Scope,
    Source,
    Validation,
)
from corpus.glossary import read_glossary
from rag.answer import Answer, Care, Contact, NextStep, Status
from tests.fakes.answers import ID, FakeService, answered
from tests.fakes.library import MemoryLibrary

TODAY = date(2026, 11, 23)
DUTY = """\
Elke school moet samen met u zoeken naar een plek die past.

## Wanneer begint de zorgplicht?

De zorgplicht begint als u uw kind schriftelijk aanmeldt. Een gesprek of een rondleiding is nog \
geen aanmelding. De school moet dan binnen zes weken laten weten of uw kind welkom is.

Let op: dit geldt niet als de school vol is.

Dit kunt u doen:

- Meld uw kind schriftelijk aan.
- Bewaar een kopie van de aanmelding.
- Vraag de school wanneer u antwoord krijgt.

## Hoe lang mag de school erover doen?

1. De school beslist binnen zes weken.
1. De school mag dit één keer met vier weken verlengen.
"""
REGION = """\
## Met wie praat ik eerst in de Meierij?

In de Meierij praat u eerst met de leerkracht en de intern begeleider. Scholen werken samen in \
drie ondersteuningseenheden.
"""
SETTINGS = PageSettings(
    organisation="SWV PO de Meierij",
    region="de-meierij",
    region_label="de Meierij",
    contact_name="Jeugd- en oudersteunpunt de Meierij",
    contact_email="steunpunt@example.org",
    contact_phone="073 000 00 00",
    contact_url="https://steunpunt.example.org/contact",
    today=lambda: TODAY,
)
WORDS = read_glossary(
    """
- term: zorgplicht
  document: zorgplicht
  quote: De zorgplicht begint als u uw kind schriftelijk aanmeldt.
- term: intern begeleider
  document: meierij
  quote: Deze zin staat in geen enkel document.
"""
)
ASK_DUTY = "Wanneer begint de zorgplicht van een school?"
ASK_PARTLY = "Wanneer begint de zorgplicht, en wat kost dat?"
ASK_TURKISH = "Okul çocuğumu reddedebilir mi?"
ASK_CRISIS = "Ik zie het niet meer zitten"
ASK_CHANCE = "Hoe groot is de kans dat onze school de zorgplicht heeft?"
ASK_TIRED = "Ik ben op, wanneer begint de zorgplicht?"
CALL_113 = NextStep(
    "Bel met 113",
    "Gratis en anoniem, dag en nacht.",
    Contact("113 Zelfmoordpreventie", "0800-0113", url="https://www.113.nl"),
)
CALL_112 = NextStep("Bel 112", "Als er direct gevaar is.", Contact("Alarmnummer", "112"))
STEPS = frozenset(
    {
        "Meld uw kind schriftelijk aan.",
        "Bewaar een kopie van de aanmelding.",
        "Vraag de school wanneer u antwoord krijgt.",
    }
)


@dataclass(frozen=True)
class Site:
    """The app with the fakes behind it."""

    app: FastAPI
    service: FakeService
    library: MemoryLibrary


def document(
    document_id: str,
    title: str,
    text: str,
    region: str | None = None,
    starter: bool = True,
    related: tuple[str, ...] = (),
) -> DocumentFile:
    """A document for parents that is valid this school year."""
    content = Content(
        id=document_id,
        title=title,
        scope=Scope.REGIONAL if region else Scope.NATIONAL,
        region=region,
        audience=Audience.PARENT,
        topics=("zorgplicht",),
        certainty=Certainty.CONFIRMED,
        valid_from=date(2026, 8, 1),
        review_by=date(2027, 11, 1),
        sources=(
            Source(
                "Wet op het primair onderwijs, artikel 40",
                "https://wetten.overheid.nl/BWBR0003420",
                TODAY,
            ),
        ),
        text=text,
        related=related,
    )
    note = "Opgesteld door het project. De organisatie moet dit nog zelf valideren."
    claimed = Validation("project Steunwijzer", TODAY, note if starter else "", starter)
    return DocumentFile(content, (), claimed)


def build_site() -> Site:
    """A site with one national starter document, one regional one, and answers to a few texts."""
    library = MemoryLibrary()
    national = document("zorgplicht", "Zorgplicht van de school", DUTY)
    regional = document(
        "route",
        "Hulp vragen in de Meierij",
        REGION,
        "de-meierij",
        starter=False,
        related=("zorgplicht", "weg"),
    )
    library.store([national], "project", "project Steunwijzer", TODAY)
    library.store([regional], "redactie", "coördinator steunpunt", TODAY)
    service = FakeService(_answers(library))
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.include_router(pages_router(service, library, SETTINGS, WORDS))
    return Site(app, service, library)


def _answers(library: MemoryLibrary) -> dict[str, Answer]:
    duty, route = library.get("zorgplicht", 1), library.get("route", 1)
    assert duty
    assert route
    begin = ("De zorgplicht begint als u uw kind schriftelijk aanmeldt.",)
    law = (
        *begin,
        "Een gesprek of een rondleiding is nog geen aanmelding.",
        "Let op: dit geldt niet als de school vol is.",
        *sorted(STEPS, key=DUTY.index),
    )
    term = ("De school beslist binnen zes weken.",)
    custom = ("In de Meierij praat u eerst met de leerkracht en de intern begeleider.",)
    whole = answered((duty, law), (duty, term), (route, custom), steps=STEPS | set(term))
    turkish = "Sorunuzu anladık. Cevap Hollandaca belgelerden alınmıştır."
    return {
        ASK_DUTY: whole,
        ASK_PARTLY: replace(
            answered((duty, begin), status=Status.ANSWERED_PARTIALLY),
            message="Dit is een antwoord op een deel van uw vraag.",
            missing=("wat kost <b>dat</b>?",),
        ),
        ASK_CHANCE: replace(
            answered((duty, begin), status=Status.UNANSWERABLE_PERSONAL_CASE),
            message="Dat kan een automatische dienst niet beoordelen.",
        ),
        ASK_TIRED: replace(
            answered((duty, begin)), care=Care("Wacht niet en bel.", (CALL_113, CALL_112))
        ),
        ASK_TURKISH: replace(answered((duty, begin)), language="tr", message=turkish),
        ASK_CRISIS: Answer(
            ID,
            Status.HANDOVER_CRISIS,
            "nl",
            "U hoeft hier niet alleen mee te blijven. Is er nu gevaar? Bel dan 112.",
            next_steps=(CALL_113, CALL_112),
        ),
    }
