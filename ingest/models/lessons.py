"""What the model is tuned on: sections of the corpus, each with the questions that it answers."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

from corpus.document import DocumentFile, DocumentVersion, State
from corpus.package import read_package
from ingest.sectioning import passages
from ingest.sync import passage_text

_BATCH = 32
_NEIGHBOURS = 4


@dataclass(frozen=True, slots=True)
class Lesson:
    """A section and its example questions, as the index embeds them, without the prompts.

    `reader` is for whom and where the document is written.
    """

    document: str
    reader: str
    topics: frozenset[str]
    passage: str
    questions: tuple[str, ...]

    def differs(self, other: Lesson) -> bool:
        """Whether a question of the one is surely not about the other.

        Documents for other readers or regions may say the same. For one reader each section has a
        question of its own.
        """
        one_reader = self.reader == other.reader
        return self is not other and (one_reader or not self.topics & other.topics)


def read_lessons(folder: Path) -> tuple[Lesson, ...]:
    """One lesson a section that has two questions or more. Raises InvalidDocuments."""
    return tuple(lesson for document in read_package(folder) for lesson in _lessons(document))


def digest(lessons: Sequence[Lesson]) -> str:
    """Hex SHA-256 of all that is learned from."""
    record = [
        [each.document, each.reader, sorted(each.topics), each.passage, each.questions]
        for each in lessons
    ]
    return hashlib.sha256(json.dumps(record, ensure_ascii=False).encode()).hexdigest()


def batches(
    lessons: Sequence[Lesson], draw: random.Random, near: bool = False
) -> Iterator[Sequence[Lesson]]:
    """All lessons once, in batches of at most 32, a few of the same document side by side.

    What tells a section from the next one is the hardest to learn, so every batch asks for it.
    With `near`, documents that share their first topic stand together too.
    """
    groups = []
    for _document, rows in groupby(lessons, key=lambda lesson: lesson.document):
        sections = list(rows)
        draw.shuffle(sections)
        groups += [sections[at : at + _NEIGHBOURS] for at in range(0, len(sections), _NEIGHBOURS)]
    draw.shuffle(groups)
    if near:
        place = {topic: draw.random() for topic in sorted({_topic(group[0]) for group in groups})}
        groups.sort(key=lambda group: place[_topic(group[0])])
    row = [lesson for group in groups for lesson in group]
    count = -(-len(row) // _BATCH)
    for at in range(count):
        yield row[len(row) * at // count : len(row) * (at + 1) // count]


def _topic(lesson: Lesson) -> str:
    return min(lesson.topics, default="")


def _lessons(document: DocumentFile) -> Iterator[Lesson]:
    content = document.content
    version = DocumentVersion(
        content=content,
        version=1,
        state=State.VALIDATED,
        author="",
        created_at=datetime.min.replace(tzinfo=UTC),
        validation=None,
        citable_until=content.review_by,
    )
    for passage in passages(version, document.questions):
        # Nobody said which part of a long section a question is about; most often it is the first.
        if passage.part == 0 and len(passage.questions) > 1:
            topics = frozenset(content.topics)
            reader = f"{content.audience} {content.region or ''}"
            yield Lesson(content.id, reader, topics, passage_text(passage), passage.questions)
