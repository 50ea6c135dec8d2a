"""Text to BM25 term weights; index and query must go through the same code, so it lives here."""

from __future__ import annotations

import hashlib
import re
import threading
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import Stemmer

from corpus.synonyms import synonyms
from ingest.index.port import SparseVector
from ingest.lexical.compounds import parts
from ingest.lexical.synonyms import Thesaurus

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_K1 = 1.2
# Passages differ little in length once their example questions are counted in.
_B = 0.4
_AVERAGE_LENGTH = 160.0
_PART_WEIGHT = 0.6
_SYNONYM_WEIGHT = 0.4
_stemmers = threading.local()


def words(text: str) -> list[str]:
    """The words of a text in lower case, accents dropped, stop words included."""
    plain = unicodedata.normalize("NFKD", text).lower().replace("’", "'")
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return _WORD.findall(plain)


def content_stems(text: str) -> list[str]:
    """The stems of the words that carry meaning, in order and with repeats."""
    return [stem(word) for word in words(text) if word not in _stop_words()]


def asked_stems(question: str) -> frozenset[str]:
    """The stems that a question is about: of its own words, and of the terms that documents use
    in their place."""
    typed = [stem(word) for word in words(question)]
    return frozenset(content_stems(question)) | _thesaurus().expand(typed)


def stem(word: str) -> str:
    """The Dutch (Kraaij-Pohlmann) stem of a lower-case word."""
    # A PyStemmer object holds state, so each thread has its own.
    if not hasattr(_stemmers, "dutch"):
        _stemmers.dutch = Stemmer.Stemmer("dutch")
    return str(_stemmers.dutch.stemWord(word))


def passage_terms(text: str) -> SparseVector:
    """BM25 weights without the idf part, which the index adds from what it holds."""
    counts = _weighted(text)
    length = sum(counts.values())
    norm = _K1 * (1 - _B + _B * length / _AVERAGE_LENGTH)
    return _sparse({term: n * (_K1 + 1) / (n + norm) for term, n in counts.items()})


def query_terms(text: str) -> SparseVector:
    """Term weights of a question: 1 for a word however often it comes, less for its parts, and
    less again for the terms that documents use in its place."""
    weights = {term: min(weight, 1.0) for term, weight in _weighted(text).items()}
    for term in _thesaurus().expand([stem(word) for word in words(text)]):
        weights.setdefault(term, _SYNONYM_WEIGHT)
    return _sparse(weights)


def _weighted(text: str) -> Mapping[str, float]:
    counts: defaultdict[str, float] = defaultdict(float)
    for word in words(text):
        if word in _stop_words():
            continue
        counts[stem(word)] += 1
        for part in parts(word):
            counts[stem(part)] += _PART_WEIGHT
    return counts


def _sparse(weights: Mapping[str, float]) -> SparseVector:
    by_id: dict[int, float] = {}
    for term, weight in weights.items():
        key = int.from_bytes(hashlib.blake2b(term.encode(), digest_size=4).digest())
        by_id[key] = by_id.get(key, 0.0) + weight
    ordered = sorted(by_id.items())
    return SparseVector(tuple(key for key, _ in ordered), tuple(value for _, value in ordered))


@cache
def _stop_words() -> frozenset[str]:
    text = files("ingest.lexical").joinpath("stop_words.txt").read_text(encoding="utf-8")
    return frozenset(text.split())


@cache
def _thesaurus() -> Thesaurus:
    groups = synonyms()
    everyday = {phrase for group in groups for phrase in group.everyday}
    terms = {term for group in groups for term in group.terms}
    return Thesaurus(
        groups,
        {phrase: tuple(stem(word) for word in words(phrase)) for phrase in everyday},
        {term: tuple(content_stems(term)) for term in terms},
    )
