"""Binds every sentence to the stored version it was taken from, and drops what it can't bind.

The index is a copy that may lag behind; only the library knows what may be cited at this moment.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from corpus.document import DocumentVersion
from corpus.library import Library
from ingest.passage import SentenceKind
from rag.answer import Block, Citation, CitedSentence
from rag.composing.draft import Excerpt

_log = logging.getLogger(__name__)
_LISTED = (SentenceKind.ITEM, SentenceKind.STEP)


@dataclass(frozen=True, slots=True)
class Bound:
    """Blocks whose sentences are all cited, and the citations, numbered from 1 without gaps."""

    blocks: tuple[Block, ...]
    citations: tuple[Citation, ...]


def bind(excerpts: Iterable[Excerpt], library: Library, day: date) -> Bound:
    """Keep the excerpts that stand in a version which may be cited on `day`, to the last byte."""
    citations: list[Citation] = []
    blocks: list[Block] = []
    for excerpt in excerpts:
        version = library.get(excerpt.passage.document_id, excerpt.passage.version)
        if version is None or not _holds(version, excerpt, day):
            _log.warning("excerpt dropped: %s", excerpt.passage.key)
            continue
        number = len(citations) + 1
        citations.append(_citation(number, excerpt, version))
        sentences = tuple(
            CitedSentence(sentence.text, (number,), step=sentence.kind in _LISTED)
            for sentence in excerpt.sentences
        )
        blocks.append(Block(version.content.scope, sentences))
    return Bound(_merged(blocks), tuple(citations))


def _holds(version: DocumentVersion, excerpt: Excerpt, day: date) -> bool:
    content = version.content
    return (
        version.citable_on(day)
        and content.content_hash == excerpt.passage.content_hash
        and bool(excerpt.sentences)
        and all(0 <= s.start < s.end for s in excerpt.sentences)
        and all(content.text[s.start : s.end] == s.text for s in excerpt.sentences)
    )


def _citation(number: int, excerpt: Excerpt, version: DocumentVersion) -> Citation:
    content, validation = version.content, version.validation
    if validation is None:
        raise ValueError("a citable version has a validation record")
    start = min(sentence.start for sentence in excerpt.sentences)
    end = max(sentence.end for sentence in excerpt.sentences)
    return Citation(
        number=number,
        document_id=content.id,
        version=version.version,
        content_hash=content.content_hash,
        title=content.title,
        section=excerpt.passage.section,
        anchor=excerpt.passage.anchor,
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
        review_by=version.content.review_by,
        sources=content.sources,
    )


def _merged(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """One block a scope, in order of first appearance."""
    merged: dict[str, Block] = {}
    for block in blocks:
        earlier = merged.get(block.scope)
        sentences = (*earlier.sentences, *block.sentences) if earlier else block.sentences
        merged[block.scope] = Block(block.scope, sentences)
    return tuple(merged.values())
