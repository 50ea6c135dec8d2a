"""The shipped documents pass every check, and the checks would see it if they did not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.contacts import contacts
from corpus.document import Audience, Scope
from corpus.facts import facts
from corpus.glossary import glossary
from corpus.outline import outline
from corpus.package import read_package
from corpus.topics import topics
from ingest.quality.consistency import licences
from ingest.quality.coverage import gaps, size
from ingest.quality.quantities import quantities
from ingest.quality.readability import Limits
from ingest.quality.review import Rules, review_package
from ingest.sentences import sentences

FILES = read_package(Path(__file__).parents[2] / "corpus" / "documents")
CONTENTS = [file.content for file in FILES]


def test_the_starter_set_passes_every_check() -> None:
    rules = Rules(facts(), contacts(), glossary(), Limits())
    found = review_package(FILES, rules)
    assert [str(finding) for finding in found] == []


def test_no_topic_is_without_documents() -> None:
    assert [str(finding) for finding in gaps(CONTENTS, topics())] == []


def test_it_is_as_large_as_it_says() -> None:
    counted = size(FILES)
    assert counted.documents >= 130
    assert counted.sections >= 700
    assert counted.questions >= 5_000
    regional = [content for content in CONTENTS if content.scope is Scope.REGIONAL]
    assert len(regional) >= 18
    by_audience = defaultdict(int)
    for content in CONTENTS:
        by_audience[content.audience] += 1
    assert by_audience[Audience.YOUTH] >= 25
    assert by_audience[Audience.PROFESSIONAL] >= 8


def test_the_words_that_documents_use_are_explained() -> None:
    assert len(glossary()) >= 60


def _swaps() -> Iterator[bool]:
    """For each quantity and each other value of its unit: whether a swap would be found."""
    values = {q.value for fact in facts() for value in fact.values for q in quantities(value)}
    for content in CONTENTS:
        for section in outline(content.text, content.title):
            for sentence in sentences(content.text, section.start, section.end):
                for quantity in quantities(sentence.text):
                    heading = f"{section.heading} {content.title}"
                    allowed = licences(quantity.around, heading, facts())
                    unit = quantity.value.split()[1:]
                    others = {v for v in values if v.split()[1:] == unit} - {quantity.value}
                    yield from (other not in allowed for other in others)


def test_a_right_number_in_the_wrong_place_is_found_nearly_always() -> None:
    swaps = list(_swaps())
    assert len(swaps) > 1_000
    assert sum(swaps) / len(swaps) >= 0.98


@pytest.mark.parametrize("wrong", ["13 weken", "9 uur", "3 februari", "40 euro", "11 kilometer"])
def test_a_number_that_no_fact_holds_is_found_everywhere(wrong: str) -> None:
    (quantity,) = quantities(wrong)
    for content in CONTENTS:
        for section in outline(content.text, content.title):
            heading = f"{section.heading} {content.title}"
            assert quantity.value not in licences(
                f"Dat is {{}}. {section.heading}", heading, facts()
            )
