"""Everyday words find documents that use other words, and never weigh more than what was typed."""

from __future__ import annotations

import pytest

from corpus.errors import CorpusError
from corpus.synonyms import read_synonyms, synonyms
from ingest.lexical.terms import content_stems, passage_terms, query_terms


def _score(question: str, passage: str) -> float:
    asked = query_terms(question)
    held = passage_terms(passage)
    weights = dict(zip(held.indices, held.values, strict=True))
    return sum(v * weights.get(k, 0) for k, v in zip(asked.indices, asked.values, strict=True))


@pytest.mark.parametrize(
    ("question", "passage"),
    [
        ("de juf luistert niet", "Praat met de leerkracht."),
        ("mijn zoon is weggestuurd", "Verwijdering van school."),
        ("mijn kind is woordblind", "Hulp bij dyslexie."),
        ("we willen de map inkijken", "U hebt recht op inzage in het dossier."),
        ("moet hij blijven zitten", "Over zittenblijven beslist de school."),
    ],
)
def test_an_everyday_word_finds_the_term(question: str, passage: str) -> None:
    assert _score(question, passage) > 0


def test_a_word_that_was_typed_weighs_more_than_one_that_was_added() -> None:
    assert _score("de leerkracht", "De leerkracht.") > _score("de juf", "De leerkracht.") > 0


def test_a_phrase_counts_only_as_a_whole() -> None:
    assert _score("er is geen plek", "De toelating.") > 0
    assert _score("er is een geen of wel een", "De toelating.") == 0


def test_every_group_adds_something() -> None:
    for group in synonyms():
        assert any(content_stems(term) for term in group.terms), group


@pytest.mark.parametrize("text", ["- {everyday: []}", "x: [", "- {everyday: [a], terms: []}"])
def test_a_list_not_fit_to_use_is_refused(text: str) -> None:
    with pytest.raises(CorpusError):
        read_synonyms(text)
