"""Takes Dutch compounds apart: parents write `commissie voor geschillen`, documents
`geschillencommissie`."""

from __future__ import annotations

from functools import cache, lru_cache

import wordfreq

_MIN_PART = 4
_MAX_LENGTH = 60  # longer runs of letters are no words, and cost time
_LINKS = ("", "s", "en", "e", "n")
# Words that a dictionary takes apart in the wrong place, or that mean something else in parts.
_WHOLE = frozenset(
    "kinderopvang voortgezet leerkracht leerkrachten overeenstemming bovendien onderwijs "
    "basisschool middelbare beroep besluit ontwikkeling begeleiding ondersteuning samenwerking "
    "instemming vrijstelling schorsing verwijdering".split()
)
_KNOWN = frozenset("verzuim handelingsdeel oudersteunpunt jeugdsteunpunt steunpunt bezwaar".split())


@lru_cache(maxsize=50_000)
def parts(word: str) -> tuple[str, ...]:
    """The parts of a lower-case compound, at least two of four letters; empty for other words."""
    if word in _WHOLE or not 2 * _MIN_PART <= len(word) <= _MAX_LENGTH:
        return ()
    best: tuple[str, ...] = ()
    for cut in range(len(word) - _MIN_PART, _MIN_PART - 1, -1):
        head, tail = word[:cut], word[cut:]
        stem = _head(head)
        if stem is None:
            continue
        rest = (tail,) if tail in _lexicon() else parts(tail)
        if rest and (not best or len(rest) + 1 < len(best)):
            best = (stem, *rest)
    return best


def _head(text: str) -> str | None:
    """`text` as a word of the lexicon, with a linking sound taken off where there is one."""
    for link in _LINKS:
        stem = text.removesuffix(link) if link else text
        if len(stem) >= _MIN_PART and text.endswith(link) and stem in _lexicon():
            return stem
    return None


@cache
def _lexicon() -> frozenset[str]:
    # The small list holds the words of zipf frequency 3 and up: rarer ones cut words in odd places.
    frequent = wordfreq.get_frequency_dict("nl", wordlist="small")
    return frozenset(w for w in frequent if len(w) >= _MIN_PART and w.isalpha()) | _KNOWN
