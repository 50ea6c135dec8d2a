"""A service over fakes that keep their contracts, everything around it, and what must always hold.

Masking, language, routing, retrieval, composing and binding are the real ones.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from corpus.document import DocumentFile, ExampleQuestion, Scope
from corpus.library import Library
from ingest.index.port import Vector
from ingest.sync import sync
from rag.answer import Answer, CitedSentence, Status
from rag.answerability import FEATURES, AnswerabilityModel
from rag.answering import AnswerService
from rag.composing.draft import Composer
from rag.composing.extractive import ExtractiveComposer
from rag.deciding import Decider
from rag.question import Question
from rag.ranking import Ranking, RankingWeights
from rag.refusal import RefusalModel
from rag.retrieval import Retriever
from rag.rewording.port import Rewriter, Verbatim
from rag.routing.alarm import Alarm, Head
from rag.scope import ScopeModel
from rag.signals.signal import Signal, SignalLog
from tests.fakes.documents import FIRST, document
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.index import MemoryIndex
from tests.fakes.library import MemoryLibrary
from tests.fakes.signals import MemorySignalLog

DAY = date(2026, 6, 15)
REGION = "de-meierij"
ASKED = "Wanneer begint de zorgplicht van de school?"
BUS = "Wie betaalt het leerlingenvervoer met de bus?"
PERSONAL = {
    "e-mail": "jan.kwartel@example.org",
    "phone": "06-12345678",
    "bsn": "111222333",
}
WITH_PERSONAL = f"{ASKED} Bel {PERSONAL['phone']} of mail {PERSONAL['e-mail']}, bsn 111222333."


def judge(threshold: float = 0.5, intercept: float = 0.0, **weights: float) -> AnswerabilityModel:
    """Weighs the named features as they are; by itself it says half and half."""
    none, one = (0.0,) * len(FEATURES), (1.0,) * len(FEATURES)
    coefficients = tuple(weights.get(name, 0.0) for name in FEATURES)
    return AnswerabilityModel(
        ScopeModel("", (), (), (), 0.0, (), 0.0),
        RefusalModel({}),
        none,
        one,
        coefficients,
        intercept,
        threshold,
    )


ALWAYS = judge(intercept=1e6)
NEVER = judge(intercept=-1e6)
SILENT = Alarm("", 0.0, 0.0, 0.0, Head((), 0.0), {})
BY_COVERAGE = judge(intercept=-5.0, coverage_first=10.0)


class SpyEmbedder(FakeEmbedder):
    """Keeps every question that it was asked to embed."""

    def __init__(self) -> None:
        super().__init__(64)
        self.seen: list[str] = []

    def embed_query(self, text: str) -> Vector:
        self.seen.append(text)
        return super().embed_query(text)


def vervoer(**changes: Any) -> DocumentFile:
    """Regional: who pays the bus."""
    body = "## Wie betaalt het leerlingenvervoer?\n\nIn deze regio betaalt de gemeente de bus.\n"
    questions = (ExampleQuestion("wie-betaalt-het-leerlingenvervoer", "wie betaalt de bus?"),)
    kept: dict[str, Any] = {
        "title": "Leerlingenvervoer",
        "text": body,
        "topics": ("vervoer",),
        "scope": Scope.REGIONAL,
        "region": REGION,
        "questions": questions,
        **changes,
    }
    return document(kept.pop("id", "vervoer"), **kept)


@dataclass
class World:
    """A service and everything around it that a test may change or look at."""

    library: MemoryLibrary = field(default_factory=MemoryLibrary)
    index: MemoryIndex = field(default_factory=MemoryIndex)
    embedder: SpyEmbedder = field(default_factory=SpyEmbedder)
    signals: MemorySignalLog = field(default_factory=MemorySignalLog)
    today: date = DAY

    def store(self, *files: DocumentFile, day: date = DAY) -> World:
        """Store validated documents; they are found after the next `sync`."""
        self.library.store(files, "redacteur", "validator", day)
        return self

    def sync(self) -> World:
        sync(self.library, self.index, self.embedder, FIRST)
        self.embedder.seen.clear()
        return self

    def service(
        self,
        model: AnswerabilityModel = ALWAYS,
        composer: Composer | None = None,
        signals: SignalLog | None = None,
        guard: Callable[[], None] = lambda: None,
        library: Library | None = None,
        alarm: Alarm | None = None,
        rewriter: Rewriter | None = None,
    ) -> AnswerService:
        return AnswerService(
            guard=guard,
            decider=Decider(
                library or self.library,
                Retriever(
                    self.index, self.embedder, Ranking(*(RankingWeights(1.0, 1.0, 1.0, 1.0),) * 2)
                ),
                alarm or SILENT,
                model,
                composer or ExtractiveComposer(),
            ),
            rewriter=rewriter or Verbatim(),
            signals=signals or self.signals,
            today=lambda: self.today,
        )

    def ask(self, text: str = ASKED, model: AnswerabilityModel = ALWAYS, **who: Any) -> Answer:
        who.setdefault("region", REGION)
        return self.service(model).answer(Question.ask(text, **who))

    def only_signal(self) -> Signal:
        (signal,) = self.signals.recent(9)
        return signal


def said(answer: Answer) -> list[CitedSentence]:
    return [sentence for block in answer.blocks for sentence in block.sentences]


def assert_held(answer: Answer, library: Library, day: date) -> None:
    """Every sentence stands in a quote that stands in a version that may be cited on `day`."""
    assert [c.number for c in answer.citations] == list(range(1, len(answer.citations) + 1))
    by_number = {c.number: c for c in answer.citations}
    for citation in answer.citations:
        version = library.get(citation.document_id, citation.version)
        assert version is not None
        assert version.citable_on(day)
        assert version.content.content_hash == citation.content_hash
        assert version.content.text[citation.start : citation.end] == citation.quote
    for block in answer.blocks:
        for sentence in block.sentences:
            assert sentence.citations
            for number in sentence.citations:
                assert sentence.text in by_number[number].quote
                assert by_number[number].scope is block.scope


def assert_silent(answer: Answer, status: Status) -> None:
    """Nothing about education, words of the service's own, and somebody to turn to."""
    assert answer.status is status
    assert (answer.blocks, answer.citations) == ((), ())
    assert answer.message
    assert any(step.contact for step in answer.next_steps)


def assert_nowhere(world: World, *things: object) -> None:
    """No personal data in what was embedded, what was recorded, or in `things`."""
    seen = repr((world.embedder.seen, world.signals.recent(99), things))
    for secret in PERSONAL.values():
        assert secret not in seen
        assert secret.replace("-", "") not in seen
