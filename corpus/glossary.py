"""The difficult words: each explained by one sentence of a document, so that it can be cited."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from re import Pattern
from typing import Annotated

from pydantic import Field as PydanticField

from corpus.errors import CorpusError
from corpus.yaml_table import Entry, read_table


@dataclass(frozen=True, slots=True)
class Word:
    """A difficult word. `quote` is a sentence of `document` that says what it means.

    `stands_for` is the full form of an abbreviation; `forms` are other spellings and plurals.
    """

    term: str
    stands_for: str | None
    forms: tuple[str, ...]
    document: str
    quote: str
    pattern: Pattern[str]


class _Row(Entry):
    term: Annotated[str, PydanticField(min_length=2)]
    stands_for: str | None = None
    forms: tuple[str, ...] = ()
    document: Annotated[str, PydanticField(min_length=1)]
    quote: Annotated[str, PydanticField(min_length=1)]


@cache
def glossary() -> tuple[Word, ...]:
    """All words of `glossary.yaml`, by term. Raises CorpusError."""
    return read_glossary(files("corpus").joinpath("glossary.yaml").read_text(encoding="utf-8"))


def read_glossary(text: str) -> tuple[Word, ...]:
    """The words of a YAML text, by term. Raises CorpusError, in Dutch, for an unfit list."""
    entries = read_table(text, _Row, "Woordenlijst")
    words = tuple(_word(entry) for entry in sorted(entries, key=lambda e: e.term.lower()))
    written = [form.lower() for word in words for form in (word.term, *word.forms)]
    if len(set(written)) < len(written):
        twice = next(form for form in written if written.count(form) > 1)
        raise CorpusError(f"Woordenlijst: '{twice}' staat er tweemaal in.")
    return words


def _word(entry: _Row) -> Word:
    spellings = sorted((entry.term, *entry.forms), key=len, reverse=True)
    # `so` and `pro` mean something else in capitals; what is that short is taken as written.
    either = "|".join(
        f"(?i:{re.escape(spelling)})" if len(spelling) > 3 else re.escape(spelling)
        for spelling in spellings
    )
    pattern = re.compile(rf"(?<![\w-])(?:{either})(?![\w-])")
    return Word(entry.term, entry.stands_for, entry.forms, entry.document, entry.quote, pattern)
