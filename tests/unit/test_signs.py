"""Signs that a question asks what no document says, and wordings that must stay clear of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.signs import signs


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("Wordt onze aanvraag goedgekeurd?", "outcome"),
        ("hoe groot is de kans dat hij een plek krijgt", "outcome"),
        ("Is ons bezwaar al behandeld?", "own_case"),
        ("wanneer krijgen wij een brief met de uitslag", "own_case"),
        ("Wat zou u doen, tekenen of niet?", "choice"),
        ("kan ik beter een klacht indienen of wachten", "choice"),
        ("Wordt het steunpunt over een paar jaar afgeschaft?", "future"),
        ("Wat vinden jullie van deze juf?", "opinion"),
        ("Hoeveel geld krijgt een school per leerling?", "amount"),
    ],
)
def test_a_sign_is_seen(text: str, sign: str) -> None:
    assert sign in signs(text)
    assert sign in signs(text.upper())


@pytest.mark.parametrize(
    "text",
    [
        "Hoe lang mag de school over een besluit doen?",
        "Wie vraagt de TLV aan?",
        "Wanneer begint de zorgplicht?",
        "Mag de school mijn zoon weigeren?",
        "Wat kan ik doen als wij het niet eens zijn met school?",
        "Moet ik toestemming geven voor een onderzoek?",
        "Vanaf hoeveel kilometer is er leerlingenvervoer?",
        "Kan ik het dossier van mijn kind inzien?",
    ],
)
def test_a_question_that_documents_answer_shows_none(text: str) -> None:
    assert signs(text) == frozenset()


@given(st.text(max_size=1000))
def test_any_text_is_read(text: str) -> None:
    signs(text)
