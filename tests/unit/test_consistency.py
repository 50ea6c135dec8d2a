"""A number that the table of facts does not hold for its subject is found where it stands."""

from __future__ import annotations

import pytest

from corpus.contacts import read_contacts
from corpus.errors import CorpusError
from corpus.facts import facts, read_facts
from ingest.quality.consistency import contradictions, licences
from ingest.quality.quantities import quantities
from tests.fakes.documents import content

TABLE = read_facts(
    """
- id: beslissen
  says: De school beslist binnen 6 weken op een aanmelding.
  values: [6 weken]
  about: [aanmeld]
  within: [beslis]
  never: [bezwaar]
  source: WPO artikel 40
  checked: 2026-11-23
- id: schorsen
  says: Schorsen mag hooguit 1 week.
  values: [1 week]
  about: [schors]
  source: WPO artikel 40c
  checked: 2026-11-23
"""
)
CONTACTS = read_contacts(
    """
- {id: a, name: A, kind: landelijk, what: Bel., phone: 088-605 01 01, email: vraag@a.nl,
   valid_from: 2026-11-23, review_by: 2027-05-01, sources: [{title: x}]}
"""
)


def _found(text: str) -> list[str]:
    body = f"## Hoe lang duurt de aanmelding?\n\n{text}\n"
    return [f.message for f in contradictions(content(text=body), TABLE, CONTACTS)]


def test_a_number_of_the_table_passes_for_its_subject() -> None:
    assert _found("De school beslist binnen 6 weken.") == []


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ("De school beslist binnen 5 weken.", "'5 week'"),
        ("De school beslist hooguit één week na uw brief.", "'1 week'"),
        ("De school beslist binnen 6 weken op bezwaar.", "'6 week'"),
        ("De school wacht 6 weken.", "'6 week'"),
        ("Bel 088-605 01 02.", "088-605 01 02"),
        ("Mail naar iemand@b.nl.", "iemand@b.nl"),
    ],
)
def test_a_number_that_belongs_elsewhere_is_found(sentence: str, named: str) -> None:
    (message,) = _found(sentence)
    assert named in message


def test_a_known_number_and_address_pass() -> None:
    assert _found("Bel 088-605 01 01 of mail naar vraag@a.nl.") == []


def test_each_fact_allows_its_own_sentence() -> None:
    for fact in facts():
        for found in quantities(fact.says):
            assert found.value in licences(found.around, "", facts()), fact.id


def test_each_value_of_the_table_is_a_quantity() -> None:
    for fact in facts():
        for value in fact.values:
            assert len(quantities(value if value[0].isdigit() else f"hooguit {value}")) == 1, value


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- id: a\n", "ontbreekt"),
        ("a: [", "geldige YAML"),
        ("- {id: a, says: x, values: [1 week], about: ['('], source: s, checked: 2026-01-01}", "("),
        (
            "- {id: a, says: x, values: [1 week], about: [x], source: s, checked: 2026-01-01}\n"
            "- {id: a, says: x, values: [1 week], about: [x], source: s, checked: 2026-01-01}\n",
            "tweemaal",
        ),
    ],
)
def test_a_table_not_fit_to_use_is_refused_in_dutch(text: str, told: str) -> None:
    with pytest.raises(CorpusError) as refused:
        read_facts(text)
    assert told in str(refused.value)
