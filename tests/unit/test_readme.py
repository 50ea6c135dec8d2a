"""What the README says about settings, addresses and commands is what the program does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from api.reference import corpus_sections, filled_in, sections
from api.settings import ApiSettings

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_readme_equals_the_program() -> None:
    assert filled_in(README, sections()) == README, "run: python -m api.reference"


def test_the_readme_of_the_corpus_equals_the_corpus() -> None:
    readme = (ROOT / "corpus/README.md").read_text(encoding="utf-8")
    assert filled_in(readme, corpus_sections()) == readme, "run: python -m api.reference"


def test_every_setting_is_named_with_a_meaning() -> None:
    rows = sections()["settings"].splitlines()[2:]
    assert len(rows) == len(ApiSettings.model_fields)
    for name, row in zip(ApiSettings.model_fields, rows, strict=True):
        assert row.startswith(f"| `STEUNWIJZER_{name.upper()}` |")
        assert re.search(r"\| [A-Z`][^|]{5,} \|$", row), row


@pytest.mark.parametrize(
    "row",
    [
        "| POST | `/v1/questions` | Stel een vraag |",
        "| GET | `/v1/documents/{documentId}/versions/{version}` | Eén vaste versie |",
        "| GET | `/v1/health/ready` | De dienst kan antwoorden |",
        "| GET | `/over` |",
    ],
)
def test_every_kind_of_address_is_named(row: str) -> None:
    assert row in sections()["routes"]


def test_the_help_holds_every_command_and_no_english() -> None:
    text = sections()["help"]
    for command in (
        "serve",
        "import",
        "export",
        "ingest",
        "ask",
        "signals list",
        "check",
        "doctor",
    ):
        assert f"$ steunwijzer {command} --help\ngebruik: steunwijzer {command} " in text
    assert "usage:" not in text
    assert "show this help" not in text


def test_a_readme_without_a_marker_is_refused() -> None:
    with pytest.raises(ValueError, match="routes"):
        filled_in("<!-- settings: x --><!-- /settings -->", {"settings": "a", "routes": "b"})


def test_no_setting_of_the_environment_gets_into_the_readme(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = sections()
    monkeypatch.setenv("STEUNWIJZER_PORT", "9999")
    monkeypatch.setenv("STEUNWIJZER_RATE_LIMIT", "off")
    assert sections() == before
