"""What may not be cited stays out of the index, and leaves it in time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from corpus.document import Scope, State
from ingest.sync import Skip
from tests.fakes.documents import BODY, LAST, document
from tests.fakes.syncing import DAY, House, counts

ONE_DAY = timedelta(days=1)
BEGINS = "wanneer-begint-de-zorgplicht"
LASTS = "hoe-lang-mag-de-school-beslissen"


@pytest.fixture
def house() -> House:
    """One document of two passages, indexed."""
    house = House(document())
    assert counts(house.sync()) == (2, 0, 0, 0)
    return house


# --- what stays out -------------------------------------------------------------------------------


def test_what_may_not_be_cited_stays_out_with_the_reason() -> None:
    expired = DAY - ONE_DAY
    house = House(document("goed"), document("verlopen", review_by=expired), document("weg"))
    house.store(document("concept"), validated_by=None)
    house.store(document("wacht"))
    house.library.withdraw("weg", 1)
    waiting = house.library._versions["wacht"]
    waiting[0] = replace(waiting[0], state=State.IN_REVIEW)
    report = house.sync()
    assert report.skipped == (
        Skip("concept", 1, "nog een concept"),
        Skip("verlopen", 1, "verlopen na 14-06-2026"),
        Skip("wacht", 1, "wacht op controle"),
        Skip("weg", 1, "ingetrokken"),
    )
    assert {key.partition("#")[0] for key in house.places()} == {"goed"}
    assert counts(report) == (2, 0, 0, 0)


def test_a_document_that_is_withdrawn_leaves_the_index(house: House) -> None:
    house.store(document("blijft"))
    house.sync()
    house.library.withdraw("zorgplicht", 1)
    report = house.sync()
    assert counts(report) == (0, 0, 2, 2)
    assert report.skipped == (Skip("zorgplicht", 1, "ingetrokken"),)
    assert house.model.passages == []
    assert all(key.startswith("blijft#") for key in house.places())


def test_a_document_leaves_on_the_day_after_its_last(house: House) -> None:
    assert counts(house.sync(LAST)) == (0, 0, 0, 2)
    report = house.sync(LAST + ONE_DAY)
    assert counts(report) == (0, 0, 2, 0)
    assert report.skipped == (Skip("zorgplicht", 1, "verlopen na 31-12-2026"),)
    assert house.index.digests() == {}


def test_a_draft_of_an_indexed_document_is_named_and_the_validated_text_stays(house: House) -> None:
    house.store(document(text="## Nieuw\n\nConcepttekst.\n"), validated_by=None)
    report = house.sync()
    assert report.skipped == (Skip("zorgplicht", 2, "nog een concept"),)
    assert counts(report) == (0, 0, 0, 2)
    assert house.found("concepttekst") == []


def test_a_version_that_waits_stands_beside_the_present_one_until_its_day(house: House) -> None:
    takes_over = DAY + timedelta(days=10)
    later = document(text=BODY.replace("6 weken", "8 weken"), valid_from=takes_over)
    house.store(later)
    report = house.sync()
    # The present version now ends the day before, so it is written anew.
    assert counts(report) == (0, 2, 0, 0)
    assert report.skipped == ()
    assert len(house.index.digests()) == 4
    for day, weeks in (
        (DAY, "6 weken"),
        (takes_over - ONE_DAY, "6 weken"),
        (takes_over, "8 weken"),
    ):
        (text,) = house.found("beslist", day)
        assert weeks in text
    assert counts(house.sync()) == (0, 0, 0, 2)
    # On its day the old version goes; the places are the same, so they are updated.
    assert counts(house.sync(takes_over)) == (0, 2, 0, 0)
    assert house.model.passages == []
    assert len(house.index.digests()) == 2


def test_every_scope_and_audience_is_indexed() -> None:
    house = House(document("streek", scope=Scope.REGIONAL, region="de-liemers"))
    house.sync()
    assert {point.passage.region for point in house.points()} == {"de-liemers"}
