"""`steunwijzer check` says what is wrong with documents, and nothing when all is well."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.cli import main
from tests.fakes.documents import source


def test_a_file_with_faults_fails_and_names_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "zorgplicht.md"
    path.write_text(
        source(body="## Hoe lang?\n\nDe school beslist binnen 9 weken.\n", questions="")
    )
    assert main(["check", str(path)]) == 1
    printed = capsys.readouterr().out
    assert "zorgplicht#hoe-lang: '9 week' staat zo niet in de feitentabel" in printed
    assert "0 voorbeeldvragen, minstens 8" in printed
    assert "1 documenten, 1 secties" in printed


def test_one_good_file_passes_without_the_rest_of_its_package(
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = Path(__file__).parents[2] / "corpus/documents/landelijk/zorgplicht.md"
    assert main(["check", str(path), "--spread"]) == 0
    printed = capsys.readouterr().out
    assert "0 bevindingen" in printed
    assert "reading ease" in printed


def test_a_file_that_cannot_be_read_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "kapot.md"
    path.write_text("geen front matter")
    assert main(["check", str(path)]) == 1
    assert "kapot.md" in capsys.readouterr().err
