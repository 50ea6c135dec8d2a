"""Times the running service and the indexing: `python -m eval.benchmark`.

Starts the real server on a free port over a folder of its own, asks distinct questions one after
the other, and prints percentiles per step as the server reports them (`Server-Timing`).
"""

from __future__ import annotations

import argparse
import os
import re
import socket
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory

import httpx

from corpus.clock import today
from corpus.document import DocumentFile
from eval.question_sets import load
from eval.starter import settings, starter_set
from ingest.sync import sync
from rag.composition import open_search, open_stores

_STEP = re.compile(r"([\w-]+);dur=([\d.]+)")
_START_TIMEOUT_S = 120


def main() -> None:
    """Print latency, start-up time, memory and indexing time."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=1000)
    args = parser.parse_args()
    with TemporaryDirectory() as folder:
        _benchmark_questions(Path(folder))
    with TemporaryDirectory() as folder:
        _benchmark_indexing(Path(folder), args.passages)


def _benchmark_questions(folder: Path) -> None:
    chosen = settings(folder)
    stores = open_stores(chosen)
    stores.library.store(starter_set(), "bench", "bench", today())
    stores.close()
    questions = [q.text for name in ("dev", "acceptance") for q in load(name)]
    with _server(folder) as (client, process, started):
        for text in questions[:20]:
            client.post("/v1/questions", json={"question": text})
        steps: defaultdict[str, list[float]] = defaultdict(list)
        for text in questions[20:]:
            begin = time.perf_counter()
            reply = client.post("/v1/questions", json={"question": text})
            steps["whole request"].append((time.perf_counter() - begin) * 1000)
            reply.raise_for_status()
            for step, took in _STEP.findall(reply.headers["Server-Timing"]):
                steps[step].append(float(took))
        memory = _peak_memory_mb(process.pid)
    print(f"{len(questions) - 20} distinct questions, one client, milliseconds")
    _print_percentiles(steps)
    print(f"server ready after {started:.1f} s, first index included; peak memory {memory:.0f} MB")


def _print_percentiles(steps: Mapping[str, Sequence[float]]) -> None:
    print(f"{'step':16s} {'p50':>8s} {'p95':>8s} {'p99':>8s}")
    for step, laps in steps.items():
        if len(laps) < 2:
            continue
        cuts = quantiles(laps, n=100, method="inclusive")
        print(f"{step:16s} {cuts[49]:8.2f} {cuts[94]:8.2f} {cuts[98]:8.2f}")


@contextmanager
def _server(folder: Path) -> Iterator[tuple[httpx.Client, subprocess.Popen[bytes], float]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "STEUNWIJZER_DATA": str(folder), "STEUNWIJZER_RATE_LIMIT": "off"}
    command = [sys.executable, "-m", "api.cli", "serve", "--port", str(port)]
    begin = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
            _wait_until_ready(client, process)
            yield client, process, time.perf_counter() - begin
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_until_ready(client: httpx.Client, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _START_TIMEOUT_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if client.get("/v1/health/ready").status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise RuntimeError("the server did not become ready")


def _peak_memory_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    peak = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(peak[1]) / 1024 if peak else float("nan")


def _benchmark_indexing(folder: Path, wanted: int) -> None:
    for asked in (False, True):
        place = folder / ("with" if asked else "without")
        search = open_search(settings(place), threads=os.cpu_count())
        try:
            search.stores.library.store(_copies(wanted, asked), "bench", "bench", today())
            begin = time.perf_counter()
            report = sync(search.stores.library, search.index, search.embedder, today())
            took = time.perf_counter() - begin
        finally:
            search.close()
        beside = "with their example questions" if asked else "without example questions"
        print(f"indexing {report.created} passages {beside}: {took:.1f} s")


def _copies(wanted: int, asked: bool) -> Sequence[DocumentFile]:
    """Copies of real documents under other ids, so that texts are as long as real ones."""
    originals = starter_set()
    copies: list[DocumentFile] = []
    sections = 0
    while sections < wanted:
        original = originals[len(copies) % len(originals)]
        content = replace(original.content, id=f"{original.content.id}-{len(copies)}")
        questions = original.questions if asked else ()
        copies.append(replace(original, content=content, questions=questions))
        sections += content.text.count("## ")
    return copies


if __name__ == "__main__":
    main()
