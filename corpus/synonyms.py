"""Everyday words and the terms that documents use instead, from `synonyms.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Annotated

from pydantic import Field as PydanticField

from corpus.yaml_table import Entry, read_table


@dataclass(frozen=True, slots=True)
class Synonyms:
    """People write one of `everyday`; documents write `terms`."""

    everyday: tuple[str, ...]
    terms: tuple[str, ...]


class _Row(Entry):
    everyday: Annotated[tuple[str, ...], PydanticField(min_length=1)]
    terms: Annotated[tuple[str, ...], PydanticField(min_length=1)]


@cache
def synonyms() -> tuple[Synonyms, ...]:
    """All groups, in file order. Raises CorpusError."""
    return read_synonyms(files("corpus").joinpath("synonyms.yaml").read_text(encoding="utf-8"))


def read_synonyms(text: str) -> tuple[Synonyms, ...]:
    """The groups of a YAML text. Raises CorpusError, in Dutch, for a list not fit to use."""
    entries = read_table(text, _Row, "Synoniemenlijst")
    return tuple(Synonyms(entry.everyday, entry.terms) for entry in entries)
