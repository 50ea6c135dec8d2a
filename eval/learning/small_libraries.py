"""What would have been found if the library held a few documents only.

An organisation may begin with a handful. There margins and distances mean something else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from eval.learning.examples import Example
from eval.learning.holding_out import drawn
from rag.ranking import Candidate, Ranking, order

_ONE_IN = 8


def in_small_libraries(example: Example, ranking: Ranking) -> Iterator[Example]:
    """The example over a few of the documents that were found, with its best right one among them
    and found first; nothing where that can't be.

    A question within scope whose document nobody has written yet is no lesson: learned as one
    without an answer, it cost 1 % of AUROC over a whole library.
    """
    found = example.retrieval.candidates
    few = [c for c in found if drawn(f"{example.judged.id} {c.passage.document_id}", _ONE_IN)]
    if example.judged.answerable:
        best = next(filter(example.right, found), None)
        own = best.passage.document_id if best else None
        others = [c for c in few if not example.right(c) and c.passage.document_id != own]
        few = [c for c in found if c.passage.document_id == own] + others
    if few:
        small = _over(example, few, ranking)
        if not example.judged.answerable or small.right(small.retrieval.candidates[0]):
            yield small


def _over(example: Example, chosen: list[Candidate], ranking: Ranking) -> Example:
    weights = ranking.for_language(example.language)
    candidates = order([(c.passage, c.scores) for c in chosen], weights)
    return replace(example, retrieval=replace(example.retrieval, candidates=candidates))
