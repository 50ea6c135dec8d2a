"""Reading a name word by word: what a regular expression can't tell."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.masking.lexicon import Lexicon
from rag.masking.span import Span

WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*|'[ts]\b")
_GAP = re.compile(r" {1,2}|-")
_INITIALS = re.compile(r"(?:[A-Z]\. ?){1,4}(?=[^\W\d_])")
_LONGEST_NAME = 6


@dataclass(frozen=True, slots=True)
class Case:
    """What capitals mean in this text: nothing when nearly every word has one."""

    tells: bool

    @staticmethod
    def of(text: str) -> Case:
        """Judged by the share of words that begin with a capital."""
        words = WORD.findall(text)
        capitals = sum(word[0].isupper() for word in words)
        return Case(tells=len(words) < 5 or capitals * 5 < len(words) * 3)

    def is_capitalised(self, word: str) -> bool:
        """True for "Daan" and "El-Amrani", not for "daan", "ADHD" or a text all in capitals."""
        return self.tells and word[0].isupper() and any(map(str.islower, word))


@dataclass(frozen=True, slots=True)
class NameReader:
    """Reads a person's name at a place where one is expected."""

    text: str
    lexicon: Lexicon
    case: Case

    def read(self, start: int, any_case: bool = False, listed_only: bool = False) -> Span | None:
        """The name that begins at `start`, at most six words, or None.

        With `any_case` an unknown word in lower case counts too; with `listed_only` nothing counts
        but the first names of the lexicon.
        """
        initials = _INITIALS.match(self.text, start)
        position = initials.end() if initials else start
        end: int | None = None
        for _ in range(_LONGEST_NAME):
            word = WORD.match(self.text, position)
            if word is None:
                break
            if end is None:
                belongs = self._is_first(word.group(), any_case, listed_only)
            else:
                belongs = self._is_next(word.group())
            if belongs:
                end = word.end()
            elif word.group().casefold() not in self.lexicon.particles:
                break
            gap = _GAP.match(self.text, word.end())
            if gap is None:
                break
            position = gap.end()
        return None if end is None else (start, end)

    def read_all(self, start: int, any_case: bool, listed_only: bool) -> list[Span]:
        """A name and the names listed after it: "Sem, Lotte en Finn"."""
        spans: list[Span] = []
        span = self.read(start, any_case, listed_only)
        while span is not None:
            spans.append(span)
            joint = _JOINT.match(self.text, span[1])
            span = self.read(joint.end(), False, listed_only) if joint else None
        return spans

    def _is_first(self, word: str, any_case: bool, listed_only: bool) -> bool:
        low = word.casefold()
        # "Ben" is a name and "ben" is not; two letters in lower case are a word somewhere.
        sure = word[0].isupper() or (len(word) > 2 and low not in self.lexicon.not_names)
        if self._is_listed(low) and sure:
            return True
        if listed_only or low in self.lexicon.not_names or low in self.lexicon.particles:
            return False
        if self.case.is_capitalised(word):
            return True
        return any_case and not word.isupper() and len(word) > 1

    def _is_next(self, word: str) -> bool:
        low = word.casefold()
        if low in self.lexicon.surnames or low in self.lexicon.given:
            return True
        return self.case.is_capitalised(word) and low not in self.lexicon.not_names

    def _is_listed(self, low: str) -> bool:
        stem = low.split("'")[0]
        return (
            stem in self.lexicon.given
            or stem in self.lexicon.given_with_cue
            or low.split("-")[0] in self.lexicon.given
        )


_JOINT = re.compile(
    r"(?:,| en| and| &| und| et| y| i| ve| та| и| و|/|\+) ?(?=[^\W\d_])", re.IGNORECASE
)
