"""The embedded index under SIGKILL, under many readers, and under two writers at once."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from ingest.index.edge import EdgeIndex
from ingest.index.generations import Generations
from ingest.index.port import IndexedPassage, IndexUnavailable
from ingest.index.readers import Readers
from tests.fakes.passages import DIMENSIONS, asked, indexed, manifest, passage, query

KILLS = 15
ROOT = Path(__file__).resolve().parents[2]

# Two generations that share half of their passages, so that a rewrite both keeps and adds.
SHARED = [passage(f"beide-{i}", f"Gedeelde tekst {i}.", questions=(f"s{i}",)) for i in range(100)]
GENERATIONS = [
    {
        item.id: item
        for item in (*SHARED, *(passage(f"{name}-{i}", questions=("q",)) for i in range(100)))
    }
    for name in ("even", "oneven")
]


def write(index: EdgeIndex, number: int) -> None:
    """Commit the generation of an even or odd number, keeping what is there of it."""
    items = GENERATIONS[number % 2]
    keep = set(index.digests()) & set(items)
    add = (indexed(item) for id, item in items.items() if id not in keep)
    index.rewrite(manifest(corpus_digest=str(number)), keep, add)


def assert_whole(index: EdgeIndex) -> int:
    """The number of the generation that the index holds, after checking that it is just that."""
    number = int(index.manifest().corpus_digest)
    expected = GENERATIONS[number % 2]
    assert index.digests() == {id: (item.key, item.digest) for id, item in expected.items()}
    hits = index.search(query("s7"), asked(), len(expected) + 1)
    for found in (hits.passage, hits.questions):
        assert {hit.passage.id: hit.passage for hit in found} == expected
    assert hits.questions[0].score == pytest.approx(1, abs=1e-5)
    return number


def assert_one_generation(index: EdgeIndex) -> int:
    """Which of the two a search saw, after checking that it saw no other."""
    hits = index.search(query("s7"), asked(), 300)
    found = {hit.passage.id for hit in hits.passage}
    assert found == {hit.passage.id for hit in hits.questions}
    return [set(items) for items in GENERATIONS].index(found)


def process(*arguments: str) -> subprocess.Popen[str]:
    """Another process that runs the end of this file."""
    command = [sys.executable, "-m", f"tests.integration.{Path(__file__).stem}", *arguments]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def test_killed_at_any_moment_the_index_is_the_old_or_the_new_generation(tmp_path: Path) -> None:
    index = EdgeIndex(tmp_path, DIMENSIONS)
    write(index, 0)
    moments = random.Random(20261123)
    for _ in range(KILLS):
        before = assert_whole(index)
        writer = process("write", str(tmp_path), str(before + 1))
        assert writer.stdout is not None
        with writer.stdout:
            assert writer.stdout.readline() == "begonnen\n"
            time.sleep(moments.uniform(0, 0.7))
            writer.kill()
            said = [before, *map(int, writer.stdout.read().split())]
        assert writer.wait() == -9
        held = assert_whole(EdgeIndex(tmp_path, DIMENSIONS))
        assert held in (said[-1], said[-1] + 1), "what was announced is never lost"
        assert assert_whole(index) == held, "the open handle follows"
    write(index, assert_whole(index) + 1)
    assert_whole(index)
    assert len(list(tmp_path.glob("gen-*"))) == 2, "what the crashes left is gone"
    index.close()


def test_every_search_in_four_threads_sees_one_generation_while_two_alternate(
    tmp_path: Path,
) -> None:
    shared, writer = EdgeIndex(tmp_path, DIMENSIONS), EdgeIndex(tmp_path, DIMENSIONS)
    write(writer, 0)
    done = threading.Event()

    def search() -> list[int]:
        seen = []
        while not done.wait(0.02):
            seen.append(assert_one_generation(shared))
        return seen

    with ThreadPoolExecutor(4) as threads:
        running = [threads.submit(search) for _ in range(4)]
        try:
            for number in range(1, 5):
                # The second half is committed through the handle that is being searched.
                write(writer if number < 3 else shared, number)
        finally:
            done.set()
        seen = [each.result() for each in running]
    assert all(set(each) == {0, 1} for each in seen), "each thread saw both generations"
    shared.close()
    writer.close()


def test_a_search_that_began_before_a_commit_ends_in_its_own_generation(tmp_path: Path) -> None:
    index = EdgeIndex(tmp_path, DIMENSIONS)
    write(index, 0)
    readers = Readers(Generations(tmp_path))
    with readers.reading() as old:
        for number in (1, 2, 3):
            write(index, number)
            with readers.reading() as new:
                assert set(new.passages) == set(GENERATIONS[number % 2])
        found = old.shard.ask(query("s7"), asked(), 300)[0]
        assert {id for id, _ in found} == set(GENERATIONS[0]) == set(old.passages)
    readers.close()
    index.close()


def test_other_processes_read_while_generations_alternate(tmp_path: Path) -> None:
    index = EdgeIndex(tmp_path, DIMENSIONS)
    write(index, 0)
    readers = [process("read", str(tmp_path), "3") for _ in range(2)]
    number = 0
    while any(reader.poll() is None for reader in readers) and number < 100:
        number += 1
        write(index, number)
    for reader in readers:
        output, _ = reader.communicate(timeout=20)
        assert (reader.returncode, output) == (0, "klaar\n")
    index.close()


def test_a_second_writer_is_told_that_the_first_is_busy(tmp_path: Path) -> None:
    index, other = EdgeIndex(tmp_path, DIMENSIONS), EdgeIndex(tmp_path, DIMENSIONS)
    write(index, 0)
    refused: list[str] = []

    def interrupted(rewrite: Callable[[], None]) -> Iterator[IndexedPassage]:
        with pytest.raises(IndexUnavailable) as failure:
            rewrite()
        refused.append(str(failure.value))
        yield indexed(passage("nieuw"))

    for second in (other, index):
        index.rewrite(manifest(), (), interrupted(partial(write, second, 1)))
        assert [key for key, _ in other.digests().values()] == ["zorgplicht#nieuw/0"]
    assert len(refused) == 2
    assert all("al documenten verwerkt" in message for message in refused)
    write(other, 1)
    assert assert_whole(index) == 1, "the lock is let go"
    index.close()
    other.close()


def main(task: str, folder: str, number: str) -> None:
    """`write` commits generations from `number` on; `read` sees `number` switches and ends."""
    index = EdgeIndex(Path(folder), DIMENSIONS)
    if task == "write":
        print("begonnen", flush=True)
        for each in range(int(number), int(number) + 1000):
            write(index, each)
            print(each, flush=True)
    else:
        seen = [assert_one_generation(index)]
        while len(seen) <= int(number):
            latest = assert_one_generation(index)
            if latest != seen[-1]:
                seen.append(latest)
        print("klaar")


if __name__ == "__main__":
    main(*sys.argv[1:])
