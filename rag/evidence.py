"""What a retrieval says about whether it holds the answer: many weak signals, as numbers."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from statistics import fmean, pstdev

from ingest.lexical.terms import content_stems, words
from ingest.passage import Passage
from rag.ranking import Candidate, Scores
from rag.retrieval import Retrieval

_FIELD = 20
_RETRIEVERS: tuple[Callable[[Scores], float], ...] = (
    lambda scores: scores.passage,
    lambda scores: scores.question,
    lambda scores: scores.centre,
    lambda scores: scores.terms,
)

EVIDENCE = (
    "passage_top",
    "passage_stands_out",
    "question_top",
    "question_stands_out",
    "centre_top",
    "centre_stands_out",
    "terms_top",
    "first_passage",
    "first_question",
    "first_centre",
    "first_terms",
    "rank_top",
    "rank_margin_next",
    "rank_margin_five",
    "rank_margin_all",
    "coverage_first",
    "coverage_three",
    "coverage_text",
    "same_topic",
    "same_document",
    "retrievers_agree",
    "content_words",
    "words",
    "dutch",
    "question_mark",
)


def evidence(retrieval: Retrieval, language: str) -> tuple[float, ...]:
    """The values of EVIDENCE for a retrieval that found something."""
    field = retrieval.candidates[:_FIELD]
    first = field[0]
    passage, question, centre, terms = (
        [score(candidate.scores) for candidate in field] for score in _RETRIEVERS
    )
    ranks = [candidate.rank_score for candidate in field]
    stems = content_stems(retrieval.text)
    whole = [_stems(candidate.passage, candidate.passage.questions) for candidate in field[:3]]
    return (
        max(passage),
        _stands_out(passage),
        max(question),
        _stands_out(question),
        max(centre),
        _stands_out(centre),
        max(terms),
        first.scores.passage,
        first.scores.question,
        first.scores.centre,
        first.scores.terms,
        ranks[0],
        _margin(ranks[:2]),
        _margin(ranks[:6]),
        _margin(ranks),
        _coverage(stems, whole[0]),
        _coverage(stems, frozenset().union(*whole)),
        _coverage(stems, _stems(first.passage)),
        _share(field, lambda p: bool(set(first.passage.topics) & set(p.topics))),
        _share(field, lambda p: p.document_id == first.passage.document_id),
        _agreement(field),
        math.log1p(len(stems)),
        math.log1p(len(words(retrieval.text))),
        float(language == "nl"),
        float("?" in retrieval.text),
    )


def _stands_out(scores: Sequence[float]) -> float:
    """How many standard deviations the best lies above the field."""
    spread = pstdev(scores)
    return (max(scores) - fmean(scores)) / spread if spread > 1e-9 else 0.0


def _margin(ranks: Sequence[float]) -> float:
    """How far the first lies above the mean of the others."""
    return ranks[0] - fmean(ranks[1:]) if len(ranks) > 1 else 0.0


def _stems(passage: Passage, questions: Sequence[str] = ()) -> frozenset[str]:
    texts = (passage.title, passage.section, passage.text, *questions)
    return frozenset(content_stems(" ".join(texts)))


def _coverage(stems: Sequence[str], held: frozenset[str]) -> float:
    """The share of the question's content words that are held."""
    return sum(stem in held for stem in stems) / len(stems) if stems else 0.0


def _share(field: Sequence[Candidate], holds: Callable[[Passage], bool]) -> float:
    """The share of the next four of which something holds."""
    rest = field[1:5]
    return sum(holds(candidate.passage) for candidate in rest) / len(rest) if rest else 0.0


def _agreement(field: Sequence[Candidate]) -> float:
    """How many of the four retrievers put the first passage on top of this field, from 0 to 1."""
    return fmean(
        score(field[0].scores) >= max(score(candidate.scores) for candidate in field)
        for score in _RETRIEVERS
    )
