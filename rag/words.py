"""Difficult words explained: each with a sentence that stands in a document valid today."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from corpus.glossary import Word
from corpus.library import Library, current


@dataclass(frozen=True, slots=True)
class Explanation:
    """A word and the sentence that explains it: `quote == text[start:end]` of that version."""

    term: str
    stands_for: str | None
    quote: str
    document_id: str
    version: int
    title: str
    start: int
    end: int


def explain(words: Iterable[Word], library: Library, day: date) -> Iterator[Explanation]:
    """The explanations that may be cited on `day`; a word whose sentence is gone is left out.

    Raises CorpusUnavailable.
    """
    # Many words are explained by one document; it is fetched once.
    fetch = cache(lambda document_id: current(library, document_id, day))
    for word in words:
        version = fetch(word.document)
        start = version.content.text.find(word.quote) if version else -1
        if version is None or start < 0:
            continue
        yield Explanation(
            word.term,
            word.stands_for,
            word.quote,
            version.content.id,
            version.version,
            version.content.title,
            start,
            start + len(word.quote),
        )


def difficult(texts: Sequence[str], glossary: Iterable[Word]) -> tuple[Word, ...]:
    """The words of the glossary that stand in `texts` and are not explained there, by term."""
    return tuple(
        word
        for word in glossary
        if any(word.pattern.search(text) for text in texts)
        and not any(word.quote in text for text in texts)
    )
