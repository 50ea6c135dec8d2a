"""Finds the word that was meant where one is misspelled: by its sound first, then by its letters.

Only words that nobody writes are looked at. What is found is searched for besides what was typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from functools import cache, lru_cache

import wordfreq
from rapidfuzz import process
from rapidfuzz.distance import OSA

from corpus.glossary import glossary
from corpus.synonyms import synonyms
from corpus.topics import topics
from ingest.lexical.compounds import parts

_SHORTEST = 4
_LONGEST = 40
_LONG = 8
_TERM = 12
# Zipf: rarer than once in ten million words, and no word of this field, is most often a mistake.
_WRITTEN = 2.0
_CLEARLY = 1.0
_FIELD_FREQUENCY = 1e-4
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"sch", "sk"),
        (r"ch", "g"),
        (r"ph", "f"),
        (r"th", "t"),
        (r"ij|ei|y", "9"),
        (r"au|ou", "8"),
        (r"c(?=[eiy])|z", "s"),
        (r"ck|c|q", "k"),
        (r"x", "ks"),
        (r"v", "f"),
        (r"dt$|d$", "t"),
        (r"(.)\1+", r"\1"),
        (r"(?<=e)n$", ""),
    )
)
_WORD = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=20_000)
def meant(word: str) -> str | None:
    """The word that a misspelled lower-case Dutch word stands for; None for a word that is known,
    too short to tell, or like no other."""
    if not _SHORTEST <= len(word) <= _LONGEST or not word.isalpha() or not word.isascii():
        return None
    if word in _vocabulary():
        return None
    often = wordfreq.zipf_frequency(word, "nl")
    if often < _WRITTEN and len(word) >= _TERM:
        # Long terms are like nothing else, even where their wrong form falls apart into words.
        term = process.extractOne(word, _terms(), scorer=OSA.distance, score_cutoff=2)
        if term is not None:
            return str(term[0])
    if parts(word):
        return None
    alike = _by_sound().get(sound(word))
    if alike is not None and wordfreq.zipf_frequency(alike, "nl") < often + _CLEARLY:
        alike = None
    # A word that some people write is a word, unless nearly all write it otherwise.
    return alike if often >= _WRITTEN else alike or _by_letters(word)


def respelled(text: str) -> str:
    """The text with each misspelled word replaced by the one that was meant; Dutch text only."""
    return _WORD.sub(lambda found: meant(found[0].lower()) or found[0], text)


def sound(word: str) -> str:
    """A spelling in which words that sound alike are written alike (`skool` and `school`)."""
    plain = unicodedata.normalize("NFKD", word).lower()
    for pattern, replacement in _SOUNDS:
        plain = pattern.sub(replacement, plain)
    return plain


def _by_letters(word: str) -> str | None:
    distance = 2 if len(word) >= _LONG else 1
    near = [
        choice
        for length in range(len(word) - distance, len(word) + distance + 1)
        for choice in _by_shape().get((word[0], length), ())
    ]
    found = process.extract(word, near, scorer=OSA.distance, score_cutoff=distance, limit=None)
    if not found:
        return None
    best = min(score for _choice, score, _at in found)
    return max((choice for choice, score, _at in found if score == best), key=_frequency)


def _frequency(word: str) -> float:
    return _vocabulary()[word]


@cache
def _vocabulary() -> dict[str, float]:
    """Words to correct to, with how often they are written; those of this field count as common."""
    common = wordfreq.get_frequency_dict("nl", wordlist="small")
    known = {word: often for word, often in common.items() if word.isalpha() and len(word) >= 3}
    for word in _field():
        known[word] = max(known.get(word, 0.0), _FIELD_FREQUENCY)
    return known


@cache
def _terms() -> list[str]:
    return sorted(word for word in _field() if len(word) >= _TERM - 2)


def _field() -> Iterable[str]:
    texts = [word.term for word in glossary()]
    texts += [form for word in glossary() for form in (*word.forms, word.stands_for or "")]
    texts += [*topics().values(), *(term for group in synonyms() for term in group.terms)]
    return {word for text in texts for word in _WORD.findall(text.lower()) if len(word) >= 5}


@cache
def _by_sound() -> dict[str, str]:
    found: dict[str, str] = {}
    for word in sorted(_vocabulary(), key=_frequency):
        found[sound(word)] = word
    return found


@cache
def _by_shape() -> dict[tuple[str, int], list[str]]:
    shapes: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
    for word in _vocabulary():
        shapes[word[0], len(word)].append(word)
    return dict(shapes)
