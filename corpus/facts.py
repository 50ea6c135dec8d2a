"""The table of facts: every number, term and date that documents may state, and about what."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from re import Pattern
from typing import Annotated

from pydantic import Field as PydanticField

from corpus.errors import CorpusError
from corpus.yaml_table import Entry, read_table


@dataclass(frozen=True, slots=True)
class Fact:
    """A statement with quantities, and the words that show that a sentence is about it.

    `values` are quantities as documents write them (`6 weken`). A sentence is about the fact when
    every pattern of `about` is found in it, its heading or the title of its document, every one of
    `within` in the sentence itself, and none of `never` there. In these two, `{}` stands for the
    place of the quantity.
    """

    id: str
    says: str
    values: tuple[str, ...]
    about: tuple[Pattern[str], ...]
    within: tuple[Pattern[str], ...]
    never: tuple[Pattern[str], ...]
    source: str
    checked: date


class _Row(Entry):
    id: Annotated[str, PydanticField(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    says: Annotated[str, PydanticField(min_length=1)]
    values: Annotated[tuple[str, ...], PydanticField(min_length=1)]
    about: Annotated[tuple[str, ...], PydanticField(min_length=1)]
    within: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    source: Annotated[str, PydanticField(min_length=1)]
    checked: date


@cache
def facts() -> tuple[Fact, ...]:
    """All facts of `facts.yaml`, in its order. Raises CorpusError."""
    return read_facts(files("corpus").joinpath("facts.yaml").read_text(encoding="utf-8"))


def read_facts(text: str) -> tuple[Fact, ...]:
    """The facts of a YAML text. Raises CorpusError, in Dutch, for a table not fit to use."""
    rows = read_table(text, _Row, "Feitentabel")
    try:
        table = tuple(_fact(row) for row in rows)
    except re.error as error:
        raise CorpusError(f"Feitentabel: {error.pattern!r} is geen geldig patroon.") from error
    if len({fact.id for fact in table}) < len(table):
        raise CorpusError("In de feitentabel komt een id tweemaal voor.")
    return table


def _fact(entry: _Row) -> Fact:
    return Fact(
        entry.id,
        entry.says,
        entry.values,
        _compiled(entry.about),
        _compiled(entry.within),
        _compiled(entry.never),
        entry.source,
        entry.checked,
    )


def _compiled(patterns: tuple[str, ...]) -> tuple[Pattern[str], ...]:
    return tuple(
        re.compile(pattern.replace("{}", re.escape("{}")), re.IGNORECASE) for pattern in patterns
    )
