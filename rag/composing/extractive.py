"""The composer that only quotes: the answer, its conditions and its exceptions, as they stand."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.document import Audience
from ingest.passage import Passage, Sentence, SentenceKind
from rag.composing.draft import Excerpt
from rag.ranking import Candidate

MAX_SENTENCES = 7
# How far a passage of the other scope may trail the best one and still belong in the answer.
_OTHER_SCOPE_MARGIN = 1.0
_SAME_AUDIENCE_MARGIN = 1.0
_LISTED = (SentenceKind.ITEM, SentenceKind.STEP)
# An exception that is left out turns a right answer into a wrong one, so it goes first in line.
_ORDER = (
    SentenceKind.LEAD,
    SentenceKind.EXCEPTION,
    SentenceKind.CONDITION,
    SentenceKind.ITEM,
    SentenceKind.DETAIL,
    SentenceKind.STEP,
)


class ExtractiveComposer:
    """Implements `Composer` without a language model."""

    def __init__(self, max_sentences: int = MAX_SENTENCES) -> None:
        self._max = max_sentences

    def compose(self, candidates: Sequence[Candidate], audience: Audience) -> tuple[Excerpt, ...]:
        if not candidates:
            return ()
        first = _best(candidates, audience)
        chosen = [first]
        floor = first.rank_score - _OTHER_SCOPE_MARGIN
        other = [
            candidate
            for candidate in candidates
            if candidate.passage.scope != first.passage.scope
            and candidate.rank_score >= floor
            and set(candidate.passage.topics) & set(first.passage.topics)
        ]
        if other:
            chosen.append(_best(other, audience))
        # National law first: regional custom only makes sense on top of it.
        chosen.sort(key=lambda candidate: candidate.passage.scope)
        excerpts = (self._excerpt(candidate.passage) for candidate in chosen)
        return tuple(excerpt for excerpt in excerpts if excerpt.sentences)

    def _excerpt(self, passage: Passage) -> Excerpt:
        taken: list[Sentence] = []
        groups = _groups(passage.sentences)
        for kind in _ORDER:
            for group in groups:
                if group[-1].kind is not kind:
                    continue
                # The limit gives way to an exception, and to a list that is all there is to say.
                if kind is SentenceKind.EXCEPTION or len(taken) + len(group) <= self._max:
                    taken += group
        taken = taken or next((group for group in groups if group[-1].kind in _LISTED), [])
        return Excerpt(passage, tuple(sorted(taken, key=lambda sentence: sentence.start)))


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


def _groups(sentences: Sequence[Sentence]) -> list[list[Sentence]]:
    """Sentences that make sense only together: a list goes whole, with its introduction."""
    groups: list[list[Sentence]] = []
    for sentence in sentences:
        last = groups[-1][-1] if groups else None
        continues = (
            last is not None
            and sentence.kind in _LISTED
            and (last.kind is SentenceKind.INTRO or last.kind is sentence.kind)
        )
        if continues:
            groups[-1].append(sentence)
        else:
            groups.append([sentence])
    return groups
