"""Asks the questions of a set, one after the other, and notes what came back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus.library import Library
from eval.question_sets import JudgedQuestion
from eval.records import Found, Record, Said
from ingest.passage import Passage, SentenceKind
from rag.answer import Answer, Citation
from rag.answering import AnswerService, Trace
from rag.ranking import Candidate

_KEPT = 20


def ask_all(
    service: AnswerService, library: Library, questions: Sequence[JudgedQuestion]
) -> Iterator[Record]:
    """A record for each question, in order."""
    for judged in questions:
        yield _record(judged.id, service.trace(judged.question()), library)


def _record(id: str, trace: Trace, library: Library) -> Record:
    answer = trace.answer
    candidates = trace.retrieval.candidates if trace.retrieval else ()
    cited = {citation.number: citation for citation in answer.citations}
    held = {number for number, citation in cited.items() if _holds(library, citation)}
    return Record(
        id=id,
        status=answer.status.value,
        reason=trace.reason,
        probability=answer.confidence,
        found=tuple(_found(candidate) for candidate in candidates[:_KEPT]),
        said=tuple(_said(answer, cited, held)),
        citations=len(cited),
        citations_held=len(held),
        left_out=tuple(_left_out(answer, [candidate.passage for candidate in candidates])),
        care=answer.care is not None,
        timings=answer.timings,
    )


def _holds(library: Library, citation: Citation) -> bool:
    version = library.get(citation.document_id, citation.version)
    return version is not None and (
        version.content.text[citation.start : citation.end] == citation.quote
    )


def _said(answer: Answer, cited: dict[int, Citation], held: set[int]) -> Iterator[Said]:
    for block in answer.blocks:
        for sentence in block.sentences:
            sources = [cited[number] for number in sentence.citations]
            yield Said(
                text=sentence.text,
                topics=sources[0].topics,
                document=sources[0].document_id,
                held=any(c.number in held and sentence.text in c.quote for c in sources),
            )


def _left_out(answer: Answer, passages: Sequence[Passage]) -> Iterator[str]:
    """The exceptions of sections that the answer cites, where it does not say them."""
    said = {sentence.text for block in answer.blocks for sentence in block.sentences}
    cited = {(citation.document_id, citation.anchor) for citation in answer.citations}
    for passage in passages:
        if (passage.document_id, passage.anchor) in cited:
            for sentence in passage.sentences:
                if sentence.kind is SentenceKind.EXCEPTION and sentence.text not in said:
                    yield sentence.text


def _found(candidate: Candidate) -> Found:
    passage, scores = candidate.passage, candidate.scores
    return Found(
        key=passage.key,
        document=passage.document_id,
        topics=passage.topics,
        text=f"{passage.section}\n{passage.text}",
        passage=scores.passage,
        question=scores.question,
        centre=scores.centre,
        terms=scores.terms,
        support=candidate.support,
    )
