"""A document version as its page shows it: its standing today, its text and who vouched for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from api.citation_links import version_url
from api.pages.help import WordView
from api.pages.highlighting import Block
from api.pages.settings import PageSettings
from api.pages.wording import AUDIENCES, dutch_date, scope_label, web_link
from corpus.document import Audience, DocumentVersion, State, Validation
from corpus.library import Library, current
from corpus.topics import topics


@dataclass(frozen=True, slots=True)
class SourceLine:
    """Where a fact was found; `url` only where it is safe to follow."""

    title: str
    url: str | None
    seen: date | None


@dataclass(frozen=True, slots=True)
class Notice:
    """Why a version is no longer, or not yet, an answer to anything."""

    title: str
    text: str
    current_url: str | None


@dataclass(frozen=True, slots=True)
class DocumentView:
    """What the list and the page of a document have in common."""

    title: str
    url: str
    document_id: str
    version: int
    scope: str
    audience: str
    topics: tuple[str, ...]
    valid_from: date
    valid_until: date
    review_by: date
    validation: Validation
    sources: tuple[SourceLine, ...]


@dataclass(frozen=True, slots=True)
class RelatedDocument:
    """A document to read next, as a link."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class ListedDocuments:
    """A heading of the list of documents, and what stands under it."""

    title: str
    documents: tuple[DocumentView, ...]


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """One version with its text; `marked` tells whether a quote is marked in it."""

    document: DocumentView
    notice: Notice | None
    blocks: tuple[Block, ...]
    marked: bool
    related: tuple[RelatedDocument, ...]
    words: tuple[WordView, ...]


def listed(versions: Sequence[DocumentVersion], settings: PageSettings) -> list[ListedDocuments]:
    """The documents of the country by reader, those of this region behind the ones for parents;
    no empty headings."""
    kinds: list[tuple[str, str | None, Audience | None]] = [
        (f"Landelijk, voor {reader}", None, kind) for kind, reader in AUDIENCES.items()
    ]
    kinds.insert(1, (f"In uw regio: {settings.region_label}", settings.region, None))
    parts: list[ListedDocuments] = []
    for title, region, audience in kinds:
        own = (
            view(version, settings)
            for version in versions
            if version.content.region == region and audience in (None, version.content.audience)
        )
        if documents := tuple(document for document in own if document):
            parts.append(ListedDocuments(title, documents))
    return parts


def view(version: DocumentVersion, settings: PageSettings) -> DocumentView | None:
    """How a version is shown; None for one that nobody ever validated: it is not to be seen."""
    content = version.content
    if version.validation is None or version.state not in (State.VALIDATED, State.WITHDRAWN):
        return None
    labels = topics()
    return DocumentView(
        title=content.title,
        url=version_url(content.id, version.version),
        document_id=content.id,
        version=version.version,
        scope=scope_label(content.scope, content.region, settings),
        audience=AUDIENCES[content.audience],
        topics=tuple(labels.get(slug, slug) for slug in content.topics),
        valid_from=content.valid_from,
        valid_until=version.citable_until,
        review_by=content.review_by,
        validation=version.validation,
        sources=tuple(SourceLine(s.title, web_link(s.url), s.seen) for s in content.sources),
    )


def related(version: DocumentVersion, library: Library, today: date) -> tuple[RelatedDocument, ...]:
    """The documents named beside this one that can be cited today. Raises CorpusUnavailable."""
    named = (current(library, document_id, today) for document_id in version.content.related)
    return tuple(
        RelatedDocument(v.content.title, version_url(v.content.id, v.version)) for v in named if v
    )


def standing(
    version: DocumentVersion, history: Sequence[DocumentVersion], today: date
) -> Notice | None:
    """Why this version can't be cited today, with the version that can; None when it can."""
    if version.citable_on(today):
        return None
    current = next((v for v in history if v.citable_on(today)), None)
    url = version_url(current.content.id, current.version) if current else None
    content = version.content
    if version.state is State.WITHDRAWN:
        title, text = "Deze versie is ingetrokken", "Ga niet meer uit van deze tekst."
    elif today < content.valid_from:
        title = "Deze versie geldt nog niet"
        text = f"Deze tekst geldt vanaf {dutch_date(content.valid_from)}."
    elif version.citable_until < content.review_by:
        title = "Deze versie is vervangen"
        text = f"Deze tekst gold tot en met {dutch_date(version.citable_until)}."
    else:
        title = "Deze versie is verlopen"
        text = (
            f"Deze tekst moest uiterlijk op {dutch_date(content.review_by)} opnieuw worden "
            "gecontroleerd. Ga er niet meer van uit dat alles klopt."
        )
    return Notice(title, text, url)
