"""What can go wrong with a Qdrant server is said in Dutch, without its address or key."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from qdrant_client import QdrantClient

from ingest.index.opening import open_index
from ingest.index.port import IndexedPassage, IndexMissing, IndexUnavailable, PassageIndex
from ingest.index.server import ServerIndex
from tests.fakes.passages import DIMENSIONS, asked, indexed, manifest, passage, query

KEY = "zeer-geheime-sleutel"

pytestmark = [
    pytest.mark.filterwarnings("ignore:Payload indexes have no effect in the local Qdrant"),
    pytest.mark.filterwarnings("ignore:Api key is used with an insecure connection"),
]

OPERATIONS: dict[str, Callable[[PassageIndex], object]] = {
    "manifest": lambda index: index.manifest(),
    "digests": lambda index: index.digests(),
    "search": lambda index: index.search(query("wat"), asked(), 5),
    "rewrite": lambda index: index.rewrite(manifest(), (), [indexed(passage())]),
}
each_operation = pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)


class Answering(BaseHTTPRequestHandler):
    """Gives one answer to everything, after a while."""

    status, body, delay = 200, b"{}", 0.0

    def answer(self) -> None:
        time.sleep(self.delay)
        self.send_response(self.status)
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        self.wfile.write(self.body)

    do_GET = do_POST = do_PUT = do_DELETE = answer

    def log_message(self, format: str, *args: object) -> None:
        pass


Serve = Callable[[int, bytes, float], PassageIndex]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """An index on a server of which every answer is the given one."""
    stops: list[Callable[[], None]] = []

    def start(status: int, body: bytes = b"{}", delay: float = 0) -> PassageIndex:
        answer = {"status": status, "body": body, "delay": delay}
        server = ThreadingHTTPServer(("127.0.0.1", 0), type("Given", (Answering,), answer))
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        client = QdrantClient(
            url=f"http://127.0.0.1:{server.server_port}",
            api_key=KEY,
            timeout=1,
            check_compatibility=False,
        )
        index = ServerIndex(client, DIMENSIONS)
        stops.extend([index.close, server.shutdown, server.server_close])
        return index

    yield start
    for stop in stops:
        stop()


def failure(operation: Callable[[PassageIndex], object], index: PassageIndex) -> str:
    with pytest.raises(IndexUnavailable) as caught:
        operation(index)
    assert not isinstance(caught.value, IndexMissing)
    message = str(caught.value)
    assert KEY not in message
    assert "127.0.0.1" not in message
    # Neither is it in what a traceback would print below the message.
    assert caught.value.__suppress_context__
    assert caught.value.__cause__ is None
    return message


@each_operation
def test_a_server_that_is_off_is_unreachable(operation: Callable[[PassageIndex], object]) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    index = open_index(url, Path("ongebruikt"), DIMENSIONS, KEY)
    assert "niet bereikbaar" in failure(operation, index)
    index.close()


@each_operation
def test_a_server_that_does_not_answer_is_unreachable(
    operation: Callable[[PassageIndex], object], serve: Serve
) -> None:
    started = time.monotonic()
    assert "antwoordt te langzaam" in failure(operation, serve(200, b"{}", 1.5))
    assert time.monotonic() - started < 5


@each_operation
@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (401, b"no", "weigert de toegang"),
        (403, b"no", "weigert de toegang"),
        (500, KEY.encode(), "status 500"),
        (507, b"disk full", "status 507"),
        (200, b"<html>", "onbegrijpelijk"),
    ],
)
def test_an_error_of_the_server_is_named_without_its_words(
    operation: Callable[[PassageIndex], object],
    serve: Serve,
    status: int,
    body: bytes,
    said: str,
) -> None:
    assert said in failure(operation, serve(status, body, 0))


def test_a_server_without_the_alias_has_no_index(serve: Serve) -> None:
    body = json.dumps({"result": {"aliases": []}, "status": "ok", "time": 0}).encode()
    index = serve(200, body, 0)
    assert index.digests() == {}
    with pytest.raises(IndexMissing):
        index.manifest()


# --- generations -------------------------------------------------------------------------------


def test_after_many_rewrites_the_committed_collection_and_the_one_before_are_left() -> None:
    client = QdrantClient(":memory:")
    client.create_collection("van-een-ander", vectors_config={})
    index = ServerIndex(client, DIMENSIONS)
    for i in range(4):
        index.rewrite(manifest(corpus_digest=str(i)), (), [indexed(passage(f"p{i}"))])
    names = [each.name for each in client.get_collections().collections]
    assert len(names) == 3
    assert "van-een-ander" in names
    assert index.manifest().corpus_digest == "3"
    index.close()


def test_of_two_rewrites_at_once_the_one_that_started_last_wins() -> None:
    client = QdrantClient(":memory:")
    index, other = ServerIndex(client, DIMENSIONS), ServerIndex(client, DIMENSIONS)
    index.rewrite(manifest(), (), [indexed(passage("oud"))])

    def overtaken() -> Iterator[IndexedPassage]:
        yield indexed(passage("eerste"))
        other.rewrite(manifest(model="laatste"), (), [indexed(passage("laatste"))])
        yield indexed(passage("te-laat"))

    with pytest.raises(IndexUnavailable, match="door een andere verwerking vernieuwd"):
        index.rewrite(manifest(), (), overtaken())
    assert index.manifest().model == "laatste"
    assert [key for key, _ in index.digests().values()] == ["zorgplicht#laatste/0"]
    index.close()


# --- opening -----------------------------------------------------------------------------------


def test_without_a_url_the_index_lies_in_the_folder_and_opening_makes_nothing(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "index"
    index = open_index(None, folder, DIMENSIONS)
    assert not folder.exists()
    index.rewrite(manifest(), (), [indexed(passage())])
    index.close()
    assert (folder / "current").is_file()


def test_importing_the_opening_loads_neither_engine() -> None:
    check = (
        "import sys, ingest.index.opening;"
        "print([m for m in sys.modules if m.startswith(('qdrant_', 'numpy', 'httpx'))])"
    )
    done = subprocess.run(
        [sys.executable, "-c", check],
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "[]\n"
