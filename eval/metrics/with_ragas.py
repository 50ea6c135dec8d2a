"""What ragas measures without a language model, over denominators of our own.

The identifiers are those of passages; the reference is every passage of the first twenty found
that holds all facts of a right answer, so questions without such a passage are left out.
"""

from __future__ import annotations

import asyncio
import re
import warnings
from collections.abc import Iterator, Sequence

from eval.metrics.case import Case
from eval.metrics.figure import Figure, mean

with warnings.catch_warnings():
    # ragas imports parts of langchain that warn of their own age.
    warnings.simplefilter("ignore")
    from ragas import SingleTurnSample
    from ragas.metrics import IDBasedContextPrecision, IDBasedContextRecall
    from ragas.metrics.quoted_spans import quoted_spans_alignment

_K = 5
_QUOTES = re.compile("[\"'`´“”‘’]")


def ragas_figures(inside: Sequence[Case]) -> Iterator[Figure]:
    """Id-based context recall and precision at 5, and the share of sentences that stand in the
    passages found."""
    samples = [sample for case in inside if (sample := _sample(case))]
    for name, metric in (
        ("recall", IDBasedContextRecall()),
        ("precision", IDBasedContextPrecision()),
    ):
        scores = (asyncio.run(metric.single_turn_ascore(sample)) for sample in samples)
        yield mean(f"ragas: id-based context {name}@{_K}", scores)
    answered = [case for case in inside if case.record.answered]
    aligned = quoted_spans_alignment(
        [" ".join(f'"{_plain(said.text)}"' for said in case.record.said) for case in answered],
        [[_plain(found.text) for found in case.record.found] for case in answered],
    )
    whole = int(aligned["total"])
    held = int(aligned["matched"])
    yield mean("ragas: quoted spans in passages found", [1.0] * held + [0.0] * (whole - held))


def _sample(case: Case) -> SingleTurnSample | None:
    reference = [found.key for found in case.record.found if case.holds_answer(found)]
    if not (reference and case.judged.must):
        return None
    return SingleTurnSample(
        retrieved_context_ids=[found.key for found in case.record.found[:_K]],
        # More than five can't all be among the first five.
        reference_context_ids=reference[:_K],
    )


def _plain(text: str) -> str:
    return _QUOTES.sub("", text)
