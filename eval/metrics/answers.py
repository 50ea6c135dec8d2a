"""How right, complete and cited the answers are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eval.metrics.case import Case
from eval.metrics.figure import Figure, mean, share


def answer_figures(inside: Sequence[Case]) -> Iterator[Figure]:
    """Figures over in-scope questions: answered, on the right topic, with the facts it needs."""
    answered = [case for case in inside if case.record.answered]
    named = [case for case in answered if case.judged.must]
    yield share("in scope: answered", (case.record.answered for case in inside))
    yield share("in scope: answered on the right topic", (_right(case) for case in inside))
    yield share("answered: on the right topic", (case.right_topic for case in answered))
    yield mean(
        "answered: must-fact recall", (case.facts_said / len(case.judged.must) for case in named)
    )
    yield share("answered: with a forbidden claim", (bool(case.wrong_claims) for case in answered))
    yield mean("answered: sentences", (len(case.record.said) for case in answered))


def citation_figures(every: Sequence[Case]) -> Iterator[Figure]:
    """Figures over all answers: is every sentence held, every citation exact, nothing left out."""
    answered = [case.record for case in every if case.record.answered]
    said = [sentence for record in answered for sentence in record.said]
    citations = [n < record.citations_held for record in answered for n in range(record.citations)]
    yield share("citation recall, by sentence", (sentence.held for sentence in said))
    yield share("citation precision, exact to the byte", citations)
    yield share(
        "answers without a left-out exception", (not record.left_out for record in answered)
    )


def _right(case: Case) -> bool:
    return case.record.answered and case.right_topic
