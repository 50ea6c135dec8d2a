"""Chooses the sentences of one passage: its answer, its exceptions, and what was asked about."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.lexical.terms import asked_stems, content_stems
from ingest.passage import Sentence, SentenceKind

_LISTED = (SentenceKind.ITEM, SentenceKind.STEP)
_LEADS = 2
# What tells most where the question itself prefers nothing.
_ORDER = (
    SentenceKind.CONDITION,
    SentenceKind.ITEM,
    SentenceKind.DETAIL,
    SentenceKind.STEP,
    SentenceKind.LEAD,
)


def essential(sentences: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """The answer in a sentence or two, and every exception: an exception that is left out turns a
    right answer into a wrong one."""
    leads = [each for each in sentences if each.kind is SentenceKind.LEAD][:_LEADS]
    exceptions = [each for each in sentences if each.kind is SentenceKind.EXCEPTION]
    return _in_order([*leads, *exceptions])


def choose(sentences: Sequence[Sentence], question: str, limit: int) -> tuple[Sentence, ...]:
    """At most `limit` sentences in reading order: the essential ones, then those that share most
    with the question. The limit gives way to exceptions, and to a list that is all there is."""
    taken = list(essential(sentences))
    groups = [group for group in _groups(sentences) if not set(group) & set(taken)]
    if not taken:
        lists = (group for group in groups if group[-1].kind in _LISTED)
        taken = next((group for group in groups if len(group) <= limit), next(lists, []))
        groups = [group for group in groups if group is not taken]
        taken = list(taken)
    asked = asked_stems(question)
    for group in sorted(groups, key=lambda g: (-_shared(g, asked), _ORDER.index(g[-1].kind))):
        # Part of a list would be wrong: "three things:" and then two.
        if len(group) <= limit - len(taken):
            taken += group
    return _in_order(taken)


def _shared(group: Sequence[Sentence], asked: frozenset[str]) -> int:
    return len({stem for each in group for stem in content_stems(each.text)} & asked)


def _in_order(sentences: Sequence[Sentence]) -> tuple[Sentence, ...]:
    return tuple(sorted(sentences, key=lambda sentence: sentence.start))


def _groups(sentences: Sequence[Sentence]) -> list[list[Sentence]]:
    """Sentences that make sense only together: a list goes whole, with its introduction. One that
    introduces nothing is left out."""
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
    return [group for group in groups if group[-1].kind is not SentenceKind.INTRO]
