"""Lessons from a library of a few documents."""

from __future__ import annotations

from eval.learning.examples import Example
from eval.learning.small_libraries import in_small_libraries
from eval.question_sets import JudgedQuestion, parse
from ingest.passage import Passage
from rag.ranking import Candidate, Ranking, RankingWeights, Scores
from rag.retrieval import Retrieval
from tests.fakes.passages import passage

RANKING = Ranking(*(RankingWeights(1.0, 1.0, 1.0, 1.0),) * 2)


def judged(expect: str) -> JudgedQuestion:
    line = (
        '{"id": "x", "question": "Hoe?", "audience": "ouder", "region": "de-meierij", '
        f'"expect": "{expect}", "kind": "in_scope", "topics": ["opp"], "language": "nl"}}'
    )
    return parse(line)[0]


def example(expect: str, right_score: float) -> Example:
    def candidate(item: Passage, score: float) -> Candidate:
        return Candidate(item, Scores(score, score, score, score), score)

    right = candidate(passage(document_id="goed", topics=("opp",)), right_score)
    wrong = [candidate(passage(document_id=f"d{n}", topics=("tlv",)), 0.5) for n in range(40)]
    retrieval = Retrieval("Hoe?", (1.0,), "m", (right, *wrong))
    return Example(judged(expect), "x", "nl", frozenset(), retrieval)


def test_the_right_document_is_among_the_few_when_it_comes_first() -> None:
    (small,) = in_small_libraries(example("answered", 0.9), RANKING)
    assert small.retrieval.candidates[0].passage.document_id == "goed"
    assert 1 < len(small.retrieval.candidates) < 20


def test_where_it_does_not_come_first_there_is_no_lesson() -> None:
    assert list(in_small_libraries(example("answered", 0.1), RANKING)) == []


def test_a_question_without_an_answer_is_one_among_few_documents_too() -> None:
    (small,) = in_small_libraries(example("unanswerable", 0.9), RANKING)
    assert len(small.retrieval.candidates) < 20
