"""A service that gives the answers it was given, and keeps what it was asked."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from corpus.document import DocumentVersion, Scope
from corpus.outline import outline
from rag.answer import Answer, Block, Citation, CitedSentence, Contact, NextStep, Status
from rag.question import Question

ID = UUID("7d1f6a53-6a3f-4f0e-9a50-3f5a1f1b2c3d")
STEUNPUNT = Contact(
    "Jeugd- en oudersteunpunt de Meierij",
    phone="073 000 00 00",
    email="steunpunt@example.org",
    url="https://steunpunt.example.org/contact",
    hours="Maandag tot en met donderdag, 9.00 tot 16.00 uur",
)
TALK = NextStep("Bespreek het met het steunpunt", "Zij denken met u mee.", STEUNPUNT)


class FakeService:
    """Answers by the exact text of a question; everything else is unanswerable."""

    def __init__(self, answers: Mapping[str, Answer] | None = None) -> None:
        self.answers = dict(answers or {})
        self.asked: list[Question] = []
        self.failure: Exception | None = None

    def answer(self, question: Question) -> Answer:
        self.asked.append(question)
        if self.failure is not None:
            raise self.failure
        return self.answers.get(question.text, unanswerable())


def unanswerable() -> Answer:
    """No source fits; one next step with a person."""
    message = "In onze documenten staat hierover niets dat wij kunnen aanhalen."
    return Answer(ID, Status.UNANSWERABLE_NO_SOURCE, "nl", message, next_steps=(TALK,))


def citation(version: DocumentVersion, sentences: tuple[str, ...], number: int) -> Citation:
    """A citation of a validated version, from the first of these sentences to the last."""
    content, validation = version.content, version.validation
    assert validation is not None
    start = content.text.index(sentences[0])
    end = content.text.index(sentences[-1]) + len(sentences[-1])
    section = next(s for s in outline(content.text, content.title) if s.start <= start < s.end)
    return Citation(
        number=number,
        document_id=content.id,
        version=version.version,
        content_hash=content.content_hash,
        title=content.title,
        section=section.heading,
        anchor=section.anchor,
        scope=content.scope,
        region=content.region,
        topics=content.topics,
        quote=content.text[start:end],
        start=start,
        end=end,
        validated_by=validation.by,
        validated_on=validation.on,
        validation_note=validation.note,
        starter=validation.starter,
        review_by=content.review_by,
        sources=content.sources,
    )


def answered(
    *excerpts: tuple[DocumentVersion, tuple[str, ...]],
    steps: frozenset[str] = frozenset(),
    status: Status = Status.ANSWERED,
) -> Answer:
    """An answer made of excerpts, each with the sentences it takes; those in `steps` are listed."""
    citations = [citation(*excerpt, number) for number, excerpt in enumerate(excerpts, 1)]
    blocks = []
    for scope in Scope:
        own = tuple(
            CitedSentence(sentence, (cited.number,), sentence in steps)
            for cited, (_, sentences) in zip(citations, excerpts, strict=True)
            for sentence in sentences
            if cited.scope is scope
        )
        blocks += [Block(scope, own)] if own else []
    return Answer(ID, status, "nl", "", tuple(blocks), tuple(citations), (TALK,), confidence=0.9)
