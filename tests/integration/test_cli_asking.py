"""`ingest`, `doctor` and `ask` with the real model and index, in one folder of documents."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import serving
from api.cli import main
from api.settings import ApiSettings
from ingest.index.generations import Generations
from rag.composition import open_parts
from tests.fakes.documents import source

Run = Callable[..., tuple[int, str, str]]
QUESTION = "Wanneer begint de zorgplicht van de school?"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data folder with one validated document, imported but not indexed."""
    root = tmp_path_factory.mktemp("opdrachten")
    (root / "zorgplicht.md").write_text(source(), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("STEUNWIJZER_")]:
            patch.delenv(name)
        patch.setenv("STEUNWIJZER_DATA", str(root / "var"))
        assert main(["import", str(root / "zorgplicht.md"), "--validated-by", "coördinator"]) == 0
        yield root / "var"


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main(arguments)
        out, err = capsys.readouterr()
        return code, out, err

    return call


@pytest.fixture
def indexed(folder: Path, run: Run) -> Path:
    if not (folder / "index" / "current").exists():
        assert run("ingest")[0] == 0
    return folder


def test_without_an_index_doctor_and_ask_say_so(run: Run, folder: Path) -> None:
    assert not (folder / "index").exists()

    code, out, _ = run("doctor")
    assert code == 1
    assert "goed  database: " in out
    assert "goed  model: " in out
    assert "FOUT  index: Er is nog geen zoekindex." in out

    code, out, err = run("ask", QUESTION)
    assert (code, out) == (1, "")
    assert "Er is nog geen zoekindex." in err
    assert QUESTION not in err


def test_ingest_counts_and_does_nothing_twice(run: Run, folder: Path) -> None:
    code, out, err = run("ingest")
    assert code == 0
    assert "Passages: 2 nieuw, 0 gewijzigd, 0 verwijderd, 0 ongewijzigd." in out
    assert "Passages indexeren: 2 van 2" in err
    committed = Generations(folder / "index").current()

    _, out, err = run("ingest")
    assert "Passages: 0 nieuw, 0 gewijzigd, 0 verwijderd, 2 ongewijzigd." in out
    assert "indexeren" not in err
    assert Generations(folder / "index").current() == committed


@pytest.mark.usefixtures("indexed")
def test_doctor_finds_nothing_when_all_fits(run: Run) -> None:
    code, out, _ = run("doctor")
    assert code == 0
    assert [line.split()[:2] for line in out.splitlines()] == [
        ["goed", "database:"],
        ["goed", "model:"],
        ["goed", "index:"],
        ["goed", "corpus:"],
    ]


def comparable(answer: dict[str, Any]) -> dict[str, Any]:
    """Without what is new with every question."""
    return {**answer, "id": None, "signalId": answer["signalId"] is not None}


@pytest.mark.usefixtures("indexed")
@pytest.mark.parametrize("question", [QUESTION, "Wie wint de Tour de France?", "hoi"])
def test_ask_as_json_is_what_the_api_says(run: Run, question: str) -> None:
    code, out, _ = run("ask", question, "--json")
    assert code == 0
    parts = open_parts(ApiSettings())
    with TestClient(serving(parts, ApiSettings())) as client:
        reply = client.post("/v1/questions", json={"question": question}).json()
    assert comparable(json.loads(out)) == comparable(reply)


@pytest.mark.usefixtures("indexed")
def test_ask_reads_its_input_and_shows_an_answer_with_where_it_stands(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{QUESTION}\n"))
    code, out, _ = run("ask")
    assert code == 0
    assert "Landelijk:" in out
    assert "De zorgplicht begint bij de schriftelijke aanmelding. [1]" in out
    assert "[1] Zorgplicht van de school, Wanneer begint de zorgplicht?; versie 1" in out


@pytest.mark.usefixtures("indexed")
def test_a_question_without_an_answer_names_a_person_and_becomes_a_signal(run: Run) -> None:
    before = run("signals", "list")[1].splitlines()[-1]

    code, out, _ = run("ask", "Hoeveel kost een kaartje voor de dierentuin in Emmen?")

    assert code == 0
    assert "Landelijk:" not in out
    assert len(out.splitlines()) >= 3
    listed = run("signals", "list")[1]
    assert "dierentuin" in listed
    assert listed.splitlines()[-1] != before
