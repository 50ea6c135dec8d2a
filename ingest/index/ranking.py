"""From what an engine found to ranked hits, the same for every engine."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple
from uuid import UUID

from corpus.document import Scope
from ingest.index.failures import damaged
from ingest.index.port import Hit, Hits, SearchFilter
from ingest.passage import Passage

# Engines compute in 32 bits and in another order at each build: the digits after these are noise,
# and equal texts have to tie.
_DIGITS = 6


class Found(NamedTuple):
    """A passage as an engine found it; `id` is the passage's, which it would compute each time."""

    id: UUID
    score: float
    passage: Passage


Answers = tuple[Sequence[Found], Sequence[Found], Sequence[Found], Sequence[Found]]
Ask = Callable[[int], Answers]


def search(ask: Ask, where: SearchFilter, limit: int) -> Hits:
    """The hits of the four lists that `ask(n)` gives with at most `n` points each, best first.

    Asks for more when a list is cut inside a group of equal scores, because only the whole group
    tells which passage ids come first. Raises IndexUnavailable when a point that `where` excludes
    was found: then the index can't be trusted to keep expired texts out.
    """
    if limit < 1 or not where.audiences:
        return Hits()
    wanted = limit + 1
    answers = ask(wanted)
    while any(_cut_in_tie(found, limit, wanted) for found in answers):
        wanted *= 4
        answers = ask(wanted)
    passage, questions, centres, terms = answers
    return Hits(
        _ranked(passage, where, limit),
        _ranked(questions, where, limit),
        _ranked(centres, where, limit),
        _ranked([found for found in terms if found.score > 0], where, limit),
    )


def admits(where: SearchFilter, passage: Passage) -> bool:
    """What the engine's filter has to mean, said once more in Python."""
    return (
        passage.valid_from <= where.today <= passage.citable_until
        and passage.audience in where.audiences
        and (
            passage.scope is Scope.NATIONAL
            or (where.region is not None and passage.region == where.region)
        )
    )


def _cut_in_tie(found: Sequence[Found], limit: int, wanted: int) -> bool:
    return len(found) >= wanted and _score(found[-1]) == _score(found[limit - 1])


def _ranked(found: Sequence[Found], where: SearchFilter, limit: int) -> tuple[Hit, ...]:
    best = sorted(found, key=lambda point: (-_score(point), point.id))[:limit]
    hits = tuple(Hit(point.passage, _score(point)) for point in best)
    if not all(admits(where, hit.passage) for hit in hits):
        raise damaged("er staat iets in dat volgens de datum, regio of doelgroep niet mag")
    return hits


def _score(found: Found) -> float:
    return round(found.score, _DIGITS)
