"""The messages that the alarm is learned from: cries for help, and harmless ones beside them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import yaml

from rag.routing.normalise import normalise
from rag.routing.patterns import patterns
from rag.routing.route import CrisisKind

HARMLESS = "none"


@dataclass(frozen=True, slots=True)
class Message:
    """`kind` is None for a harmless message, and for a cry of which nobody noted the kind."""

    text: str
    cry: bool
    kind: CrisisKind | None


def messages() -> tuple[Message, ...]:
    """All of them, from `rag/routing/examples` and `eval/questions/alarm.jsonl`."""
    return tuple(dict.fromkeys((*_examples(), *_written_apart())))


def _examples() -> Iterator[Message]:
    near = _yaml("near.yaml")
    for kinds in (*_yaml("crisis.yaml").values(), near["crisis"]):
        for kind, lines in kinds.items():
            yield from (Message(line, True, CrisisKind(kind)) for line in lines)
    for line in (*_yaml("clean.yaml"), *near["harmless"]):
        yield Message(line, False, None)


def _written_apart() -> Iterator[Message]:
    lines = files("eval").joinpath("questions/alarm.jsonl").read_text(encoding="utf-8")
    for entry in map(json.loads, lines.splitlines()):
        yield Message(entry["text"], entry["kind"] != HARMLESS, _kind(**entry))


def _kind(text: str, kind: str, language: str) -> CrisisKind | None:
    if kind in (HARMLESS, "any"):
        return None
    if kind == "abuse" and not patterns().adult_speaker.search(normalise(text)):
        return CrisisKind.CHILD_ABUSE
    return CrisisKind(kind)


def _yaml(name: str) -> Any:
    folder = files("rag.routing").joinpath("examples")
    return yaml.safe_load(folder.joinpath(name).read_text(encoding="utf-8"))
