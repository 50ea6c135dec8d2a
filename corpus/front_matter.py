"""YAML front matter: read with the line of every key, so that a fault can be found in the file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

FENCE = "---"
_MAX_DEPTH = 10


class BrokenFrontMatter(ValueError):
    """The front matter can't be read. `line` counts from 1 in the file."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """Plain values and where their keys stand; `body` starts on line `body_line` of the file."""

    values: Mapping[str, Any]
    lines: Mapping[str, int]
    body: str
    body_line: int

    def line_of(self, location: tuple[int | str, ...]) -> int:
        """The line of the nearest key on the way to `location`, as pydantic names places."""
        for depth in range(len(location), 0, -1):
            key = ".".join(str(part) for part in location[:depth])
            if key in self.lines:
                return self.lines[key]
        return 1


class _Loader(yaml.SafeLoader):
    """Reads every plain word as text, `on`, `nee` and `2026` too, save true, false and null.

    Dates stay text as well: the schema reads them, and can name the line of an impossible one.
    """

    yaml_implicit_resolvers = {}  # noqa: RUF012 - the attribute that PyYAML looks at


_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile("^(?:true|false)$", re.IGNORECASE), list("tTfF")
)
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:null", re.compile("^(?:~|null|)$", re.IGNORECASE), ["~", "n", "N", ""]
)


def split(text: str) -> FrontMatter:
    """Front matter and body of a file. Raises BrokenFrontMatter."""
    lines = text.split("\n")
    if lines[0].rstrip() != FENCE:
        raise BrokenFrontMatter(1, "begint niet met front matter (een regel met ---)")
    end = next((i for i, line in enumerate(lines[1:], 1) if line.rstrip() == FENCE), None)
    if end is None:
        raise BrokenFrontMatter(1, "de front matter is niet afgesloten met een regel ---")
    # One blank line keeps YAML's line marks equal to the file's.
    node = _compose("\n" + "\n".join(lines[1:end]))
    places: dict[str, int] = {}
    _collect(node, "", places)
    return FrontMatter(_construct(node), places, "\n".join(lines[end + 1 :]), end + 2)


def _compose(source: str) -> yaml.MappingNode:
    try:
        _refuse_tricks(source)
        node = yaml.compose(source, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        raise _broken(error) from None
    except yaml.reader.ReaderError as error:
        line = source.count("\n", 0, error.position) + 1
        raise BrokenFrontMatter(line, "bevat tekens die niet in tekst horen") from None
    if not isinstance(node, yaml.MappingNode):
        raise BrokenFrontMatter(1, "de front matter moet uit sleutels en waarden bestaan")
    return node


def _refuse_tricks(source: str) -> None:
    """What YAML can do and no document needs: it runs code, fills memory or takes minutes."""
    depth = 0
    long_quote: int | None = None
    try:
        for event in yaml.parse(source, Loader=_Loader):
            line = _line(event.start_mark)
            if isinstance(event, yaml.AliasEvent):
                raise BrokenFrontMatter(line, "verwijzingen (*) mogen niet")
            if getattr(event, "tag", None) is not None:
                raise BrokenFrontMatter(line, "typeaanduidingen (!) mogen niet")
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth > _MAX_DEPTH:
                raise BrokenFrontMatter(line, "is te diep genest")
            if getattr(event, "style", None) in ("'", '"') and _line(event.end_mark) > line:
                long_quote = line
    except yaml.MarkedYAMLError as error:
        # `title: 's-Hertogenbosch` runs on to the next quote, and fails only there.
        if long_quote is None:
            raise _broken(error) from None
        message = "geen geldige YAML; ontbreekt hier een aanhalingsteken?"
        raise BrokenFrontMatter(long_quote, message) from None


def _broken(error: yaml.MarkedYAMLError) -> BrokenFrontMatter:
    # The scanner stops behind what it stumbled over; its context is where that began.
    marks = [error.problem_mark, error.context_mark]
    if isinstance(error, yaml.scanner.ScannerError):
        marks.reverse()
    return BrokenFrontMatter(_line(marks[0] or marks[1]), "geen geldige YAML")


def _line(mark: Any) -> int:
    return mark.line + 1 if mark else 1


def _construct(node: yaml.MappingNode) -> Mapping[str, Any]:
    try:
        values: Mapping[str, Any] = _Loader("").construct_document(node)
    except yaml.MarkedYAMLError as error:
        raise _broken(error) from None
    return values


def _collect(node: yaml.Node, prefix: str, places: dict[str, int]) -> None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            name = f"{prefix}{key.value}"
            line = key.start_mark.line + 1
            if name in places:
                raise BrokenFrontMatter(line, f"de sleutel '{name}' staat er twee keer")
            places[name] = line
            _collect(value, f"{name}.", places)
    elif isinstance(node, yaml.SequenceNode):
        for position, item in enumerate(node.value):
            places[f"{prefix}{position}"] = item.start_mark.line + 1
            _collect(item, f"{prefix}{position}.", places)
