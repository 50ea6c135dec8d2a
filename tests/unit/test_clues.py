"""What wording, places and masks give away."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.clues import CLUES, clues


@pytest.mark.parametrize(
    ("text", "clue"),
    [
        ("Wordt onze aanvraag goedgekeurd?", "outcome"),
        ("leerplicht in België, vanaf welke leeftijd", "country"),
        ("Hoe doet het samenwerkingsverband in Utrecht dat?", "municipality"),
        ("Is er plek op [SCHOOL]?", "named_school"),
        ("Wat vindt [NAAM] ervan?", "named_person"),
    ],
)
def test_a_clue_is_seen(text: str, clue: str) -> None:
    assert clue in clues(text, "de-meierij")


@pytest.mark.parametrize("text", ["Mag een school mijn kind weigeren?", "Wij wonen in Boxtel."])
def test_ordinary_questions_give_nothing_away(text: str) -> None:
    assert clues(text, "de-meierij") == frozenset()


@given(st.text())
def test_only_known_clues_come(text: str) -> None:
    assert clues(text, "de-meierij") <= set(CLUES)
