"""Judged questions: what is asked, and what a right answer may rest on."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from re import Pattern
from typing import Any

from corpus.document import Audience
from rag.question import Question, Turn


@dataclass(frozen=True, slots=True)
class JudgedQuestion:
    """A question with the topics that a right answer may come from; none where it has no answer.

    `must` are the facts that a right answer holds, each in alternative wordings; `forbidden` are
    claims that would be wrong. Both are patterns over the answer in lower case.
    """

    id: str
    text: str
    audience: Audience
    region: str
    answerable: bool
    kind: str
    topics: frozenset[str]
    language: str
    must: tuple[tuple[Pattern[str], ...], ...] = ()
    forbidden: tuple[Pattern[str], ...] = ()
    conversation: tuple[Turn, ...] = ()

    def question(self) -> Question:
        return Question.ask(self.text, self.audience, self.region, self.conversation)

    def facts_in(self, text: str) -> int:
        """How many of the facts of `must` stand in a text."""
        plain = text.lower()
        return sum(any(wording.search(plain) for wording in fact) for fact in self.must)


def load(name: str) -> Sequence[JudgedQuestion]:
    """The set `eval/questions/<name>.jsonl`, in file order."""
    return parse(files("eval").joinpath(f"questions/{name}.jsonl").read_text(encoding="utf-8"))


def read(path: Path) -> Sequence[JudgedQuestion]:
    """The set in a JSON Lines file."""
    return parse(path.read_text(encoding="utf-8"))


def parse(text: str) -> Sequence[JudgedQuestion]:
    """One question a line. Raises KeyError or ValueError for a broken line."""
    return tuple(_question(json.loads(line)) for line in text.splitlines() if line.strip())


def _question(entry: dict[str, Any]) -> JudgedQuestion:
    return JudgedQuestion(
        id=entry["id"],
        text=entry["question"],
        audience=Audience(entry["audience"]),
        region=entry["region"],
        answerable=entry["expect"] == "answered",
        kind=entry["kind"],
        topics=frozenset(entry.get("topics", ())),
        language=entry["language"],
        must=tuple(tuple(map(re.compile, fact)) for fact in entry.get("must", ())),
        forbidden=tuple(map(re.compile, entry.get("forbidden", ()))),
        conversation=tuple(
            Turn(turn["question"], turn["answer"]) for turn in entry.get("conversation", ())
        ),
    )
