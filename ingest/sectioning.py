"""Cuts a document version into passages along its headings."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.document import DocumentVersion, ExampleQuestion
from corpus.outline import Section, outline
from ingest.passage import Passage, Sentence
from ingest.sentences import sentences

# Change this when what is stored for an equal text changes, so that old points are replaced.
SCHEMA = 2
MAX_WORDS = 220


def passages(version: DocumentVersion, questions: Sequence[ExampleQuestion]) -> tuple[Passage, ...]:
    """The passages of a version, in reading order; a section without a sentence gives none.

    A section of more than 220 words becomes several passages that share its example questions.
    """
    content = version.content
    found: list[Passage] = []
    for section in outline(content.text, content.title):
        asked = tuple(q.text for q in questions if q.anchor == section.anchor)
        whole = sentences(content.text, section.start, section.end)
        for part, chunk in enumerate(_chunks(content.text, section, whole)):
            passage = Passage(
                document_id=content.id,
                version=version.version,
                content_hash=content.content_hash,
                anchor=section.anchor,
                part=part,
                title=content.title,
                section=section.heading,
                text=content.text[chunk[0].start : chunk[-1].end],
                sentences=tuple(chunk),
                questions=asked,
                scope=content.scope,
                region=content.region,
                audience=content.audience,
                topics=content.topics,
                valid_from=content.valid_from,
                citable_until=version.citable_until,
                digest="",
            )
            found.append(replace(passage, digest=_digest(passage)))
    return tuple(found)


def _chunks(text: str, section: Section, whole: Sequence[Sentence]) -> Iterator[Sequence[Sentence]]:
    if not whole:
        return
    if len(text[section.start : section.end].split()) <= MAX_WORDS:
        yield whole
        return
    yield from _split_long(whole)


def _split_long(whole: Sequence[Sentence]) -> Iterator[Sequence[Sentence]]:
    # llama-index packs sentences into chunks; imported here because serving never needs it.
    from llama_index.core.node_parser import SentenceSplitter

    splitter = SentenceSplitter(
        # Never within a sentence, however long: a citation quotes whole ones.
        chunk_size=max(MAX_WORDS, *(len(sentence.text.split()) for sentence in whole)),
        chunk_overlap=0,
        separator="\n",
        tokenizer=str.split,
        chunking_tokenizer_fn=lambda chunk: chunk.splitlines(keepends=True),
    )
    remaining = list(whole)
    for chunk in splitter.split_text("\n".join(sentence.text for sentence in whole)):
        size = len(chunk.strip().splitlines())
        yield remaining[:size]
        del remaining[:size]
    if remaining:
        yield remaining


def _digest(passage: Passage) -> str:
    record = [
        SCHEMA,
        passage.document_id,
        passage.version,
        passage.content_hash,
        passage.anchor,
        passage.part,
        passage.title,
        passage.section,
        passage.text,
        [(s.start, s.end, s.kind) for s in passage.sentences],
        passage.questions,
        passage.scope,
        passage.region,
        passage.audience,
        passage.topics,
        passage.valid_from.isoformat(),
        passage.citable_until.isoformat(),
    ]
    return hashlib.sha256(json.dumps(record, ensure_ascii=False).encode()).hexdigest()
