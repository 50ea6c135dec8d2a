"""Hard sections measure as hard, easy ones as easy, and a glossary takes the sting out."""

from __future__ import annotations

import pytest

from corpus.glossary import read_glossary
from ingest.quality.familiarity import FAMILIAR, KNOWN, familiar
from ingest.quality.readability import Limits, Readability, hard_to_read, measure
from tests.fakes.documents import content

EASY = "De school helpt uw kind. U praat eerst met de juf. Daarna maakt u samen een plan."
HARD = (
    "De toelaatbaarheidsverklaring wordt door het samenwerkingsverband afgegeven nadat "
    "deskundigenadvisering heeft plaatsgevonden omtrent de onderwijsondersteuningsbehoefte van "
    "de desbetreffende leerling, onverminderd het bepaalde in het ondersteuningsplan."
)
WORDS = read_glossary(
    """
- term: toelaatbaarheidsverklaring
  forms: [TLV]
  document: tlv
  quote: Een toelaatbaarheidsverklaring is een besluit.
"""
)


def _measured(text: str) -> Readability:
    (found,) = measure(content(text=f"## Hoe gaat dat?\n\n{text}\n"), WORDS)
    return found


def test_easy_text_measures_as_easier_than_hard_text() -> None:
    easy, hard = _measured(EASY), _measured(HARD)
    assert easy.reading_ease > 80 > 20 > hard.reading_ease
    assert easy.longest_sentence == 6
    assert hard.longest_sentence == 24
    assert easy.unfamiliar == 0 < hard.unfamiliar
    assert easy.passive == 0
    assert hard.passive == 1


def test_a_rare_word_needs_an_explanation() -> None:
    assert "toelaatbaarheidsverklaring" not in _measured(HARD).unexplained
    (unexplained,) = measure(content(text=f"## Hoe?\n\n{HARD}\n"), ())
    assert "toelaatbaarheidsverklaring" in unexplained.unexplained


@pytest.mark.parametrize(
    "sentence",
    [
        "Uw kind wordt door de school geholpen.",
        "Het besluit wordt genomen.",
        "Er werd niets besloten.",
        "Als de hulp geregeld wordt, hoort u dat.",
    ],
)
def test_a_passive_sentence_is_seen(sentence: str) -> None:
    assert _measured(sentence).passive == 1


@pytest.mark.parametrize("sentence", ["Uw kind wordt 5 jaar.", "De school helpt uw kind."])
def test_an_active_sentence_is_not_called_passive(sentence: str) -> None:
    assert _measured(sentence).passive == 0


@pytest.mark.parametrize("word", ["school", "meedenkt", "toetsdag", "samenwerkingsverband"])
def test_words_that_people_know(word: str) -> None:
    assert familiar(word, KNOWN)


@pytest.mark.parametrize("word", ["dyscalculie", "toelaatbaarheidsverklaring", "qwxz"])
def test_words_that_people_do_not_know(word: str) -> None:
    assert not familiar(word, FAMILIAR)


def test_each_limit_gives_a_finding_of_its_own() -> None:
    text = f"## Hoe gaat dat?\n\n{HARD} {'De school helpt. ' * 60}\n"
    strict = Limits(100, 2, 20, 130, 0.0, 0.0)
    told = " ".join(f.message for f in hard_to_read(content(text=text), (), strict))
    for word in ("hoogstens 100", "een zin van", "gemiddeld", "leesgemak", "weinig gebruikte",
                 "lijdende", "zonder uitleg"):  # fmt: skip
        assert word in told
    assert hard_to_read(content(text=f"## Hoe?\n\n{EASY}\n"), (), Limits()) == ()
