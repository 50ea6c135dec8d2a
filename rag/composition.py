"""Puts the service together out of its parts, once, for every entry point."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Engine

from corpus.clock import today
from corpus.database.engine import open_database
from corpus.database.migrating import CORPUS_MIGRATIONS, migrate
from corpus.database.sql_library import SqlLibrary
from ingest.embedding import Embedder
from ingest.embedding_st import load_embedder
from ingest.index.opening import open_index
from ingest.index.port import PassageIndex
from rag.answerability import AnswerabilityModel
from rag.answering import AnswerService
from rag.composing.extractive import ExtractiveComposer
from rag.deciding import Decider
from rag.health import IndexGuard
from rag.ranking import Ranking
from rag.retrieval import Retriever
from rag.rewording.by_model import Budget, ModelRewriter
from rag.rewording.openai_like import completion
from rag.rewording.port import Rewriter, Verbatim
from rag.routing.alarm import alarm
from rag.settings import ServiceSettings
from rag.signals.sql_log import SIGNAL_MIGRATIONS, SqlSignalLog


@dataclass(frozen=True, slots=True)
class Stores:
    """The database and what lives in it."""

    engine: Engine
    library: SqlLibrary
    signals: SqlSignalLog

    def close(self) -> None:
        self.engine.dispose()


@dataclass(frozen=True, slots=True)
class Search:
    """The stores, and all that finding passages needs."""

    stores: Stores
    index: PassageIndex
    embedder: Embedder
    retriever: Retriever

    def close(self) -> None:
        self.index.close()
        self.stores.close()


@dataclass(frozen=True, slots=True)
class Parts(Search):
    """Everything that answering needs, for entry points that also look inside."""

    service: AnswerService


def open_stores(settings: ServiceSettings) -> Stores:
    """The database, brought to its newest shape. Raises CorpusUnavailable."""
    engine = open_database(settings.database)
    migrate(engine, (CORPUS_MIGRATIONS, SIGNAL_MIGRATIONS))
    return Stores(engine, SqlLibrary(engine), SqlSignalLog(engine))


def open_search(settings: ServiceSettings, threads: int | None = None) -> Search:
    """What finds passages; `threads` a call, by default as set for serving.

    Raises CorpusUnavailable, IndexUnavailable or ModelUnavailable.
    """
    stores = open_stores(settings)
    embedder = load_embedder(settings.model, threads or settings.embedding_threads)
    key = settings.qdrant_api_key
    index = open_index(
        settings.qdrant_url,
        settings.data / "index",
        embedder.dimensions,
        key.get_secret_value() if key else None,
    )
    return Search(stores, index, embedder, Retriever(index, embedder, Ranking.load()))


def open_parts(
    settings: ServiceSettings, threads: int | None = None, now: Callable[[], date] = today
) -> Parts:
    """All parts. Raises what open_search raises."""
    search = open_search(settings, threads)
    library = search.stores.library
    service = AnswerService(
        guard=IndexGuard(library, search.index, search.embedder).check,
        decider=Decider(
            library,
            search.retriever,
            alarm(),
            AnswerabilityModel.load(),
            ExtractiveComposer(),
        ),
        rewriter=_rewriter(settings),
        signals=search.stores.signals,
        today=now,
    )
    return Parts(search.stores, search.index, search.embedder, search.retriever, service)


def _rewriter(settings: ServiceSettings) -> Rewriter:
    if settings.llm_url is None:
        return Verbatim()
    key = settings.llm_api_key
    complete = completion(
        settings.llm_url,
        settings.llm_model,
        key.get_secret_value() if key else None,
        settings.llm_seconds,
    )
    return ModelRewriter(complete, Budget(settings.llm_per_minute))
