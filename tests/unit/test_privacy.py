"""Personal data never gets past the mask, and a question without any is left alone."""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rag.privacy import MASKS, mask, without_placeholders

EXAMPLES = Path(__file__).parent / "examples"
MARKED = re.compile(r"\{([A-Z-]+)\|([^}]*)\}")


def _examples(section: str) -> list[str]:
    files = ("privacy.yaml", "privacy_fresh.yaml")
    texts = (EXAMPLES.joinpath(name).read_text(encoding="utf-8") for name in files)
    return [line for text in texts for line in yaml.safe_load(text)[section]]


def _typed(marked: str) -> str:
    return MARKED.sub(lambda found: found[2], marked)


@pytest.mark.parametrize("marked", _examples("numbers") + _examples("names"))
def test_masks_what_is_marked_and_nothing_else(marked: str) -> None:
    masked = mask(_typed(marked))
    assert masked.text == MARKED.sub(lambda found: f"[{found[1]}]", marked)
    kinds = [f"[{kind}]" for kind, _ in MARKED.findall(marked)]
    assert [taken.placeholder for taken in masked.masks] == kinds


@pytest.mark.parametrize("question", _examples("clean"))
def test_leaves_questions_without_personal_data_alone(question: str) -> None:
    assert mask(question).text == question
    assert mask(question).masks == ()


def test_example_sets_are_as_large_as_promised() -> None:
    assert len(_examples("numbers")) >= 60
    assert len(_examples("names")) >= 40
    assert len(_examples("clean")) >= 60


def test_masks_are_named_in_reading_order() -> None:
    masked = mask("ik ben Fatima Yilmaz, bel 06-12345678 of mail f@yilmaz.nl")
    assert [taken.kind for taken in masked.masks] == ["naam", "telefoon", "e-mail"]


@pytest.mark.parametrize(
    ("question", "kept"),
    [
        ("ik had op 12-10-2026 een gesprek", True),
        ("zij is van 12-10-2019", False),
        ("mijn baby is geboren op 3-4-2026", False),
    ],
)
def test_today_tells_recent_dates_from_dates_of_birth(question: str, kept: bool) -> None:
    masked = mask(question, today=date(2026, 11, 23))
    assert (masked.text == question) is kept


def test_without_today_every_full_date_is_taken_for_a_birth() -> None:
    assert mask("ik had op 12-10-2026 een gesprek").text == "ik had op [GEBOORTEDATUM] een gesprek"


def test_a_placeholder_typed_by_hand_is_no_find() -> None:
    masked = mask("mijn zoon [NAAM] woont op [ADRES]")
    assert masked.text == "mijn zoon [NAAM] woont op [ADRES]"
    assert masked.masks == ()


def test_what_is_searched_holds_no_placeholders() -> None:
    masked = mask("mijn zoon Daan zit op basisschool De Regenboog, bel 06-12345678")
    searched = without_placeholders(masked.text)
    assert searched == "mijn zoon zit op basisschool school, bel"
    assert not any(taken.placeholder in searched for taken in MASKS)


_PIECES = st.sampled_from(
    [
        *(_typed(marked) for marked in _examples("numbers") + _examples("names")),
        *(taken.placeholder for taken in MASKS),
        "mijn zoon ", "ik ben ", "groetjes ", "06", "12-", "NL91", "5211 AB", "@", "[", "]",
    ]
)  # fmt: skip
_TEXTS = st.one_of(
    st.text(max_size=1000),
    st.lists(_PIECES, max_size=6).map("".join),
    st.text(alphabet="0123456789 -./+()NLabAB@[]", max_size=300),
)


@settings(max_examples=150, deadline=None)
@given(_TEXTS)
@example("06-12345678" * 40)
@example("[NA[NAAM]AM] mijn zoon [NAAM")
def test_masking_twice_changes_nothing_more(text: str) -> None:
    once = mask(text)
    twice = mask(once.text)
    assert twice.text == once.text
    assert twice.masks == ()


@settings(max_examples=100, deadline=None)
@given(_TEXTS)
def test_everything_outside_the_masks_stays_in_order(text: str) -> None:
    masked = mask(text)
    position = 0
    for piece in _open_pieces(masked.text):
        found = text.find(piece, position)
        assert found >= position
        position = found + len(piece)


def _open_pieces(masked: str) -> Iterator[str]:
    placeholders = "|".join(re.escape(taken.placeholder) for taken in MASKS)
    yield from (piece for piece in re.split(placeholders, masked) if piece)


HOSTILE = [
    "x", "X", "1", "1 ", "a ", "Aa ", "A. ", "a@", "a.", "@", "06 ", "1-", "(0", "NL91", "+31 ",
    "http://", "https://x.nl/?a ", "straat ", "Kerkstraat 1 ", "De ", "van ", "mijn zoon ",
    "ik ben ", "groet ", "school De ", "Sint ", "Aa-", "12-03-", "geb ", "1 jan ", "5211 AB ",
    "Daan en ", "'", "٠٦", "[NAAM]", "\n",
]  # fmt: skip


@pytest.mark.parametrize("unit", HOSTILE)
def test_hostile_input_takes_no_time(unit: str) -> None:
    text = (unit * 1000)[:1000]
    mask(text)
    started = time.perf_counter()
    mask(text)
    assert time.perf_counter() - started < 0.3


def test_a_question_takes_less_than_a_millisecond() -> None:
    questions = [_typed(marked) for marked in _examples("clean") + _examples("names")]
    mask(questions[0])
    seconds = []
    for question in questions:
        started = time.perf_counter()
        mask(question)
        seconds.append(time.perf_counter() - started)
    assert statistics.median(seconds) < 0.001


@pytest.mark.parametrize(
    "text",
    [
        "çocuğum Hollandaca bilmiyor",
        "oğlum Türkçe konuşuyor",
        "moje dziecko Polski zna, a po holendersku nie mówi",
        "мій син Нідерландську не знає",
        "mon fils Néerlandais ne parle pas",
    ],
)
def test_a_language_is_no_name(text: str) -> None:
    assert mask(text).text == text
