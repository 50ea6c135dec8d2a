"""Earlier turns, which the visitor's own form carries along because the server keeps none."""

from __future__ import annotations

from collections.abc import Sequence

from rag.question import MAX_LENGTH, MAX_TURNS, Turn

MAX_ANSWER = 1500


def read_turns(questions: Sequence[str], answers: Sequence[str]) -> tuple[Turn, ...]:
    """The last turns that a form sent. Anybody can send anything, so all of it is cut to size."""
    pairs = list(zip(questions, answers, strict=False))[-MAX_TURNS:]
    turns = (Turn(cut(question, MAX_LENGTH), cut(answer, MAX_ANSWER)) for question, answer in pairs)
    return tuple(turn for turn in turns if turn.question)


def with_turn(turns: tuple[Turn, ...], question: str, answer: str) -> tuple[Turn, ...]:
    """The turns with one more behind them, at most MAX_TURNS."""
    return (*turns, Turn(cut(question, MAX_LENGTH), cut(answer, MAX_ANSWER)))[-MAX_TURNS:]


def cut(text: str, length: int) -> str:
    """One line of at most `length` code points that every encoder takes."""
    readable = "".join(char for char in text if not "\ud800" <= char <= "\udfff")
    return " ".join(readable.replace("\0", " ").split())[:length].rstrip()
