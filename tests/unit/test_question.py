"""What counts as a question, at the edges of what people and programs can send."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from corpus.document import Audience
from rag.question import MAX_LENGTH, MAX_TURNS, InvalidQuestion, Question, Turn

EMPTY = "leeg"
TOO_LONG = "te lang"
UNREADABLE = "niet kunnen lezen"


def turns(count: int) -> tuple[Turn, ...]:
    return tuple(Turn(f"vraag {i}", f"antwoord {i}") for i in range(count))


def test_a_question_is_for_parents_of_no_region_unless_said_otherwise() -> None:
    question = Question.ask("Wat is een TLV?")
    assert question == Question("Wat is een TLV?", Audience.PARENT, None, ())


@pytest.mark.parametrize("text", ["?", "é", "学", "a" * MAX_LENGTH, "😀" * MAX_LENGTH])
def test_one_to_a_thousand_characters_are_taken_as_they_are(text: str) -> None:
    assert Question.ask(text).text == text


@pytest.mark.parametrize("text", ["a" * (MAX_LENGTH + 1), "😀" * (MAX_LENGTH + 1)])
def test_one_character_more_is_too_long_and_the_message_counts(text: str) -> None:
    with pytest.raises(InvalidQuestion, match=rf"{TOO_LONG}: 1001 tekens.*hoogstens 1000"):
        Question.ask(text)


def test_white_space_around_it_does_not_count() -> None:
    text = "a" * MAX_LENGTH
    assert Question.ask(f"\r\n\t {text}\u00a0\u2003\n" + " " * 5000).text == text


def test_length_is_counted_after_composing() -> None:
    decomposed = unicodedata.normalize("NFD", "ệ" * MAX_LENGTH)
    assert len(decomposed) == 3 * MAX_LENGTH
    assert Question.ask(decomposed).text == "ệ" * MAX_LENGTH
    four = unicodedata.normalize("NFD", "ᾂ" * MAX_LENGTH)
    assert len(Question.ask(f" {four} ").text) == MAX_LENGTH


def test_composing_may_also_make_a_text_too_long() -> None:
    with pytest.raises(InvalidQuestion, match=TOO_LONG):
        Question.ask("\u0958" * 501)


@pytest.mark.parametrize("text", ["Wat kost één reis?", "Ålesund", "Iğdır'da", "الدعم", "ㅎㅏㄴ"])
def test_composed_and_decomposed_are_the_same_question(text: str) -> None:
    decomposed = Question.ask(unicodedata.normalize("NFD", text))
    assert decomposed == Question.ask(text)
    assert unicodedata.is_normalized("NFC", decomposed.text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "\n\r\t",
        "\u00a0\u3000",
        "\u200b",
        "\u200b\u200c\u200d\u2060\ufeff",
        " \u200e\u200f\u202e ",
        "\u00ad",
        "\x1b\x07",
        "\ue000",
        "\U000e0041",
    ],
)
def test_what_shows_nothing_is_no_question(text: str) -> None:
    with pytest.raises(InvalidQuestion, match=EMPTY):
        Question.ask(text)


def test_invisible_characters_within_words_are_no_reason_to_refuse() -> None:
    # Zero-width joiners belong to the spelling of Persian and to many emoji.
    text = "می\u200cخواهم 👨\u200d👩\u200d👧"
    assert Question.ask(text).text == text


@pytest.mark.parametrize("bad", ["\ud83d", "\ude00\ud83d", "\x00"])
def test_half_characters_and_nul_are_refused_wherever_they_stand(bad: str) -> None:
    # They break encoders and PostgreSQL, further on and with a less clear message.
    for text in (bad, f"Wat {bad} nu?", f"{bad} ", "a" * 2000 + bad):
        with pytest.raises(InvalidQuestion, match=UNREADABLE) as raised:
            Question.ask(text)
        str(raised.value).encode()


def test_a_heap_of_loose_accents_is_refused_at_once() -> None:
    # Composing orders them, in time that grows with the square: 400,000 once took four minutes.
    start = time.perf_counter()
    with pytest.raises(InvalidQuestion, match=TOO_LONG):
        Question.ask("a" + "\u0301\u0327" * 200_000)
    assert time.perf_counter() - start < 2


def test_the_message_of_a_refusal_does_not_repeat_the_question() -> None:
    with pytest.raises(InvalidQuestion) as raised:
        Question.ask("kwartelkuiken " * 200)
    assert "kwartel" not in str(raised.value)


@pytest.mark.parametrize("count", [0, 1, MAX_TURNS, MAX_TURNS + 1, 50])
def test_the_last_six_turns_are_kept_in_order(count: int) -> None:
    kept = Question.ask("En dan?", conversation=turns(count)).conversation
    assert kept == turns(count)[-6:]


@given(st.text(st.characters(codec=None), max_size=60) | st.text(min_size=990, max_size=1010))
def test_any_text_is_a_clean_question_or_refused_in_dutch(text: str) -> None:
    message = ""
    try:
        question = Question.ask(text)
    except InvalidQuestion as error:
        message = str(error)
    if message:
        event(message[:20])
        assert any(reason in message for reason in (EMPTY, TOO_LONG, UNREADABLE))
        return
    assert 1 <= len(question.text) <= MAX_LENGTH
    assert question.text == question.text.strip()
    assert unicodedata.is_normalized("NFC", question.text)
    assert "\0" not in question.text
    question.text.encode()
    assert Question.ask(question.text) == question


@pytest.mark.parametrize("region", ["De Meierij", "", "-", "de--meierij", "x\x1b[31m", "é"])
def test_a_region_is_a_slug(region: str) -> None:
    with pytest.raises(InvalidQuestion, match="regio"):
        Question.ask("Mag dat?", region=region)
    assert Question.ask("Mag dat?", region="de-meierij").region == "de-meierij"
