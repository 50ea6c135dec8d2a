"""An answer as its page shows it: blocks of paragraphs and steps, sources by document, ways on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from api.citation_links import citation_url
from api.pages.highlighting import Block as HtmlBlock
from api.pages.highlighting import render_quote
from api.pages.settings import PageSettings
from api.pages.wording import ContactLinks, contact_links, contact_of, scope_label
from corpus.document import Scope
from rag.answer import Answer, Block, Citation, CitedSentence, NextStep, Status
from rag.question import Question

_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ps", "ur"})
_HEADINGS = {
    "answered": "Antwoord",
    "clarification": "Kunt u iets meer vertellen?",
    "unanswerable": "Hier kunnen wij geen antwoord op geven",
    "handover": "Hier kunt u nu hulp krijgen",
    "refused": "Deze vraag behandelen wij niet",
}
_STATUS_HEADINGS = {
    Status.ANSWERED_PARTIALLY: "Antwoord op een deel van uw vraag",
    Status.CLARIFICATION_GREETING: "Wat wilt u weten?",
}
EXAMPLES = (
    "Mag een school mijn kind weigeren?",
    "Mijn kind zit al weken thuis. Wie kan ons helpen?",
    "Wat staat er in een ontwikkelingsperspectief?",
    "Ik ben het niet eens met school. Wat kan ik doen?",
)


@dataclass(frozen=True, slots=True)
class Group:
    """Neighbouring sentences: steps to list, or a paragraph; `warning` for an exception."""

    steps: bool
    warning: bool
    sentences: tuple[CitedSentence, ...]


@dataclass(frozen=True, slots=True)
class BlockView:
    """One scope of the answer under its own title."""

    title: str
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """A quoted passage with its number and the address that shows it in its document."""

    number: int
    section: str
    blocks: tuple[HtmlBlock, ...]
    url: str


@dataclass(frozen=True, slots=True)
class SourceView:
    """One document version and everything that the answer quotes from it."""

    citation: Citation
    scope: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class StepView:
    """What the asker can do now; `contact` with links that are safe to follow."""

    label: str
    text: str
    contact: ContactLinks | None


@dataclass(frozen=True, slots=True)
class CareView:
    """Whom to call first, above an answer."""

    message: str
    steps: tuple[StepView, ...]


@dataclass(frozen=True, slots=True)
class AnswerView:
    """Everything the answer page shows. `question` is masked; `literal` when every sentence stands
    word for word in what it cites."""

    heading: str
    family: str
    question: str
    masks: tuple[str, ...]
    message: str
    language: str
    direction: str
    blocks: tuple[BlockView, ...]
    sources: tuple[SourceView, ...]
    literal: bool
    steps: tuple[StepView, ...]
    missing: tuple[str, ...]
    care: CareView | None


def present(question: Question, answer: Answer, settings: PageSettings) -> AnswerView:
    """The view of an answer. A non-answer without a person to turn to gets the general contact."""
    steps = _steps(answer.next_steps)
    quotes = {citation.number: citation.quote for citation in answer.citations}
    family = answer.status.family
    if family != "answered" and not any(step.contact for step in steps):
        text = (
            "U kunt met een mens bespreken wat er speelt. Dat heeft geen gevolgen voor procedures."
        )
        steps += (StepView("Praat met iemand", text, contact_of(settings)),)
    return AnswerView(
        heading=_STATUS_HEADINGS.get(answer.status) or _HEADINGS[family],
        family=family,
        question=shown_question(question, answer),
        masks=tuple(dict.fromkeys(mask.placeholder for mask in answer.masks)),
        message=answer.message,
        language=answer.language,
        direction="rtl" if answer.language.partition("-")[0] in _RIGHT_TO_LEFT else "ltr",
        blocks=tuple(_block(block, answer, settings) for block in answer.blocks),
        sources=_sources(answer, settings),
        literal=all(
            any(sentence.text in quotes[number] for number in sentence.citations)
            for block in answer.blocks
            for sentence in block.sentences
        ),
        steps=steps,
        missing=answer.missing,
        care=CareView(answer.care.message, _steps(answer.care.steps)) if answer.care else None,
    )


def _steps(steps: Iterable[NextStep]) -> tuple[StepView, ...]:
    return tuple(
        StepView(step.label, step.text, contact_links(step.contact) if step.contact else None)
        for step in steps
    )


def shown_question(question: Question, answer: Answer) -> str:
    """The question to repeat: the text that the service went by, without personal data."""
    return answer.question or question.text


def plain_text(answer: Answer) -> str:
    """What the service said, without numbers and sources: the earlier turn of a next question."""
    said = [sentence.text for block in answer.blocks for sentence in block.sentences]
    return " ".join(said or [answer.message])


def _block(block: Block, answer: Answer, settings: PageSettings) -> BlockView:
    title = (
        "Landelijk: zo is het in heel Nederland"
        if block.scope is Scope.NATIONAL
        else f"In uw regio: {settings.region_label}"
    )
    return BlockView(title, tuple(_groups(block, answer)))


def _groups(block: Block, answer: Answer) -> Iterator[Group]:
    sections = {c.number: (c.document_id, c.anchor) for c in answer.citations}

    def together(sentence: CitedSentence) -> tuple[object, ...]:
        warning = sentence.text.startswith("Let op:") and not sentence.step
        return sentence.step, warning, sections[sentence.citations[0]]

    for (steps, warning, _), sentences in groupby(block.sentences, together):
        yield Group(bool(steps), bool(warning), tuple(sentences))


def _sources(answer: Answer, settings: PageSettings) -> tuple[SourceView, ...]:
    by_version: dict[tuple[str, int], list[Citation]] = {}
    for citation in sorted(answer.citations, key=lambda citation: citation.number):
        by_version.setdefault((citation.document_id, citation.version), []).append(citation)
    return tuple(
        SourceView(
            citations[0],
            scope_label(citations[0].scope, citations[0].region, settings),
            tuple(_quote(citation) for citation in citations),
        )
        for citations in by_version.values()
    )


def _quote(citation: Citation) -> Quote:
    url = citation_url(citation.document_id, citation.version, citation.start, citation.end)
    return Quote(citation.number, citation.section, render_quote(citation.quote), url)
