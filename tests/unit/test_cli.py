"""The command line: Dutch, with exit codes to build on, and nothing stored that is half good."""

from __future__ import annotations

import io
import json
import os
import re
import socket
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from api.cli import main
from api.settings import ApiSettings
from corpus.document import Audience
from rag.answer import Status
from rag.composition import open_stores
from rag.signals.signal import Rejected, Signal
from tests.fakes.documents import source
from tests.fakes.doors import assert_dutch

Run = Callable[..., tuple[int, str, str]]
COMMANDS = ["serve", "import", "export", "ingest", "ask", "signals", "doctor"]


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own, and no other setting from whoever runs the tests."""
    for name in [name for name in os.environ if name.startswith("STEUNWIJZER_")]:
        monkeypatch.delenv(name)
    folder = tmp_path / "var"
    monkeypatch.setenv("STEUNWIJZER_DATA", str(folder))
    return folder


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command and gives its exit code, output and errors."""

    def call(*arguments: str) -> tuple[int, str, str]:
        try:
            code = main(arguments)
        except SystemExit as ended:
            code = int(ended.code or 0)
        out, err = capsys.readouterr()
        return code, out, err

    return call


def test_help_is_dutch_and_names_every_command(run: Run) -> None:
    code, out, err = run("--help")
    assert (code, err) == (0, "")
    assert out.startswith("gebruik: steunwijzer")
    for name in COMMANDS:
        assert re.search(rf"^ +{name} +\w", out, re.MULTILINE), name
    assert "STEUNWIJZER_" in out


@pytest.mark.parametrize("command", [*([name] for name in COMMANDS), ["signals", "list"]])
def test_every_command_has_help_in_dutch(run: Run, command: list[str]) -> None:
    code, out, _ = run(*command, "--help")
    assert code == 0
    assert out.startswith(f"gebruik: steunwijzer {' '.join(command)}")
    for english in ("usage", "options", "positional", "show this", "optional", "default"):
        assert english not in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "deze argumenten ontbreken: OPDRACHT"),
        (["vraag"], "ongeldige keuze: 'vraag' (kies uit"),
        (["import"], "deze argumenten ontbreken: PAD"),
        (["import", "a", "b"], "onbekende argumenten: b"),
        (["import", "a", "--validated-by"], "verwacht één waarde"),
        (["export"], "deze argumenten ontbreken: MAP"),
        (["doctor", "--snel"], "onbekende argumenten: --snel"),
        (["doctor", "--he"], "onbekende argumenten: --he"),
        (["serve", "--port", "tachtig"], "geen geheel getal: 'tachtig'"),
        (["ask", "x", "--audience", "leraar"], "ongeldige keuze: 'leraar' (kies uit"),
        (["ask", "x", "--json=ja"], "neemt geen waarde aan"),
        (["signals"], "deze argumenten ontbreken: OPDRACHT"),
        (["signals", "wissen"], "ongeldige keuze: 'wissen'"),
        (["signals", "list", "--limit", "veel"], "geen geheel getal: 'veel'"),
    ],
)
def test_a_wrong_call_is_explained_in_dutch_with_code_2(
    run: Run, data: Path, arguments: list[str], said: str
) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert "Ongeldige opdracht: " in err
    assert said in err
    assert err.startswith("gebruik: ")
    assert_dutch(err)
    assert not data.exists()


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("PORT", "tachtig", "moet een geheel getal zijn"),
        ("PORT", "70000", "65535"),
        ("MAX_BODY_BYTES", "10", "1024"),
        ("EMBEDDING_THREADS", "0", "1"),
        ("RATE_LIMIT", "veel", "300/minute"),
        ("RATE_LIMIT_EXEMPT", "thuis", "10.0.0.0/8"),
    ],
)
def test_a_bad_setting_is_named(
    run: Run, monkeypatch: pytest.MonkeyPatch, data: Path, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(f"STEUNWIJZER_{name}", value)
    code, out, err = run("signals", "list")
    assert (code, out) == (2, "")
    assert err.startswith(f"Instelling STEUNWIJZER_{name} ")
    assert said in err
    assert "Traceback" not in err
    assert_dutch(err)
    assert not data.exists()


def test_every_bad_setting_is_named_at_once(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STEUNWIJZER_PORT", "x")
    monkeypatch.setenv("STEUNWIJZER_RATE_LIMIT", "x")
    code, _, err = run("doctor")
    assert code == 2
    assert "STEUNWIJZER_PORT" in err
    assert "STEUNWIJZER_RATE_LIMIT" in err


@pytest.mark.parametrize(
    "url", ["mysql://localhost/x", "geen url", "sqlite:////proc/nergens/steunwijzer.db"]
)
def test_a_database_that_can_not_be_used_is_explained(
    run: Run, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("STEUNWIJZER_DATABASE_URL", url)
    code, out, err = run("signals", "list")
    assert (code, out) == (1, "")
    assert "Traceback" not in err
    assert "database" in err.lower()
    assert_dutch(err)


def test_a_file_that_is_no_database_is_explained_and_left_alone(run: Run, data: Path) -> None:
    data.mkdir()
    (data / "steunwijzer.db").write_bytes(b"dit is geen database" * 100)
    code, _, err = run("signals", "list")
    assert code == 1
    assert "beschadigd" in err
    assert (data / "steunwijzer.db").read_bytes() == b"dit is geen database" * 100


@pytest.fixture
def package(tmp_path: Path) -> Path:
    folder = tmp_path / "documenten"
    (folder / "sub").mkdir(parents=True)
    (folder / "zorgplicht.md").write_text(source(), encoding="utf-8")
    (folder / "sub" / "tlv.md").write_text(source("tlv", title="De TLV"), encoding="utf-8")
    return folder


def stored(data: Path) -> list[tuple[Any, ...]]:
    """What the database holds, read past the program; nothing where there is none."""
    file = data / "steunwijzer.db"
    if not file.exists():
        return []
    with sqlite3.connect(file) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        names = [name for (name,) in tables if "document" in name or "version" in name]
        rows = [row for name in names if "alembic" not in name
                for row in connection.execute(f'SELECT * FROM "{name}"')]  # fmt: skip
    connection.close()
    return rows


def test_import_says_what_it_did_and_does_it_once(run: Run, data: Path, package: Path) -> None:
    code, out, err = run("import", str(package), "--validated-by", "coördinator")
    assert (code, err) == (0, "")
    assert "2 nieuw, 0 gewijzigd, 0 ongewijzigd." in out
    before = stored(data)
    assert before

    assert run("import", str(package), "--validated-by", "coördinator") == (
        0,
        "0 nieuw, 0 gewijzigd, 2 ongewijzigd.\n",
        "",
    )
    assert stored(data) == before

    changed = source(title="Zorgplicht, herzien")
    (package / "zorgplicht.md").write_text(changed, encoding="utf-8")
    assert (
        "0 nieuw, 1 gewijzigd, 1 ongewijzigd."
        in run("import", str(package), "--validated-by", "coördinator")[1]
    )


def test_import_without_a_validator_says_that_these_are_drafts(run: Run, package: Path) -> None:
    code, out, _ = run("import", str(package / "zorgplicht.md"))
    assert code == 0
    assert "1 nieuw" in out
    assert "concepten" in out


def test_a_broken_package_names_file_and_line_and_stores_nothing(
    run: Run, data: Path, package: Path
) -> None:
    broken = package / "sub" / "tlv.md"
    broken.write_text(source("tlv", audience="iedereen", review_by="morgen"), encoding="utf-8")
    lines = broken.read_text(encoding="utf-8").splitlines()
    audience = next(n for n, line in enumerate(lines, 1) if line.startswith("audience"))

    code, out, err = run("import", str(package), "--validated-by", "coördinator")

    assert (code, out) == (1, "")
    assert f"{broken}, regel {audience}: " in err
    assert len(err.splitlines()) == 2  # both faults at once
    assert "Traceback" not in err
    assert stored(data) == []


@pytest.mark.parametrize("content", [b"", b"zomaar tekst", b"---\nid: x\n", b"\xff\xfe\x00"])
def test_a_file_that_is_no_document_is_refused(
    run: Run, data: Path, package: Path, content: bytes
) -> None:
    (package / "kapot.md").write_bytes(content)
    code, _, err = run("import", str(package))
    assert code == 1
    assert "kapot.md" in err
    assert "Traceback" not in err
    assert stored(data) == []


@pytest.mark.parametrize("name", ["bestaat-niet", "leeg"])
def test_a_path_without_documents_is_refused(run: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / "leeg").mkdir()
    code, _, err = run("import", str(tmp_path / name))
    assert code == 1
    assert name in err


def test_export_writes_what_import_reads_back_unchanged(
    run: Run, package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("import", str(package), "--validated-by", "coördinator")
    run("import", str(package.with_name("concept")), "--author", "x")
    target = tmp_path / "uit"

    code, out, _ = run("export", str(target))
    assert (code, out) == (0, f"2 documenten geschreven naar {target}.\n")
    assert sorted(p.name for p in target.rglob("*.md")) == ["tlv.md", "zorgplicht.md"]
    again = run("import", str(target), "--validated-by", "coördinator")
    assert "0 nieuw, 0 gewijzigd, 2 ongewijzigd." in again[1]

    monkeypatch.setenv("STEUNWIJZER_DATA", str(tmp_path / "elders"))
    assert "2 nieuw" in run("import", str(target), "--validated-by", "iemand")[1]


def test_export_leaves_a_folder_that_holds_something_alone(
    run: Run, package: Path, tmp_path: Path
) -> None:
    run("import", str(package), "--validated-by", "coördinator")
    code, _, err = run("export", str(package))
    assert code == 1
    assert "niet leeg" in err
    assert sorted(p.name for p in package.rglob("*.md")) == ["tlv.md", "zorgplicht.md"]


def signal(number: int, text: str, month: str = "2026-11") -> Signal:
    return Signal(
        id=UUID(int=number),
        text=text,
        status=Status.UNANSWERABLE_NO_SOURCE,
        reason="no_source",
        language="nl",
        region="de-meierij",
        audience=Audience.PARENT,
        month=month,
        rejected=(Rejected("zorgplicht#x", 1, "Wanneer begint de zorgplicht?", 0.4),),
    )


@pytest.fixture
def signals() -> None:
    stores = open_stores(ApiSettings())
    stores.signals.record(signal(1, "Wie betaalt\nde [NAAM] fiets?", "2026-10"))
    stores.signals.record(signal(2, "Mag \x1b]0;gekaapt\x07\x1b[2J\x9b31m dat?", "2026-11"))
    stores.close()


@pytest.mark.usefixtures("signals")
def test_signals_are_listed_newest_month_first(run: Run) -> None:
    code, out, _ = run("signals", "list")
    assert code == 0
    lines = out.splitlines()
    assert lines[0] == "2026-11  unanswerable_no_source  nl  ouder"
    assert lines[3] == "2026-10  unanswerable_no_source  nl  ouder"
    assert lines[4] == "  vraag: Wie betaalt de [NAAM] fiets?"
    assert lines[5].endswith("Wanneer begint de zorgplicht?")
    assert lines[-1] == "2 van 2 signalen."


@pytest.mark.usefixtures("signals")
def test_a_signal_can_not_command_the_terminal_of_whoever_reads_it(run: Run) -> None:
    for arguments in ([], ["--json"]):
        out = run("signals", "list", *arguments)[1]
        assert "gekaapt" in out
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", out)


@pytest.mark.usefixtures("signals")
def test_signals_as_json_are_one_object_a_line(run: Run) -> None:
    code, out, _ = run("signals", "list", "--json", "--limit", "1")
    assert code == 0
    (line,) = out.splitlines()
    found = json.loads(line)
    assert found["id"] == str(signal(2, "").id)
    assert found["month"] == "2026-11"
    assert found["rejected"][0]["section"] == "Wanneer begint de zorgplicht?"


@pytest.mark.usefixtures("signals")
@pytest.mark.parametrize(("limit", "shown"), [("1", 1), ("0", 0), ("-5", 0), ("99", 2)])
def test_a_limit_on_signals_holds(run: Run, limit: str, shown: int) -> None:
    code, out, _ = run("signals", "list", "--limit", limit)
    assert code == 0
    assert out.endswith(f"{shown} van 2 signalen.\n")
    assert out.count("vraag:") == shown


def test_no_signals_is_no_error(run: Run) -> None:
    assert run("signals", "list") == (0, "0 van 0 signalen.\n", "")


@pytest.mark.parametrize("question", ["", "  ", "\u200b", "a" * 1001, "kapot \udcff"])
def test_a_question_that_can_not_be_asked_is_refused_before_anything_is_loaded(
    run: Run, data: Path, question: str
) -> None:
    code, out, err = run("ask", question)
    assert (code, out) == (1, "")
    assert "vraag" in err.lower()
    assert question.strip() not in err or not question.strip()
    assert not data.exists()


def test_input_that_is_no_text_is_refused(
    run: Run, monkeypatch: pytest.MonkeyPatch, data: Path
) -> None:
    stream = io.TextIOWrapper(io.BytesIO(b"Mag \xff\xfe Zonnebloem?"), encoding="utf-8")
    monkeypatch.setattr("sys.stdin", stream)
    code, out, err = run("ask")
    assert (code, out) == (1, "")
    assert err == "De vraag bevat tekens die wij niet kunnen lezen.\n"
    assert not data.exists()


def test_a_port_that_is_taken_is_said_before_the_model_is_loaded(run: Run, data: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        code, out, err = run("serve", "--port", str(taken.getsockname()[1]))
    assert (code, out) == (1, "")
    assert "Kan niet luisteren op 127.0.0.1:" in err
    assert not data.exists()


@pytest.mark.parametrize(("host", "port"), [("127.0.0.1", "70000"), ("192.0.2.1", "0")])
def test_an_address_that_is_not_here_is_said(run: Run, host: str, port: str) -> None:
    code, _, err = run("serve", "--host", host, "--port", port)
    assert code == 1
    assert f"Kan niet luisteren op {host}:{port}" in err
