"""What every document of a package must have, and how they hang together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta

from corpus.document import DocumentFile
from corpus.glossary import Word
from corpus.outline import outline
from ingest.quality.findings import Finding
from ingest.sentences import sentences

MIN_QUESTIONS = 8
_LONGEST_REVIEW = timedelta(days=366)


def incomplete(file: DocumentFile) -> Iterator[Finding]:
    """A finding for a section with few example questions, a late review, or no source to open."""
    content = file.content
    asked = Counter(question.anchor for question in file.questions)
    for section in outline(content.text, content.title):
        if asked[section.anchor] < MIN_QUESTIONS:
            message = f"{asked[section.anchor]} voorbeeldvragen, minstens {MIN_QUESTIONS}"
            yield Finding(content.id, section.anchor, message)
    if content.review_by - content.valid_from > _LONGEST_REVIEW:
        message = "review_by ligt meer dan 12 maanden na valid_from"
        yield Finding(content.id, "", message)
    if not any(source.url for source in content.sources):
        yield Finding(content.id, "", "geen enkele bron heeft een adres")


def repeated_questions(files: Sequence[DocumentFile]) -> Iterator[Finding]:
    """A finding for an example question that stands in two sections: it can lead to one only."""
    first: dict[str, tuple[str, str]] = {}
    for file in files:
        for question in file.questions:
            plain = re.sub(r"\W+", " ", question.text.casefold()).strip()
            place = (file.content.id, question.anchor)
            if first.setdefault(plain, place) != place:
                other = "#".join(first[plain])
                yield Finding(*place, f"de voorbeeldvraag '{question.text}' staat ook in {other}")


def dangling(files: Sequence[DocumentFile]) -> Iterator[Finding]:
    """A finding for a document that is named as related and is not there."""
    known = {file.content.id for file in files}
    for file in files:
        for name in file.content.related:
            if name not in known:
                yield Finding(file.content.id, "", f"verwijst naar '{name}', dat er niet is")


def unexplained(files: Sequence[DocumentFile], glossary: Sequence[Word]) -> Iterator[Finding]:
    """A finding for a word of the glossary whose sentence does not stand in its document."""
    by_id = {file.content.id: file.content for file in files}
    for word in glossary:
        content = by_id.get(word.document)
        held = content is not None and any(
            sentence.text == word.quote
            for section in outline(content.text, content.title)
            for sentence in sentences(content.text, section.start, section.end)
        )
        if not held:
            message = f"de uitleg van '{word.term}' is hier geen hele zin: {word.quote}"
            yield Finding(word.document, "", message)
