"""Judged questions: what is asked, and what a right answer may rest on."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from corpus.document import Audience
from rag.question import Question


@dataclass(frozen=True, slots=True)
class JudgedQuestion:
    """A question with the topics that a right answer may come from; none where it has no answer."""

    id: str
    text: str
    audience: Audience
    region: str
    answerable: bool
    kind: str
    topics: frozenset[str]
    language: str

    def question(self) -> Question:
        return Question.ask(self.text, self.audience, self.region)


def load(name: str) -> Sequence[JudgedQuestion]:
    """The set `eval/questions/<name>.jsonl`, in file order."""
    return parse(files("eval").joinpath(f"questions/{name}.jsonl").read_text(encoding="utf-8"))


def read(path: Path) -> Sequence[JudgedQuestion]:
    """The set in a JSON Lines file."""
    return parse(path.read_text(encoding="utf-8"))


def parse(text: str) -> Sequence[JudgedQuestion]:
    """One question a line. Raises KeyError or ValueError for a broken line."""
    return tuple(_question(json.loads(line)) for line in text.splitlines() if line.strip())


def _question(entry: dict[str, str]) -> JudgedQuestion:
    return JudgedQuestion(
        id=entry["id"],
        text=entry["question"],
        audience=Audience(entry["audience"]),
        region=entry["region"],
        answerable=entry["expect"] == "answered",
        kind=entry["kind"],
        topics=frozenset(entry["topics"]),
        language=entry["language"],
    )
