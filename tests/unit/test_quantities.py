"""Quantities are found in sentences as people write them, and in one spelling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.quality.quantities import quantities


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("De school beslist binnen 6 weken.", ("6 week",)),
        ("De school beslist binnen zes weken.", ("6 week",)),
        ("Een school mag hooguit één week schorsen.", ("1 week",)),
        ("Ga een week later terug.", ()),
        ("Het gaat om 16 uur in 4 lesweken.", ("16 uur", "4 lesweek")),
        ("De leerplicht stopt na 12 volle schooljaren.", ("12 schooljaar",)),
        ("Vanaf 16 jaar beslist de leerling zelf.", ("16 jaar",)),
        ("Ben je jonger dan 16, dan beslissen je ouders.", ("16 jaar",)),
        ("Tot het jaar waarin je 16 wordt.", ("16 jaar",)),
        ("De maand na je 5e verjaardag.", ("5 jaar",)),
        ("De grens is 6 kilometer, of 2 km.", ("6 kilometer", "2 kilometer")),
        ("Uiterlijk op 24 maart.", ("24 maart",)),
        ("Tussen 25 en 31 maart.", ("25 maart", "31 maart")),
        ("Sinds 1 augustus 2014.", ("1 augustus 2014",)),
        ("Sinds schooljaar 2023-2024.", ("2023-2024",)),
        ("Sinds 2017 is dat zo.", ("2017",)),
        ("Voor kinderen van 7 tot en met 12 jaar.", ("7 jaar", "12 jaar")),
        ("U betaalt € 25.", ("25 euro",)),
        ("Bel 0900-1113111 of 088-605 01 01.", ()),
        ("In groep 8 en cluster 2, volgens artikel 40 lid 4.", ()),
        ("Vrijstelling 5 onder a.", ()),
    ],
)
def test_what_counts_as_a_quantity(sentence: str, found: tuple[str, ...]) -> None:
    assert tuple(each.value for each in quantities(sentence)) == found


@given(st.text())
def test_no_text_breaks_it(text: str) -> None:
    assert all(found.value and "{}" in found.around for found in quantities(text))


@given(st.integers(1, 99), st.sampled_from(["dagen", "weken", "maanden", "jaar", "uur"]))
def test_a_number_with_a_unit_is_always_found(number: int, unit: str) -> None:
    found = quantities(f"Dat duurt {number} {unit}, zegt de school.")
    assert len(found) == 1
    assert found[0].value.startswith(f"{number} ")
    assert found[0].around == "Dat duurt {}, zegt de school."
