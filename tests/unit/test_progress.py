"""No wait without a word: progress on a terminal, and in a log that is read later."""

from __future__ import annotations

import io

from api.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_sees_one_line_that_counts() -> None:
    screen = Terminal()
    progress = Progress("Passages", screen)
    for done in range(1, 4):
        progress(done, 3)
    assert screen.getvalue() == "\rPassages: 1 van 3\rPassages: 2 van 3\rPassages: 3 van 3\n"


def test_a_log_gets_a_line_every_two_seconds_and_the_last() -> None:
    now = [100.0]
    log = io.StringIO()
    progress = Progress("Passages", log, lambda: now[0])
    for done in range(1, 8):
        now[0] += 0.7
        progress(done, 7)
    assert log.getvalue().splitlines() == [
        "Passages: 3 van 7",
        "Passages: 6 van 7",
        "Passages: 7 van 7",
    ]


def test_nothing_to_do_is_said_once() -> None:
    log = io.StringIO()
    Progress("Passages", log)(0, 0)
    assert log.getvalue() == "Passages: 0 van 0\n"
