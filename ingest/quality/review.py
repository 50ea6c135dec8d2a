"""All checks over a package, in one list."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from corpus.contacts import CorpusContact
from corpus.document import DocumentFile
from corpus.facts import Fact
from corpus.glossary import Word
from ingest.quality.consistency import contradictions
from ingest.quality.findings import Finding
from ingest.quality.package_form import dangling, incomplete, repeated_questions, unexplained
from ingest.quality.readability import Limits, hard_to_read


def review(
    files: Sequence[DocumentFile],
    facts: Sequence[Fact],
    contacts: Sequence[CorpusContact],
    glossary: Sequence[Word],
    limits: Limits,
) -> tuple[Finding, ...]:
    """Everything that the checks find: in each document by itself, then between documents."""
    alone = (
        finding
        for file in files
        for finding in chain(
            incomplete(file),
            contradictions(file.content, facts, contacts),
            hard_to_read(file.content, glossary, limits),
        )
    )
    between = chain(repeated_questions(files), dangling(files), unexplained(files, glossary))
    return tuple(chain(alone, between))
