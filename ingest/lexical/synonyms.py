"""Adds the terms of documents to the everyday words of a question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from corpus.synonyms import Synonyms

Stems = tuple[str, ...]


class Thesaurus:
    """Finds everyday words and phrases in a question by their stems."""

    def __init__(
        self,
        groups: Sequence[Synonyms],
        everyday: Mapping[str, Stems],
        terms: Mapping[str, Stems],
    ) -> None:
        """`everyday` holds the stems of each everyday phrase, stop words included; `terms` those
        of the words that carry meaning."""
        self._terms: dict[Stems, set[str]] = {}
        for group in groups:
            added = {stem for term in group.terms for stem in terms[term]}
            for phrase in group.everyday:
                self._terms.setdefault(everyday[phrase], set()).update(added)
        self._longest = max((len(phrase) for phrase in self._terms), default=0)

    def expand(self, asked: Sequence[str]) -> frozenset[str]:
        """The stems to search for besides the stems `asked`, in their order."""
        return frozenset(
            stem for phrase in self._phrases(asked) for stem in self._terms.get(phrase, ())
        ) - frozenset(asked)

    def _phrases(self, asked: Sequence[str]) -> Iterator[Stems]:
        for start in range(len(asked)):
            for length in range(1, min(self._longest, len(asked) - start) + 1):
                yield tuple(asked[start : start + length])
