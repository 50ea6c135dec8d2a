"""Judged questions with what was retrieved for them: what all weights are learned from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.clock import today
from eval.question_sets import JudgedQuestion, load
from ingest.index.port import SearchFilter
from rag.clues import clues
from rag.composition import Search
from rag.follow_up import standalone
from rag.language import detect
from rag.privacy import mask, without_placeholders
from rag.ranking import Candidate, Ranking, order
from rag.readership import READS
from rag.retrieval import Retrieval
from rag.routing.route import route
from rag.stopwatch import Stopwatch

# "contrast" holds pairs of look-alikes, of which one has an answer.
SETS = ("dev", "scope", "contrast", "near", "doubt", "languages", "pupils", "former")
_PAIR = re.compile(r"con-(\d+)")


@dataclass(frozen=True, slots=True)
class Example:
    """A judged question and what was retrieved for it; look-alikes share a `family`."""

    judged: JudgedQuestion
    family: str
    language: str
    clues: frozenset[str]
    retrieval: Retrieval

    def right(self, candidate: Candidate) -> bool:
        """Whether a passage is about a right topic."""
        return bool(self.judged.topics & set(candidate.passage.topics))

    def holds_answer(self, candidate: Candidate) -> bool:
        """Whether a passage is about a right topic and holds every fact of a right answer."""
        passage = candidate.passage
        facts = self.judged.facts_in(f"{passage.section}\n{passage.text}")
        return self.right(candidate) and facts == len(self.judged.must)

    def ranked(self, ranking: Ranking) -> Example:
        """The same, in the order that `ranking` gives."""
        found = [(c.passage, c.scores) for c in self.retrieval.candidates]
        weights = ranking.for_language(self.language)
        return replace(self, retrieval=replace(self.retrieval, candidates=order(found, weights)))


def examples(search: Search, sets: Sequence[str] = SETS) -> Sequence[Example]:
    """An example for each question that is searched for; what is routed elsewhere is left out."""
    return tuple(e for name in sets for judged in load(name) for e in _example(search, judged))


def _example(search: Search, judged: JudgedQuestion) -> Iterator[Example]:
    question = judged.question()
    masked = mask(question.text, today()).text
    language = detect(masked)
    if route(masked, language) is not None:
        return
    text = without_placeholders(standalone(question, masked))
    where = SearchFilter(today(), judged.region, READS[judged.audience])
    retrieval = search.retriever.retrieve(text, where, language, Stopwatch())
    found = clues(masked, judged.region)
    yield Example(judged, family(judged), language, found, retrieval)


def family(judged: JudgedQuestion) -> str:
    """The same for a question and its look-alike."""
    pair = _PAIR.fullmatch(judged.id)
    return f"pair-{(int(pair[1]) - 1) // 2}" if pair else judged.id
