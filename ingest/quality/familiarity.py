"""Whether people know a word: by how often it is written, whole or in its parts."""

from __future__ import annotations

import re
from functools import lru_cache

import wordfreq

# Zipf frequencies: 3.7 is about five times in a million words, 2.6 less than once in two million.
FAMILIAR = 3.7
KNOWN = 2.6
# `meedenkt` is no harder than `denkt`.
_PREFIX = re.compile(
    r"^(?:aan|achter|af|bij|binnen|dicht|door|in|langs|mee|na|naar|om|onder|op|over|samen|terug|"
    r"thuis|tegen|toe|tussen|uit|vast|verder|voor|weg)(?:ge)?(?=\w{3})"
)
_LINKS = ("", "s", "en", "e", "n")
_SHORTEST = 3


@lru_cache(maxsize=50_000)
def familiar(word: str, frequency: float) -> bool:
    """Whether a lower-case word is written that often (zipf), or is made of two words that are.

    A verb behind `mee`, `thuis` and the like counts as the verb.
    """
    return (
        all(_written(part, frequency) or _made_of_two(part, frequency) for part in word.split("-"))
        or _written(_PREFIX.sub("", word), frequency)
        # `vergoede` is the adjective of a word that people know.
        or (word.endswith("e") and _written(word.removesuffix("e"), frequency))
    )


def _made_of_two(word: str, frequency: float) -> bool:
    return any(
        _written(word[cut:], frequency) and _written(word[:cut].removesuffix(link), frequency)
        for cut in range(_SHORTEST, len(word) - _SHORTEST + 1)
        for link in _LINKS
        if word[:cut].endswith(link) and cut - len(link) >= _SHORTEST
    )


def _written(word: str, frequency: float) -> bool:
    return wordfreq.zipf_frequency(word, "nl") >= frequency
