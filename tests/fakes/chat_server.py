"""A server that speaks the OpenAI chat protocol and replies as a test says."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Script:
    """What the server does: reply with `text` after `wait` seconds, byte by byte where `drip` is
    above 0, or with `status` and `raw`. `asked` are the requests it got."""

    text: str = ""
    wait: float = 0.0
    drip: float = 0.0
    status: int = 200
    raw: bytes | None = None
    asked: list[dict[str, Any]] = field(default_factory=list)


@contextmanager
def chat_server(script: Script) -> Iterator[str]:
    """The base URL of a server that follows `script`."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            size = int(self.headers["Content-Length"])
            script.asked.append(json.loads(self.rfile.read(size)))
            time.sleep(script.wait)
            body = script.raw if script.raw is not None else _completion(script.text)
            self.send_response(script.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            try:
                for at in range(len(body)) if script.drip else ():
                    self.wfile.write(body[at : at + 1])
                    self.wfile.flush()
                    time.sleep(script.drip)
                if not script.drip:
                    self.wfile.write(body)
            except OSError:
                pass

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _completion(text: str) -> bytes:
    message = {"role": "assistant", "content": text}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    reply = {"id": "1", "object": "chat.completion", "created": 0, "model": "m"}
    return json.dumps({**reply, "choices": [choice]}).encode()
