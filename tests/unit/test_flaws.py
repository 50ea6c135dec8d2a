"""No reworded sentence is shown that says something else than its source."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from rag.rewording.flaws import Flaw, flaws
from tests.starter import starter_sentences

REPLIES = Path(__file__).parents[1] / "data" / "reworded.yaml"


@cache
def replies() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load(REPLIES.read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("entry", replies(), ids=lambda entry: entry["said"][:40])
def test_a_bad_reply_is_stopped_and_a_right_one_is_not(entry: dict[str, Any]) -> None:
    found = set(flaws(entry["source"], entry["said"]))
    assert Flaw(entry["flaw"]) in found if entry["flaw"] else not found


def test_every_sentence_of_the_documents_holds_itself() -> None:
    stopped = {text: list(flaws(text, text)) for text in starter_sentences()}
    assert {text: found for text, found in stopped.items() if found} == {}


@pytest.mark.parametrize(
    ("word", "instead"),
    [("niet", "wel"), ("geen", "een"), ("moet", "mag"), ("mag", "moet"), ("altijd", "soms"),
     ("school", "gemeente"), ("ouders", "leraren"), ("binnen", "na"), ("tenzij", "omdat"),
     ("alleen", "ook"), ("hoeft", "wil")],
)  # fmt: skip
def test_swapping_a_word_that_matters_is_noticed_in_every_document(word: str, instead: str) -> None:
    texts = [text for text in starter_sentences() if f" {word} " in text]
    assert len(texts) >= 5
    missed = [t for t in texts if not list(flaws(t, t.replace(f" {word} ", f" {instead} ", 1)))]
    assert len(missed) <= 0.02 * len(texts), missed[:5]


@given(st.text(max_size=400), st.text(max_size=400))
def test_whatever_a_model_says_it_is_judged_without_an_error(source: str, said: str) -> None:
    assert set(flaws(source, said)) <= set(Flaw)
