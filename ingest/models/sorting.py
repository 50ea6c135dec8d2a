"""A second thing the model learns: to lay texts of different kinds apart, so that they can be told.

Each task has a linear head over the vectors, which is thrown away afterwards: what stays is that a
line can be drawn. The judgements of `rag` draw their own.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

# Vectors have length 1: without this no head could be sure of anything.
_SHARPNESS = 20.0
_EACH = 16


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text and its label in one of the tasks."""

    text: str
    task: str
    label: str


def read_labelled(path: Path) -> tuple[Labelled, ...]:
    """One JSON object a line with `text`, `task` and `label`. Raises ValueError or TypeError."""
    lines = path.read_text(encoding="utf-8").split("\n")
    return tuple(Labelled(**json.loads(line)) for line in lines if line)


def digest(labelled: Sequence[Labelled]) -> str:
    """Hex SHA-256 of all that is learned to be told apart."""
    record = [[each.text, each.task, each.label] for each in labelled]
    return hashlib.sha256(json.dumps(record, ensure_ascii=False).encode()).hexdigest()


class Sorter(torch.nn.Module):
    """The heads, and the draws of what they learn from."""

    def __init__(self, labelled: Sequence[Labelled], hidden: int, draw: random.Random) -> None:
        super().__init__()
        tasks: dict[str, list[Labelled]] = {}
        for each in labelled:
            tasks.setdefault(each.task, []).append(each)
        self.labels = {task: sorted({e.label for e in group}) for task, group in tasks.items()}
        self._streams = {task: _balanced(group, draw) for task, group in tasks.items()}
        self.heads = torch.nn.ModuleDict()
        for task, labels in self.labels.items():
            head = torch.nn.Linear(hidden, len(labels))
            torch.nn.init.zeros_(head.weight)
            torch.nn.init.zeros_(head.bias)
            self.heads[task] = head

    def draw(self) -> tuple[Labelled, ...]:
        """The next 32 texts of each task: half of its commonest label, half of the others."""
        return tuple(next(stream) for stream in self._streams.values() for _ in range(2 * _EACH))

    def loss(self, vectors: torch.Tensor, drawn: Sequence[Labelled]) -> torch.Tensor:
        """The sum over the tasks of the mean cross-entropy; 0 without tasks."""
        total = vectors.sum() * 0.0
        for task, labels in self.labels.items():
            rows = [row for row, each in enumerate(drawn) if each.task == task]
            wanted = torch.tensor([labels.index(drawn[row].label) for row in rows])
            scores = self.heads[task](vectors[rows] * _SHARPNESS)
            total = total + torch.nn.functional.cross_entropy(scores, wanted)
        return total


def _balanced(group: Sequence[Labelled], draw: random.Random) -> Iterator[Labelled]:
    """Without end: by turns one of the commonest label and one of the others."""
    commonest = Counter(each.label for each in group).most_common(1)[0][0]
    common = _shuffled([each for each in group if each.label == commonest], draw)
    others = _shuffled([each for each in group if each.label != commonest], draw)
    while True:
        yield next(common)
        yield next(others)


def _shuffled(group: Sequence[Labelled], draw: random.Random) -> Iterator[Labelled]:
    """All of a group again and again, each time in another order."""
    if not group:
        raise ValueError("a task needs texts of two labels")
    while True:
        yield from draw.sample(group, len(group))


def counts(labelled: Sequence[Labelled]) -> Mapping[str, int]:
    """How many texts each task has."""
    return Counter(each.task for each in labelled)
