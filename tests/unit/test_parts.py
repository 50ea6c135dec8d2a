"""Two questions in one are told apart; a story with one question in it is left whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.parts import parts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "we zijn opgeroepen, moeten we daar naartoe en krijgen we gelijk een boete",
            ("moeten we daar naartoe", "krijgen we gelijk een boete"),
        ),
        (
            "Bestaat het rugzakje nog? In welk jaar kwam passend onderwijs?",
            ("Bestaat het rugzakje nog?", "In welk jaar kwam passend onderwijs?"),
        ),
        (
            "Hij zit thuis. Wie betaalt het busje en hoe vraag ik de bus aan?",
            ("Wie betaalt het busje", "hoe vraag ik de bus aan?"),
        ),
        ("Moet ik tekenen voor het plan?", ()),
        ("mijn zoon is ziek en moet naar een andere school", ()),
        ("Wat mij stoort is de sfeer. Wie lost het op?", ()),
        ("Mag dat? En nu? Hoe dan?", ()),
        ("", ()),
    ],
)
def test_only_real_questions_are_parts(text: str, expected: tuple[str, ...]) -> None:
    assert parts(text) == expected


@given(st.text(max_size=300))
def test_parts_stand_in_the_text_in_order(text: str) -> None:
    found = parts(text)
    assert len(found) in (0, 2, 3)
    at = 0
    for part in found:
        at = text.index(part, at) + len(part)
