"""The cache of question vectors: bounded, safe for threads, and without a trace of the question."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor

from hypothesis import given
from hypothesis import strategies as st

from ingest.embedding_cache import VectorCache
from ingest.index.port import Vector


class Counting:
    """Computes a vector from a text and remembers for which texts it did."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, text: str) -> Vector:
        self.asked.append(text)
        return (float(len(text)),)


def test_a_known_text_is_not_computed_again() -> None:
    cache, compute = VectorCache(2), Counting()
    assert cache.get("een", compute) == cache.get("een", compute) == (3.0,)
    assert compute.asked == ["een"]


def test_the_text_that_was_used_longest_ago_goes_first() -> None:
    cache, compute = VectorCache(2), Counting()
    for text in ("een", "twee", "een", "drie", "een", "twee"):
        cache.get(text, compute)
    assert compute.asked == ["een", "twee", "drie", "twee"]


@given(st.lists(st.text(st.characters(), max_size=3)), st.integers(1, 5))
def test_it_answers_as_if_it_were_not_there(texts: list[str], size: int) -> None:
    cache = VectorCache(size)
    for text in texts:
        assert cache.get(text, lambda text: tuple(map(float, map(ord, text)))) == tuple(
            float(ord(char)) for char in text
        )


def test_no_question_and_no_plain_hash_of_it_stays_in_memory() -> None:
    question = "Mijn dochter zit thuis, wat nu?"
    one, other = VectorCache(2), VectorCache(2)
    one.get(question, Counting())
    other.get(question, Counting())
    kept, kept_elsewhere = pickle.dumps(one._vectors), pickle.dumps(other._vectors)
    assert b"dochter" not in kept
    assert kept != kept_elsewhere


def test_threads_get_the_vector_of_their_own_text() -> None:
    cache = VectorCache(5)
    texts = ["a" * (number % 9) for number in range(2_000)]
    with ThreadPoolExecutor(8) as pool:
        vectors = list(pool.map(lambda text: cache.get(text, lambda t: (float(len(t)),)), texts))
    assert vectors == [(float(len(text)),) for text in texts]
