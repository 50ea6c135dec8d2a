"""The words of a text and their pairs as numbers in a fixed number of buckets."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from itertools import pairwise

from ingest.lexical.terms import words

BUCKETS = 2**14


def gram_values(text: str) -> Mapping[int, float]:
    """The buckets of a text's words, pairs of words and first two words, with equal values whose
    squares add up to 1 where no two share a bucket."""
    found = words(text)
    pairs = (f"{one} {other}" for one, other in pairwise(found))
    grams = {*found, *pairs, "^" + " ".join(found[:2])}
    value = 1 / math.sqrt(len(grams))
    values: dict[int, float] = {}
    for gram in sorted(grams):
        digest = hashlib.blake2b(gram.encode(), digest_size=4).digest()
        bucket = int.from_bytes(digest) % BUCKETS
        values[bucket] = values.get(bucket, 0.0) + value
    return values
