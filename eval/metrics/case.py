"""A judged question together with what came back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eval.question_sets import JudgedQuestion
from eval.records import Found, Record


@dataclass(frozen=True, slots=True)
class Case:
    """What was asked, what would be right, and what came back."""

    judged: JudgedQuestion
    record: Record

    @property
    def right_topic(self) -> bool:
        """The first sentence comes from a document on a topic that a right answer may rest on."""
        said = self.record.said
        return bool(said) and bool(self.judged.topics & set(said[0].topics))

    @property
    def facts_said(self) -> int:
        """How many of the facts of a right answer were said."""
        return self.judged.facts_in(self.record.text)

    @property
    def wrong_claims(self) -> int:
        """How many claims were said that would be wrong here."""
        plain = self.record.text.lower()
        return sum(bool(pattern.search(plain)) for pattern in self.judged.forbidden)

    def relevant(self, found: Found) -> bool:
        """Whether a passage is about a right topic."""
        return bool(self.judged.topics & set(found.topics))

    def holds_answer(self, found: Found) -> bool:
        """Whether a passage is about a right topic and holds every fact of a right answer."""
        return self.relevant(found) and self.judged.facts_in(found.text) == len(self.judged.must)


def cases(judged: Sequence[JudgedQuestion], records: Sequence[Record]) -> tuple[Case, ...]:
    """Each question with its record. Raises KeyError where one was not asked."""
    by_id = {record.id: record for record in records}
    return tuple(Case(question, by_id[question.id]) for question in judged)
