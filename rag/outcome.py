"""How a question ended, before it is put into words."""

from __future__ import annotations

from dataclasses import dataclass

from rag.answer import Status
from rag.answerability import Verdict
from rag.citations import Bound
from rag.retrieval import Retrieval
from rag.routing.route import CrisisKind, Route

NOTHING_BOUND = Bound((), ())


@dataclass(frozen=True, slots=True)
class Outcome:
    """`missing` are the parts of the question that nothing was found for; `concern` is what help
    to name beside an answer, where a question sounds as if somebody may need it."""

    status: Status
    reason: str
    bound: Bound = NOTHING_BOUND
    verdict: Verdict | None = None
    retrieval: Retrieval | None = None
    route: Route | None = None
    missing: tuple[str, ...] = ()
    concern: CrisisKind | None = None
