"""Whatever happens, the asker gets plain words and a person to turn to."""

from __future__ import annotations

import re
from datetime import date
from importlib.resources import files
from typing import Any

import pytest
import yaml

from corpus.contacts import ContactKind, contacts, read_contacts
from corpus.errors import CorpusError
from rag.answer import Status
from rag.messages import message, next_steps
from rag.routing.route import CrisisKind

DAY = date(2026, 11, 23)

LANGUAGES = ("nl", "en", "de", "fr", "es", "pl", "tr", "uk", "ar")
NON_ANSWERS = [status for status in Status if status is not Status.ANSWERED]
WORDS: dict[str, Any] = yaml.safe_load(
    files("rag").joinpath("messages.yaml").read_text(encoding="utf-8")
)
NUMBER = re.compile(r"\b0\d{3}-\d{4,7}\b|\b11[23]\b")


@pytest.mark.parametrize("status", NON_ANSWERS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_non_answer_has_its_own_words(status: Status, language: str) -> None:
    assert message(status, language, None)
    if language != "nl":
        assert message(status, language, None) != message(status, "nl", None)


def test_an_answer_speaks_for_itself() -> None:
    assert message(Status.ANSWERED, "nl", None) == ""


def test_every_wording_is_in_every_language() -> None:
    for key, texts in WORDS["messages"].items():
        assert set(texts) == set(LANGUAGES), key


def test_a_language_without_translation_gets_dutch() -> None:
    for language in ("ti", "so", "zh", ""):
        expected = message(Status.UNANSWERABLE_NO_SOURCE, "nl", None)
        assert message(Status.UNANSWERABLE_NO_SOURCE, language, None) == expected


def test_a_reason_picks_closer_words() -> None:
    greeting = message(Status.CLARIFICATION_GREETING, "nl", "greeting")
    about = message(Status.CLARIFICATION_GREETING, "nl", "about_service")
    assert greeting != about
    assert "geen mens" in about
    abroad = message(Status.UNANSWERABLE_OTHER_REGION, "nl", "country")
    assert "buiten Nederland" in abroad
    assert message(Status.UNANSWERABLE_OTHER_REGION, "nl", "municipality") != abroad


@pytest.mark.parametrize("status", [s for s in Status if s.family == "unanswerable"])
def test_what_could_not_be_answered_is_said_to_help(status: Status) -> None:
    text = message(status, "nl", None)
    assert "zonder persoonlijke gegevens" in text
    assert "verbeteren" in text


def test_dutch_sentences_are_short() -> None:
    for key, texts in WORDS["messages"].items():
        for sentence in re.split(r"[.?;]\s", texts["nl"]):
            assert len(sentence.split()) <= 18, (key, sentence)


def test_numbers_come_first_in_a_crisis_and_are_those_of_the_contact_list() -> None:
    known = " ".join(contact.phone or "" for contact in contacts())
    for key, texts in WORDS["messages"].items():
        for language, text in texts.items():
            assert all(number in known for number in NUMBER.findall(text)), (key, language)
            if key.startswith("handover_crisis"):
                assert NUMBER.search(re.split(r"[.؟]\s", text)[0]), (key, language)


@pytest.mark.parametrize("status", NON_ANSWERS)
@pytest.mark.parametrize("region", ["de-meierij", "elders", None])
def test_every_non_answer_leads_to_a_person(status: Status, region: str | None) -> None:
    steps = next_steps(status, "nl", region, None, DAY)
    assert any(step.contact and (step.contact.phone or step.contact.email) for step in steps)
    assert all(step.label and step.text for step in steps)


@pytest.mark.parametrize(
    ("help_first", "number"),
    [
        (CrisisKind.SUICIDE, "0800-0113"),
        (CrisisKind.DANGER, "112"),
        (CrisisKind.ABUSE, "0800-2000"),
        (CrisisKind.CHILD_ABUSE, "0800-2000"),
    ],
)
def test_the_number_that_is_needed_comes_first(help_first: CrisisKind, number: str) -> None:
    for language in LANGUAGES:
        steps = next_steps(Status.HANDOVER_CRISIS, language, None, help_first, DAY)
        assert steps[0].contact is not None
        assert number in (steps[0].contact.phone or "")
        assert number in steps[0].label
        assert number in message(Status.HANDOVER_CRISIS, language, help_first)
        assert any(step.contact and step.contact.phone == "112" for step in steps)


def test_a_child_is_offered_the_kindertelefoon() -> None:
    steps = next_steps(Status.HANDOVER_CRISIS, "nl", None, CrisisKind.CHILD_ABUSE, DAY)
    assert "Kindertelefoon" in [step.contact.name for step in steps if step.contact]


def test_every_crisis_number_is_explained_in_every_language() -> None:
    for help_first in CrisisKind:
        dutch = next_steps(Status.HANDOVER_CRISIS, "nl", None, help_first, DAY)
        for language in LANGUAGES[1:]:
            steps = next_steps(Status.HANDOVER_CRISIS, language, None, help_first, DAY)
            pairs = zip(dutch, steps, strict=True)
            assert all(own.text != translated.text for own, translated in pairs)


def test_details_to_fill_in_are_not_given_out() -> None:
    open_names = {contact.name for contact in contacts() if contact.to_fill_in}
    steps = next_steps(Status.UNANSWERABLE_NO_SOURCE, "nl", "de-meierij", None, DAY)
    unsure = [step for step in steps if step.contact and step.contact.name in open_names]
    for step in unsure:
        assert step.contact is not None
        assert step.contact.phone is None
        assert step.contact.email is None
        assert "nog invullen" in step.text


def test_a_contact_of_another_region_is_never_named() -> None:
    regional = {c.name for c in contacts() if c.kind is ContactKind.REGIONAL}
    for region in (None, "elders"):
        for step in next_steps(Status.UNANSWERABLE_NO_SOURCE, "nl", region, None, DAY):
            assert step.contact is None or step.contact.name not in regional


_CONTACT = """
- id: x
  name: X
  kind: landelijk
  what: Bel X.
  phone: 0800-1
  sources: [{title: bron}]
  valid_from: 2026-01-01
  review_by: 2027-01-01
"""


def test_a_contact_is_read_whole() -> None:
    (contact,) = read_contacts(_CONTACT)
    assert (contact.id, contact.phone, contact.to_fill_in) == ("x", "0800-1", False)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("  name: X\n", "", "name ontbreekt"),
        ("kind: landelijk", "kind: iets", "geen bekende soort"),
        ("kind: landelijk", "kind: regionaal", "een regio hoort bij"),
        ("kind: landelijk", "kind: landelijk\n  region: de-meierij", "een regio hoort bij"),
        ("  phone: 0800-1\n", "", "geen telefoonnummer"),
        ("phone: 0800-1", "url: http://x.nl", "https://"),
        ("phone: 0800-1", "phone: 113 of 0800-0113", "niet één telefoonnummer"),
        ("2027-01-01", "morgen", "geen datum"),
        ("  name: X\n", "  name: X\n  fax: 1\n", "geen bekend veld"),
        (_CONTACT, _CONTACT + _CONTACT, "tweemaal"),
        (_CONTACT, "a: [", "geen geldige YAML"),
        (_CONTACT, "a: 1", "geen lijst"),
    ],
)
def test_an_unfit_contact_is_refused(old: str, new: str, said: str) -> None:
    with pytest.raises(CorpusError, match=said):
        read_contacts(_CONTACT.replace(old, new))


def test_details_that_nobody_checked_in_time_are_not_given_out() -> None:
    late = date(2035, 1, 1)
    steps = next_steps(Status.UNANSWERABLE_NO_SOURCE, "nl", "de-meierij", None, late)
    assert steps
    for step in steps:
        assert step.contact is None or step.contact.phone is None
    crisis = next_steps(Status.HANDOVER_CRISIS, "nl", None, None, late)
    assert all(step.contact and step.contact.phone for step in crisis)
