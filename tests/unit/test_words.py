"""Difficult words are explained by sentences that may be cited today, or not at all."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.errors import CorpusError
from corpus.glossary import Word, read_glossary
from rag.words import difficult, explain
from tests.fakes.documents import FIRST, LAST, document
from tests.fakes.library import MemoryLibrary

SENTENCE = "De zorgplicht begint bij de schriftelijke aanmelding."


def _words(quote: str = SENTENCE, term: str = "zorgplicht", forms: str = "[]") -> tuple[Word, ...]:
    entry = f"- {{term: {term}, forms: {forms}, document: zorgplicht, quote: '{quote}'}}"
    return read_glossary(entry)


def _library() -> MemoryLibrary:
    library = MemoryLibrary()
    library.store([document()], "iemand", "steunpunt", FIRST)
    return library


def test_an_explanation_is_held_by_its_version_to_the_letter() -> None:
    library = _library()
    (found,) = explain(_words(), library, FIRST)
    version = library.get(found.document_id, found.version)
    assert version is not None
    assert version.content.text[found.start : found.end] == found.quote == SENTENCE


@pytest.mark.parametrize("day", [date(FIRST.year - 1, 1, 1), date(LAST.year + 1, 1, 1)])
def test_nothing_is_explained_from_a_document_that_does_not_hold(day: date) -> None:
    assert list(explain(_words(), _library(), day)) == []


def test_a_sentence_that_was_changed_explains_nothing() -> None:
    assert list(explain(_words("Iets anders."), _library(), FIRST)) == []


def test_only_words_that_stand_there_and_are_not_explained_there_are_difficult() -> None:
    words = _words(forms="[zorgplichten]")
    assert difficult(["Elke school heeft zorgplichten."], words) == words
    assert difficult(["Elke school heeft een Zorgplicht."], words) == words
    assert difficult(["De zorgplichtwet."], words) == ()
    assert difficult(["Elke school heeft zorgplicht.", SENTENCE], words) == ()


def test_a_short_abbreviation_is_taken_as_written() -> None:
    words = _words(term="so")
    assert difficult(["Uw kind gaat naar so."], words) == words
    assert difficult(["SO is iets anders."], words) == ()


@pytest.mark.parametrize(
    "text",
    [
        "a: [",
        "- {term: x}",
        "- {term: aa, document: d, quote: q}\n- {term: b2, forms: [AA], document: d, quote: q}",
    ],
)
def test_a_list_not_fit_to_use_is_refused(text: str) -> None:
    with pytest.raises(CorpusError, match="oordenlijst"):
        read_glossary(text)
