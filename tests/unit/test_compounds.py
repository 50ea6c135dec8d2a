"""Compounds come apart where a reader takes them apart, and nothing else does."""

from __future__ import annotations

import re

import pytest
import wordfreq
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.lexical.compounds import parts

LINK = "(?:s|en|e|n)?"


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("geschillencommissie", ["geschillen", "commissie"]),
        ("leerplichtambtenaar", ["leerplicht", "ambtenaar"]),
        ("ondersteuningsplan", ["ondersteuning", "plan"]),
        ("ondersteuningsplanraad", ["ondersteuning", "plan", "raad"]),
        ("samenwerkingsverband", ["samenwerking", "verband"]),
        ("leerlingenvervoer", ["leerlingen", "vervoer"]),
        ("schoolbestuur", ["school", "bestuur"]),
        ("zorgplicht", ["zorg", "plicht"]),
        ("onderwijsconsulent", ["onderwijs", "consulent"]),
        ("gezinscoach", ["gezin", "coach"]),
        ("groepsleerkracht", ["groep", "leerkracht"]),
        ("jeugdarts", ["jeugd", "arts"]),
    ],
)
def test_words_of_our_subject_come_apart(word: str, expected: list[str]) -> None:
    assert list(parts(word)) == expected


@pytest.mark.parametrize(
    "word",
    [
        *"kinderopvang voortgezet leerkracht onderwijs basisschool begeleiding beroep".split(),
        *"school ouder tlv kind leraar pesten weigeren passend a geschil 1234567890".split(),
        *"foto's Geschillencommissie مدرسةمدرسة 👩‍👧👩‍👧👩‍👧".split(),
        "",
    ],
)
def test_other_words_stay_whole(word: str) -> None:
    assert parts(word) == ()


LEXICON = sorted(
    word
    for word in wordfreq.get_frequency_dict("nl", wordlist="small")
    if len(word) >= 4 and word.isalpha()
)
compounds = st.builds(
    lambda head, link, tail: head + link + tail,
    st.sampled_from(LEXICON),
    st.sampled_from(["", "s", "en", "e", "n"]),
    st.sampled_from(LEXICON),
)


def check(word: str) -> None:
    found = parts(word)
    if found:
        assert len(found) >= 2
        assert all(len(part) >= 4 for part in found)
        assert re.fullmatch(LINK.join(map(re.escape, found)), word)
        assert word not in found


@settings(max_examples=200, deadline=None)
@given(compounds)
def test_parts_put_together_give_the_word_back(word: str) -> None:
    check(word)


@settings(deadline=None)
@given(st.text() | st.text("aeinorst", min_size=8, max_size=60))
def test_any_text_comes_apart_into_its_own_letters_or_not_at_all(word: str) -> None:
    check(word)


@pytest.mark.parametrize("piece", ["school", "s", "ondersteunings", "en"])
def test_endless_words_cost_nothing(piece: str) -> None:
    assert parts(piece * 20_000) == ()
