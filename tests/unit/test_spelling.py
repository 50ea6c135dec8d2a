"""Misspelled words lead to the words that were meant, and right ones are left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.lexical.spelling import meant, respelled, sound


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("dogter", "dochter"),
        ("weeke", "weken"),
        ("meegeve", "meegeven"),
        ("skool", "school"),
        ("leerplichambtenaar", "leerplichtambtenaar"),
        ("toelaatbaarheitsverklaring", "toelaatbaarheidsverklaring"),
        ("ontwikkelingsperspektief", "ontwikkelingsperspectief"),
        ("samewerkingsverband", "samenwerkingsverband"),
        ("hoogbegaaft", "hoogbegaafd"),
        ("geweigert", "geweigerd"),
        ("basischool", "basisschool"),
        ("waneer", "wanneer"),
    ],
)
def test_a_misspelled_word_is_understood(typed: str, word: str) -> None:
    assert meant(typed) == word


@pytest.mark.parametrize(
    "word",
    [
        "school", "tlv", "opp", "sbo", "kind", "verwijderen", "verwijdering", "thuishouden",
        "ondersteuningsplanraad", "çocuğum", "школа", "groep8", "xqzw", "", "a" * 500,
    ],
)  # fmt: skip
def test_a_word_that_is_right_or_unknown_is_left_alone(word: str) -> None:
    assert meant(word) is None


def test_only_the_misspelled_words_of_a_text_change() -> None:
    assert respelled("Me dogter, 6 jaar, is ziek!") == "Me dochter, 6 jaar, is ziek!"


def test_words_that_sound_alike_are_written_alike() -> None:
    assert sound("skool") == sound("school")
    assert sound("begelijder") == sound("begeleider")
    assert sound("school") != sound("stoel")


@given(st.text(max_size=80))
def test_any_text_can_be_looked_at(text: str) -> None:
    assert len(respelled(text).split()) == len(text.split())
