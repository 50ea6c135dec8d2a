"""What came back for each question of a set, kept in a file: scoring never asks again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Found:
    """A passage in the order in which retrieval put it, with what each retriever gave it."""

    key: str
    document: str
    topics: tuple[str, ...]
    text: str
    passage: float
    question: float
    centre: float
    terms: float
    support: float


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of an answer, and whether a cited version holds it to the byte."""

    text: str
    topics: tuple[str, ...]
    document: str
    held: bool


@dataclass(frozen=True, slots=True)
class Record:
    """One question asked. `left_out` are the exceptions of cited sections that were not said;
    `care` says whether somebody to call was named above the answer."""

    id: str
    status: str
    reason: str
    probability: float
    found: tuple[Found, ...]
    said: tuple[Said, ...]
    citations: int
    citations_held: int
    left_out: tuple[str, ...]
    care: bool
    timings: tuple[tuple[str, float], ...]

    @property
    def answered(self) -> bool:
        return self.status.startswith("answered")

    @property
    def text(self) -> str:
        return " ".join(said.text for said in self.said)


def save(records: Iterable[Record], path: Path) -> None:
    """One JSON object a line."""
    lines = (json.dumps(asdict(record), ensure_ascii=False) for record in records)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def load(path: Path) -> Sequence[Record]:
    """What `save` wrote."""
    return tuple(_record(line) for line in path.read_text(encoding="utf-8").splitlines())


def _record(line: str) -> Record:
    entry = json.loads(line)
    entry["found"] = tuple(
        Found(**{**found, "topics": tuple(found["topics"])}) for found in entry["found"]
    )
    entry["said"] = tuple(
        Said(**{**said, "topics": tuple(said["topics"])}) for said in entry["said"]
    )
    entry["left_out"] = tuple(entry["left_out"])
    entry["timings"] = tuple((step, ms) for step, ms in entry["timings"])
    return Record(**entry)
