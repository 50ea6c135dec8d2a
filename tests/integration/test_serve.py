"""The real `steunwijzer serve` as a process: how it starts, answers, waits for repair and ends."""

from __future__ import annotations

import os
import queue
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
import pytest

from api.cli import main
from corpus.clock import today
from ingest.index.generations import Generations
from ingest.index.port import Vector
from ingest.sync import sync
from rag.composition import open_parts
from tests.fakes.documents import source
from tests.fakes.doors import ASK, assert_problem
from tests.starter import settings

ROOT = Path(__file__).parents[2]
QUESTION = "Wanneer begint de zorgplicht van de school?"
WORD = "Zonnebloem"
_START_S = 120
_END_S = 10
_LISTENING = re.compile(r"luistert op (http://127\.0\.0\.1:\d+)")


@dataclass
class Server:
    """A running server, and every line that it has written."""

    process: subprocess.Popen[str]
    client: httpx2.Client
    written: list[str] = field(default_factory=list)

    def ask(self, question: str = QUESTION) -> Any:
        return self.client.post(ASK, json={"question": question})

    def ready(self) -> tuple[int, str]:
        response = self.client.get("/v1/health/ready")
        return response.status_code, response.text

    def end(self, how: int = signal.SIGTERM) -> tuple[int, float]:
        """Send a signal; gives the exit code and the seconds until the end."""
        start = time.monotonic()
        self.process.send_signal(how)
        code = self.process.wait(_END_S + 5)
        return code, time.monotonic() - start

    @property
    def log(self) -> str:
        return "".join(self.written)


Start = Callable[..., Server]


def environment(data: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("STEUNWIJZER_")}
    return {
        **kept,
        "STEUNWIJZER_DATA": str(data),
        "STEUNWIJZER_RATE_LIMIT": "2/day",
        "PYTHONPATH": str(ROOT),
    }


def launch(data: Path, *options: str) -> Server:
    process = subprocess.Popen(
        [sys.executable, "-m", "api.cli", "serve", "--port", "0", *options],
        env=environment(data),
        cwd=data.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    server = Server(process, httpx2.Client(timeout=30))
    addresses: queue.Queue[str] = queue.Queue()

    def read() -> None:
        assert process.stdout is not None
        for line in process.stdout:
            server.written.append(line)
            if found := _LISTENING.search(line):
                addresses.put(found[1])
        addresses.put("")

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    address = addresses.get(timeout=_START_S)
    assert address, server.log
    server.client.base_url = httpx2.URL(address)
    # Between the announcement and the first accept lies the start of the event loop.
    for _ in range(200):
        try:
            if server.client.get("/v1/health/live").status_code == 200:
                return server
        except httpx2.ConnectError:
            threading.Event().wait(0.05)
    raise AssertionError(server.log)


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts servers and kills what a failed test leaves of them."""
    running: list[Server] = []

    def launched(data: Path, *options: str) -> Server:
        running.append(launch(data, *options))
        return running[-1]

    yield launched
    for server in running:
        server.client.close()
        if server.process.poll() is None:
            server.process.kill()
        server.process.wait()
        assert server.process.stdout is not None
        server.process.stdout.close()


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with one validated document and no index."""
    for name in [name for name in os.environ if name.startswith("STEUNWIJZER_")]:
        monkeypatch.delenv(name)
    folder = tmp_path / "var"
    monkeypatch.setenv("STEUNWIJZER_DATA", str(folder))
    document = tmp_path / "zorgplicht.md"
    document.write_text(source(), encoding="utf-8")
    assert main(["import", str(document), "--validated-by", "coördinator"]) == 0
    return folder


def test_it_starts_answers_beside_the_command_line_and_ends_when_told(
    data: Path, start: Start, capsys: pytest.CaptureFixture[str]
) -> None:
    first = start(data)
    assert "2 nieuw" in first.log
    assert first.ready()[0] == 200
    answer = first.ask().json()
    assert answer["status"] == "answered"
    (cited, *_) = answer["citations"]
    assert answer["answer"]["blocks"][0]["sentences"][0]["citations"] == [cited["number"]]
    assert first.client.get("/").status_code == 200
    assert "server" not in first.ask().headers

    capsys.readouterr()
    assert main(["ask", QUESTION]) == 0
    assert "zorgplicht begint" in capsys.readouterr().out

    first.client.get("/v1/documents", params={"q": WORD})
    first.client.get(f"/{WORD}")
    unanswered = first.ask(f"Hoe duur is een {WORD}?")
    assert unanswered.json()["status"] != "answered"
    broken = first.client.post(ASK, content=f'{{"question": "{WORD}', headers={"X-A": WORD})
    assert broken.status_code == 415
    port = first.client.base_url.port
    assert port is not None
    with socket.create_connection(("127.0.0.1", port)) as odd:
        odd.sendall(f"GET /{WORD} {WORD}\r\n{WORD}\r\n\r\n".encode())
        assert b" 400 " in odd.recv(1000)

    # Behind a proxy on this machine each client has a limit of its own; this machine has none.
    proxied = [
        first.client.post(ASK, json={"question": "Hallo"}, headers={"X-Forwarded-For": client})
        for client in ("203.0.113.5", "203.0.113.5", "203.0.113.5", "203.0.113.6")
    ]
    assert [response.status_code for response in proxied] == [200, 200, 429, 200]

    # A client that never finishes its question must not keep the service from ending.
    with socket.create_connection(("127.0.0.1", port)) as slow:
        slow.sendall(b"POST /v1/questions HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{")
        assert first.ready()[0] == 200
        code, took = first.end()
    assert code == 0, first.log
    assert took < _END_S
    assert WORD not in first.log
    assert not re.search(r"\d+\.\d+\.\d+\.\d+", _LISTENING.sub("", first.log))
    assert "POST /v1/questions 200" in first.log

    second = start(data)
    assert "0 nieuw, 0 gewijzigd, 0 verwijderd, 2 ongewijzigd" in second.log
    assert "indexeren" not in second.log
    assert second.ask().json()["citations"] == answer["citations"]
    assert second.end(signal.SIGINT)[0] == 0, second.log


class OtherModel:
    """An embedder of the right length that is not the one that the service uses."""

    name = "ander-model"
    dimensions = 384

    def embed_query(self, text: str) -> Vector:
        return (1.0,) + (0.0,) * 383

    def embed_passages(self, texts: Sequence[str]) -> list[Vector]:
        return [self.embed_query(text) for text in texts]

    embed_queries = embed_passages


def refuses(server: Server, reason: str) -> None:
    """Alive, not ready for this reason, and honest about it to whoever asks."""
    assert server.client.get("/v1/health/live").status_code == 200
    status, text = server.ready()
    assert status == 503
    assert reason in text
    response = server.ask()
    problem = assert_problem(response, 503, QUESTION)
    assert problem["errorId"]
    assert "retry-after" in response.headers
    # What needs no index is still there for a person who is in need.
    assert server.ask("Hallo").status_code == 200
    assert server.client.get("/v1/documents").json()["total"] == 1


def test_without_a_fit_index_it_lives_refuses_and_recovers_by_itself(
    data: Path, start: Start
) -> None:
    index = data / "index"
    index.mkdir()
    (index / "current").write_bytes(b"\xff\xfe kapot")
    server = start(data, "--no-ingest")
    refuses(server, "De zoekindex is beschadigd")

    (index / "current").unlink()
    refuses(server, "Er is nog geen zoekindex")

    parts = open_parts(settings(data), threads=2)
    try:
        sync(parts.stores.library, parts.index, OtherModel(), today())
        refuses(server, "ander-model")

        sync(parts.stores.library, parts.index, parts.embedder, today())
        assert server.ready()[0] == 200
        assert server.ask().json()["status"] == "answered"
    finally:
        parts.close()

    for file in Generations(index).current().rglob("*"):
        if file.is_file():
            file.write_bytes(b"kapot")
    assert server.end()[0] == 0, server.log

    damaged = start(data, "--no-ingest")
    refuses(damaged, "De zoekindex is beschadigd")
    assert "Traceback" in damaged.log  # where it failed stands in the log
    assert QUESTION not in damaged.log
    assert damaged.end()[0] == 0

    mended = start(data)
    assert "Passages: 2 nieuw" in mended.log
    assert mended.ask().json()["status"] == "answered"
    assert mended.end()[0] == 0
