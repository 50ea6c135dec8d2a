"""The wheel holds all that is needed to run, and runs from anywhere without the source tree."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("corpus", "ingest", "rag", "api", "eval")
NEEDED = (
    "corpus/topics.yaml",
    "corpus/contacts.yaml",
    "corpus/documents/landelijk/zorgplicht.md",
    "corpus/database/migrations/env.py",
    "corpus/database/migrations/versions/c001_documents.py",
    "rag/signals/migrations/s001_signals.py",
    "rag/weights/answerability.json",
    "rag/weights/ranking.json",
    "rag/masking/lexicon.yaml",
    "rag/routing/places.yaml",
    "rag/routing/patterns/nl.yaml",
    "ingest/models/steunwijzer-e5-small-int8/model.onnx",
    "ingest/models/steunwijzer-e5-small-int8/model.json",
    "ingest/models/steunwijzer-e5-small-int8/tokenizer.json",
    "ingest/models/steunwijzer-e5-small-int8/MODEL_CARD.md",
    "api/pages/templates/base.html",
    "api/pages/static/style.css",
)
# Reads everything that is data, through the code that uses it.
READ_ALL = """
import json, sys
from fastapi.testclient import TestClient
import api.app, corpus.topics, rag.messages
from api.app import create_app
from api.settings import ApiSettings
from ingest.lexical.terms import content_stems
from ingest.models.shipped import SHIPPED, check_shipped
from rag.answer import Status
from rag.answerability import AnswerabilityModel
from rag.language import detect
from rag.privacy import mask
from rag.ranking import Ranking
from rag.routing.route import route

client = TestClient(create_app(None, None, tuple, ApiSettings()))
AnswerabilityModel.load(), Ranking.load()
print(json.dumps({
    "from": [sys.modules[name].__file__ for name in ("api", "corpus", "rag", "ingest")],
    "page": client.get("/").status_code,
    "style": client.get("/static/style.css").status_code,
    "model": check_shipped(SHIPPED).dimensions,
    "topics": len(corpus.topics.topics()),
    "stems": content_stems("de zorgplicht van de school") != content_stems("de van de"),
    "masked": mask("Bel mij op 0612345678").text,
    "route": route("hallo", detect("hallo")) is not None,
    "said": bool(rag.messages.message(Status.UNANSWERABLE_NO_SOURCE, "nl", "no_source")),
}))
"""


@dataclass(frozen=True)
class Installed:
    """A wheel in an environment that has the dependencies but not the source tree."""

    wheel: Path
    environment: Path
    elsewhere: Path

    @property
    def packages(self) -> Path:
        (found,) = self.environment.glob("lib/python*/site-packages")
        return found

    def run(self, command: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        cleared = ("STEUNWIJZER_", "PYTHON", "VIRTUAL_ENV")
        kept = {k: v for k, v in os.environ.items() if not k.startswith(cleared)}
        return subprocess.run(
            [str(self.environment / "bin" / command), *arguments],
            cwd=self.elsewhere,
            env=kept,
            capture_output=True,
            text=True,
            timeout=120,
        )


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    out, environment, elsewhere = (tmp_path_factory.mktemp(n) for n in ("wheel", "venv", "elders"))
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out)]
    built = subprocess.run([*build, str(ROOT)], capture_output=True, text=True, cwd=elsewhere)
    assert built.returncode == 0, built.stdout + built.stderr
    (wheel,) = out.iterdir()
    venv.create(environment, symlinks=True)
    found = Installed(wheel, environment, elsewhere)
    pip = [sys.executable, "-m", "pip", "--python", str(environment), "--disable-pip-version-check"]
    install = [*pip, "install", "--quiet", "--no-deps", "--no-index", "--no-compile", str(wheel)]
    done = subprocess.run(install, capture_output=True, text=True, cwd=elsewhere)
    assert done.returncode == 0, done.stdout + done.stderr
    # A path in a .pth file is searched, but the .pth files in it (this source tree) are not read.
    dependencies = sysconfig.get_path("purelib")
    (found.packages / "dependencies.pth").write_text(f"{dependencies}\n", encoding="utf-8")
    return found


def test_every_file_of_the_packages_is_in_the_wheel_and_nothing_else(installed: Installed) -> None:
    with zipfile.ZipFile(installed.wheel) as wheel:
        inside = {name for name in wheel.namelist() if ".dist-info/" not in name}
    source = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert sorted(source - inside) == []
    assert sorted(inside - source) == []
    assert set(NEEDED) <= inside


def test_the_wheel_can_not_be_published_by_accident(installed: Installed) -> None:
    with zipfile.ZipFile(installed.wheel) as wheel:
        (name,) = (n for n in wheel.namelist() if n.endswith(".dist-info/METADATA"))
        metadata = wheel.read(name).decode()
    assert "Classifier: Private :: Do Not Upload" in metadata
    assert "Requires-Dist: fastapi" in metadata


def test_the_command_runs_from_elsewhere(installed: Installed) -> None:
    done = installed.run("steunwijzer", "--help")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("gebruik: steunwijzer")
    assert done.stderr == ""


def test_what_is_data_is_found_in_the_installed_packages(installed: Installed) -> None:
    done = installed.run("python", "-W", "ignore", "-c", READ_ALL)
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert all(Path(each).is_relative_to(installed.packages) for each in seen.pop("from"))
    assert seen.pop("topics") > 10
    assert "0612345678" not in seen.pop("masked")
    assert seen == {
        "page": 200,
        "style": 200,
        "model": 384,
        "stems": True,
        "route": True,
        "said": True,
    }


def test_the_installed_documents_can_be_imported_into_a_new_database(installed: Installed) -> None:
    documents = installed.packages / "corpus" / "documents"
    done = installed.run("steunwijzer", "import", str(documents), "--validated-by", "coördinator")
    assert done.returncode == 0, done.stderr
    count = len(list(documents.rglob("*.md")))
    assert count > 20
    assert f"{count} nieuw, 0 gewijzigd, 0 ongewijzigd." in done.stdout
    # By default the data lies where the command is run.
    assert (installed.elsewhere / "var" / "steunwijzer.db").exists()
    listed = installed.run("steunwijzer", "signals", "list")
    assert listed.stdout == "0 van 0 signalen.\n"
