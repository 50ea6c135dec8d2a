"""Passages, vectors and filters to test with: builders with plain defaults, and strategies."""

from __future__ import annotations

import hashlib
import math
import re
import zlib
from collections import Counter
from datetime import date
from typing import Any

from hypothesis import strategies as st

from corpus.document import Audience, Scope
from ingest.index.port import (
    IndexedPassage,
    Manifest,
    PassageVectors,
    Query,
    SearchFilter,
    SparseVector,
    Vector,
)
from ingest.passage import Passage, Sentence, SentenceKind

DIMENSIONS = 16
FIRST_DAY = date(2026, 1, 1)
LAST_DAY = date(2026, 12, 31)
A_DAY = date(2026, 6, 15)


def passage(anchor: str = "wat-is-het", text: str | None = None, **changes: Any) -> Passage:
    """A national passage for parents, valid all of 2026; the digest follows from the rest."""
    text = text if text is not None else f"Dit is de tekst van {anchor}. Er staat nog een zin."
    fields: dict[str, Any] = {
        "document_id": "zorgplicht",
        "version": 1,
        "content_hash": "sha256:" + hashlib.sha256(text.encode()).hexdigest(),
        "anchor": anchor,
        "part": 0,
        "title": "Zorgplicht",
        "section": f"Over {anchor}",
        "text": text,
        "sentences": (Sentence(0, len(text), text, SentenceKind.LEAD),),
        "questions": (),
        "scope": Scope.NATIONAL,
        "region": None,
        "audience": Audience.PARENT,
        "topics": ("zorgplicht",),
        "valid_from": FIRST_DAY,
        "citable_until": LAST_DAY,
        **changes,
    }
    digest = hashlib.sha256(repr(sorted(fields.items())).encode()).hexdigest()
    return Passage(**{"digest": digest, **fields})


def unit(text: str, dimensions: int = DIMENSIONS) -> Vector:
    """A unit vector that depends on the text alone; another text points elsewhere."""
    seed = hashlib.shake_256(text.encode()).digest(4 * dimensions)
    numbers = [int.from_bytes(seed[i : i + 4]) / 2**31 - 1 for i in range(0, len(seed), 4)]
    length = math.hypot(*numbers)
    return tuple(number / length for number in numbers)


def terms(text: str) -> SparseVector:
    """How often each word occurs, by a number that depends on the word alone."""
    counts = Counter(zlib.crc32(word.encode()) for word in re.findall(r"\w+", text.lower()))
    return SparseVector(tuple(sorted(counts)), tuple(float(counts[i]) for i in sorted(counts)))


def indexed(item: Passage, dimensions: int = DIMENSIONS) -> IndexedPassage:
    """A passage with the vectors of its text and questions."""
    vectors = PassageVectors(
        passage=unit(item.text, dimensions),
        questions=tuple(unit(question, dimensions) for question in item.questions),
        terms=terms(item.text),
    )
    return IndexedPassage(item, vectors)


def query(text: str, dimensions: int = DIMENSIONS) -> Query:
    """A question with the vector and the terms that the same text has in an index."""
    return Query(unit(text, dimensions), terms(text))


def manifest(**changes: Any) -> Manifest:
    """A manifest of vectors as `indexed` makes them."""
    fields: dict[str, Any] = {
        "schema": 1,
        "model": "nep",
        "dimensions": DIMENSIONS,
        "corpus_id": "bibliotheek",
        "corpus_digest": "0" * 64,
    }
    return Manifest(**{**fields, **changes})


def asked(**changes: Any) -> SearchFilter:
    """A parent outside any region, in the middle of 2026."""
    fields: dict[str, Any] = {
        "today": A_DAY,
        "region": None,
        "audiences": frozenset({Audience.PARENT}),
    }
    return SearchFilter(**{**fields, **changes})


REGIONS = ("de-meierij", "de-liemers")
_SENTENCES = st.builds(
    Sentence,
    start=st.integers(0, 2**40),
    end=st.integers(0, 2**40),
    text=st.text(),
    kind=st.sampled_from(SentenceKind),
)


def passages() -> st.SearchStrategy[Passage]:
    """Any passage that the types allow, also ones that no document would give."""
    return st.builds(
        Passage,
        document_id=st.text(),
        version=st.integers(1, 2**40),
        content_hash=st.text(),
        anchor=st.text(),
        part=st.integers(0, 2**40),
        title=st.text(),
        section=st.text(),
        text=st.text(),
        sentences=st.lists(_SENTENCES, max_size=4).map(tuple),
        questions=st.lists(st.text(), max_size=4).map(tuple),
        scope=st.sampled_from(Scope),
        region=st.none() | st.sampled_from(REGIONS) | st.text(),
        audience=st.sampled_from(Audience),
        topics=st.lists(st.text(), max_size=4).map(tuple),
        valid_from=st.dates(),
        citable_until=st.dates(),
        digest=st.text(),
    )


def filters() -> st.SearchStrategy[SearchFilter]:
    """Who can ask on which day; most days lie near the start and end of `passage`'s validity."""
    near = st.dates(date(2025, 12, 30), date(2026, 1, 3)) | st.dates(date(2026, 12, 29), date.max)
    return st.builds(
        SearchFilter,
        today=near | st.dates(),
        region=st.none() | st.sampled_from(REGIONS),
        audiences=st.frozensets(st.sampled_from(Audience)),
    )
