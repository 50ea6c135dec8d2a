"""Tells a cat on the keyboard from a question."""

from __future__ import annotations

import re

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_RUNS = _ROWS + tuple(row[::-1] for row in _ROWS)
_LATIN = re.compile(r"[a-z]+")
# Five consonants in a row are Dutch only around one of these: "herfstvakantie", "rechtstreeks".
_CONSONANTS = re.compile(r"[bcdfghjklmnpqrstvwxz]{5,}")
_DUTCH_CLUSTER = re.compile(r"ch|st|sp|ds|ng|ts|mb|rg|ld|nd|nt|rt|rk|lk")
_VOWEL = re.compile(r"[aeiouy]")


def is_gibberish(word: str) -> bool:
    """True for a lower-case Latin word that nobody means: "asdfgh", "xxxxx", "sdfkjh"."""
    if not _LATIN.fullmatch(word):
        return False
    length, different, vowels = len(word), len(set(word)), len(_VOWEL.findall(word))
    if different == 1 or (different == 2 and length > 6):
        return True
    if any(not _DUTCH_CLUSTER.search(found.group()) for found in _CONSONANTS.finditer(word)):
        return True
    run = _longest_run(word)
    if run > 4 or (run == 4 and length < 7):
        return True
    if vowels == 0:
        return length > 4
    # Fingers that rest on the middle row.
    return vowels * 6 <= length and set(word) <= set("asdfghjkl")


def _longest_run(word: str) -> int:
    """The length of the longest stretch of neighbouring keys."""
    longest = 0
    for start in range(len(word)):
        end = start + 1
        while end <= len(word) and any(word[start:end] in row for row in _RUNS):
            longest = max(longest, end - start)
            end += 1
    return longest
