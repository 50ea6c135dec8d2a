"""The composer that only quotes: the answer, its conditions and its exceptions, as they stand."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.document import Audience
from ingest.lexical.terms import content_stems
from rag.composing.choosing import choose, essential
from rag.composing.draft import Excerpt
from rag.ranking import Candidate

MAX_SENTENCES = 6
# What the first passage keeps when others come beside it.
_LEAST = 3
# How far a passage of the other scope may trail the best one and still belong in the answer.
_OTHER_SCOPE_MARGIN = 1.0
_SAME_AUDIENCE_MARGIN = 1.0
# How far a second and a third passage of the same scope may trail: where they do not, nobody can
# say which of them was meant. Each as (on a topic of the first, on another one).
_TIED = ((5.0, 2.0), (3.0, 1.0))
# Of the fewer content words of two answers, the share from which the second adds nothing.
_SAME_WORDS = 0.8


class ExtractiveComposer:
    """Implements `Composer` without a language model."""

    def __init__(self, max_sentences: int = MAX_SENTENCES) -> None:
        self._max = max_sentences

    def compose(
        self, candidates: Sequence[Candidate], audience: Audience, question: str
    ) -> tuple[Excerpt, ...]:
        if not candidates:
            return ()
        first = _best(candidates, audience)
        room = self._max
        excerpts: list[tuple[Candidate, Excerpt]] = []
        for other in _beside(first, candidates, audience):
            brief = essential(other.passage.sentences)
            if brief and room - len(brief) >= _LEAST:
                room -= len(brief)
                excerpts.append((other, Excerpt(other.passage, brief)))
        main = choose(first.passage.sentences, question, room)
        if main:
            excerpts.insert(0, (first, Excerpt(first.passage, main)))
        # National law first: regional custom only makes sense on top of it.
        excerpts.sort(key=lambda pair: pair[0].passage.scope)
        return tuple(excerpt for _candidate, excerpt in excerpts)


def _best(candidates: Sequence[Candidate], audience: Audience) -> Candidate:
    """The first candidate, or one on its topic that hardly trails it and is for this audience."""
    first = candidates[0]
    about = set(first.passage.topics)
    return next(
        (
            c
            for c in candidates
            if c.passage.audience is audience
            and c.rank_score >= first.rank_score - _SAME_AUDIENCE_MARGIN
            and about & set(c.passage.topics)
        ),
        first,
    )


def _beside(
    first: Candidate, candidates: Sequence[Candidate], audience: Audience
) -> Sequence[Candidate]:
    """At most two more passages that belong in the answer: what the other scope says of it, or else
    ones that the question may have meant just as well. Pupils are not sent from their own texts."""
    about = set(first.passage.topics)
    beside: list[Candidate] = []
    for candidate in candidates:
        passage, trails = candidate.passage, first.rank_score - candidate.rank_score
        if candidate is first or len(beside) == len(_TIED):
            continue
        if passage.audience is not audience and first.passage.audience is audience:
            continue
        shares = bool(about & set(passage.topics))
        if passage.scope != first.passage.scope:
            if shares and trails <= _OTHER_SCOPE_MARGIN:
                beside.append(candidate)
        elif trails <= _TIED[len(beside)][0 if shares else 1] and not any(
            _says_the_same(candidate, said) for said in (first, *beside)
        ):
            beside.append(candidate)
    return beside


def _says_the_same(one: Candidate, other: Candidate) -> bool:
    """Whether the answers of two passages have nearly the same content words."""
    stems = [
        {
            stem
            for sentence in essential(c.passage.sentences)
            for stem in content_stems(sentence.text)
        }
        for c in (one, other)
    ]
    fewest = min(map(len, stems))
    return fewest > 0 and len(stems[0] & stems[1]) >= _SAME_WORDS * fewest
