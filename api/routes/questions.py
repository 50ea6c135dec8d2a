"""`POST /v1/questions`: the main door."""

from __future__ import annotations

from fastapi import APIRouter, Response

from api.asking import Asks
from api.citation_links import citation_url
from api.problems import PROBLEMS
from api.schemas import (
    AnswerOut,
    AnswerTextOut,
    BlockOut,
    CareOut,
    CitationOut,
    MaskOut,
    NextStepOut,
    QuestionIn,
    SourceOut,
)
from corpus.document import Audience
from rag.answer import Answer, Citation
from rag.question import Question, Turn


def questions_router(service: Asks, default_region: str) -> APIRouter:
    """The route, bound to a service."""
    router = APIRouter(prefix="/v1", tags=["questions"])

    # A plain function: embedding and searching compute, so they belong in a worker thread.
    @router.post("/questions", responses=PROBLEMS, summary="Stel een vraag")
    def ask(body: QuestionIn, response: Response) -> AnswerOut:
        """Answers from validated documents, every sentence cited, or says what it can't answer."""
        question = Question.ask(
            body.question,
            body.audience or Audience.PARENT,
            body.region or default_region,
            tuple(Turn(turn.question, turn.answer) for turn in body.conversation),
        )
        answer = service.answer(question)
        if answer.timings:
            response.headers["Server-Timing"] = ", ".join(
                f"{step};dur={took:.2f}" for step, took in answer.timings
            )
        return answer_out(answer)

    return router


def answer_out(answer: Answer) -> AnswerOut:
    """The wire form of an answer."""
    blocks = tuple(BlockOut.model_validate(block) for block in answer.blocks)
    said = "\n\n".join(" ".join(s.text for s in block.sentences) for block in answer.blocks)
    answered = answer.status.family == "answered"
    return AnswerOut(
        id=answer.id,
        status=answer.status,
        language=answer.language,
        answer=AnswerTextOut(text=said if answered else answer.message, blocks=blocks),
        citations=tuple(_citation(citation) for citation in answer.citations),
        next_steps=tuple(NextStepOut.model_validate(step) for step in answer.next_steps),
        confidence=round(answer.confidence, 4),
        masks=tuple(MaskOut.model_validate(mask) for mask in answer.masks),
        missing=answer.missing,
        care=CareOut.model_validate(answer.care) if answer.care else None,
        signal_id=answer.signal_id,
    )


def _citation(citation: Citation) -> CitationOut:
    return CitationOut(
        number=citation.number,
        document_id=citation.document_id,
        version=citation.version,
        content_hash=citation.content_hash,
        title=citation.title,
        section=citation.section,
        scope=citation.scope,
        region=citation.region,
        topics=citation.topics,
        quote=citation.quote,
        start=citation.start,
        end=citation.end,
        url=citation_url(citation.document_id, citation.version, citation.start, citation.end),
        validated_by=citation.validated_by,
        validated_on=citation.validated_on,
        validation_note=citation.validation_note,
        starter=citation.starter,
        review_by=citation.review_by,
        sources=tuple(SourceOut.model_validate(source) for source in citation.sources),
    )
