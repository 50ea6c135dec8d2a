"""All checks over documents, in one list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.contacts import CorpusContact
from corpus.document import DocumentFile
from corpus.facts import Fact
from corpus.glossary import Word
from ingest.quality.consistency import contradictions
from ingest.quality.findings import Finding
from ingest.quality.package_form import dangling, incomplete, repeated_questions, unexplained
from ingest.quality.readability import Limits, hard_to_read


@dataclass(frozen=True, slots=True)
class Rules:
    """What documents are held against."""

    facts: Sequence[Fact]
    contacts: Sequence[CorpusContact]
    glossary: Sequence[Word]
    limits: Limits


def review_document(file: DocumentFile, rules: Rules) -> Iterator[Finding]:
    """What can be found in a document by itself."""
    yield from incomplete(file)
    yield from contradictions(file.content, rules.facts, rules.contacts)
    yield from hard_to_read(file.content, rules.glossary, rules.limits)


def review_package(files: Sequence[DocumentFile], rules: Rules) -> Iterator[Finding]:
    """What can be found in each document, and between the documents of a whole package."""
    for file in files:
        yield from review_document(file, rules)
    yield from repeated_questions(files)
    yield from dangling(files)
    yield from unexplained(files, rules.glossary)
