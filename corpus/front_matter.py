"""YAML front matter: read with the line of every key, so that a fault can be found in the file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

FENCE = "---"


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
    """Reads plain words as YAML 1.2 does: `on` and `nee` are text, only true and false are not.

    Dates stay text as well: the schema reads them, and can name the line of an impossible one.
    """

    yaml_implicit_resolvers = {  # noqa: RUF012 - the attribute that PyYAML looks at
        first: [
            (tag, pattern)
            for tag, pattern in resolvers
            if tag not in ("tag:yaml.org,2002:bool", "tag:yaml.org,2002:timestamp")
        ]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile("^(?:true|false)$", re.IGNORECASE), list("tTfF")
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
        for event in yaml.parse(source, Loader=_Loader):
            # Aliases are how a small file becomes a huge one; no document needs them.
            if isinstance(event, yaml.AliasEvent):
                line = event.start_mark.line + 1 if event.start_mark else 1
                raise BrokenFrontMatter(line, "verwijzingen (*) mogen niet")
        node = yaml.compose(source, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise BrokenFrontMatter(mark.line + 1 if mark else 1, "geen geldige YAML") from None
    except (yaml.YAMLError, RecursionError):
        raise BrokenFrontMatter(1, "geen geldige YAML") from None
    if not isinstance(node, yaml.MappingNode):
        raise BrokenFrontMatter(1, "de front matter moet uit sleutels en waarden bestaan")
    return node


def _construct(node: yaml.MappingNode) -> Mapping[str, Any]:
    try:
        values: Mapping[str, Any] = _Loader("").construct_document(node)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise BrokenFrontMatter(mark.line + 1 if mark else 1, "geen geldige YAML") from None
    except ValueError:
        raise BrokenFrontMatter(1, "bevat een waarde die niet te lezen is") from None
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
