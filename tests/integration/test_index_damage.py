"""A damaged index or a full disk is refused in Dutch, never served, and can be built anew."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ingest.index.edge import EdgeIndex
from ingest.index.port import IndexMissing, IndexUnavailable
from tests.fakes.passages import DIMENSIONS, asked, indexed, manifest, passage, query

ITEMS = [passage(f"p{i}", f"Tekst {i}.", questions=(f"q{i}", f"r{i}")) for i in range(40)]
ASK = query("Tekst 7.")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    build(tmp_path)
    return tmp_path


def build(folder: Path) -> None:
    index = EdgeIndex(folder, DIMENSIONS)
    index.rewrite(manifest(), keep=(), add=[indexed(item) for item in ITEMS])
    index.close()


def generation(folder: Path) -> Path:
    return folder / (folder / "current").read_text()


def answers(folder: Path) -> object:
    """All that a fresh handle can tell about an index."""
    index = EdgeIndex(folder, DIMENSIONS)
    try:
        return index.manifest(), dict(index.digests()), index.search(ASK, asked(), 99)
    finally:
        index.close()


def remove(path: Path) -> None:
    path.unlink()


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def empty(path: Path) -> None:
    os.truncate(path, 0)


def garble(path: Path) -> None:
    """Other bytes in the middle, at the same length."""
    middle = path.stat().st_size // 2
    with path.open("r+b") as file:
        file.seek(middle)
        file.write(b"\xff{}\x00[]:#"[: path.stat().st_size - middle])


@pytest.mark.parametrize("damage", [remove, cut, empty, garble])
def test_damage_to_any_file_is_refused(folder: Path, damage: Callable[[Path], None]) -> None:
    expected = answers(folder)
    files = [path for path in sorted(generation(folder).rglob("*")) if path.is_file()]
    assert len(files) > 50
    for path in files:
        if not path.stat().st_size and damage is not remove:
            continue
        # Most of these files is a hole, which a copy in Python would fill.
        subprocess.run(["cp", "--sparse=always", path, folder / "whole"], check=True)
        damage(path)
        with pytest.raises(IndexUnavailable, match="beschadigd"):
            answers(folder)
        os.replace(folder / "whole", path)
    assert answers(folder) == expected


def test_what_another_process_leaves_for_a_moment_does_no_harm(folder: Path) -> None:
    expected = answers(folder)
    segment = next(generation(folder).rglob("segment.json")).parent
    (segment / ".atomicwriteAbCdEf").mkdir()
    (segment / ".atomicwriteAbCdEf" / "tmpfile.tmp").write_text("{")
    assert answers(folder) == expected


def pointer_garbled(folder: Path) -> None:
    (folder / "current").write_bytes(b"\xff\xfe../../etc")


def pointer_empty(folder: Path) -> None:
    (folder / "current").write_bytes(b"")


def pointer_elsewhere(folder: Path) -> None:
    (folder / "current").write_text("gen-../andere")


def pointer_to_nothing(folder: Path) -> None:
    (folder / "current").write_text("gen-0123")


def generation_gone(folder: Path) -> None:
    shutil.rmtree(generation(folder))


def seal_cut(folder: Path) -> None:
    cut(generation(folder) / "manifest.json")


def seal_of_something_else(folder: Path) -> None:
    (generation(folder) / "manifest.json").write_text('{"manifest": []}')


def seal_of_nothing(folder: Path) -> None:
    (generation(folder) / "manifest.json").write_text("null")


WHOLESALE = [
    pointer_garbled,
    pointer_empty,
    pointer_elsewhere,
    pointer_to_nothing,
    generation_gone,
    seal_cut,
    seal_of_something_else,
    seal_of_nothing,
]


@pytest.mark.parametrize("damage", WHOLESALE)
def test_a_damaged_index_says_so_keeps_nothing_and_can_be_built_anew(
    folder: Path, damage: Callable[[Path], None]
) -> None:
    expected = answers(folder)
    damage(folder)
    index = EdgeIndex(folder, DIMENSIONS)
    for attempt in (
        index.manifest,
        index.digests,
        lambda: index.search(ASK, asked(), 5),
        lambda: index.rewrite(manifest(), keep=[ITEMS[0].id], add=[]),
    ):
        with pytest.raises(IndexUnavailable, match=r"beschadigd.*Bouw de index opnieuw op"):
            attempt()
    build(folder)
    assert answers(folder) == expected


def test_an_index_that_is_taken_away_is_missing_at_once(folder: Path) -> None:
    index = EdgeIndex(folder, DIMENSIONS)
    index.search(ASK, asked(), 5)
    shutil.rmtree(folder)
    with pytest.raises(IndexMissing):
        index.search(ASK, asked(), 5)


def test_damage_does_not_reach_an_index_that_is_open(folder: Path) -> None:
    index = EdgeIndex(folder, DIMENSIONS)
    before = index.search(ASK, asked(), 5)
    shutil.rmtree(generation(folder))
    assert index.search(ASK, asked(), 5) == before
    index.close()


# --- no room, no rights ------------------------------------------------------------------------


@pytest.mark.parametrize("batches", [0, 1, 2, 18])
def test_a_disk_that_gets_full_stops_the_rewrite_and_leaves_the_old_index(
    folder: Path, batches: int
) -> None:
    expected = answers(folder)
    # Asked before anything, before each of the 17 batches, and before the last is written out.
    room: Iterator[int] = iter([2**30] * batches)
    index = EdgeIndex(folder, DIMENSIONS, free=lambda _: next(room, 2**20))
    with pytest.raises(IndexUnavailable, match=r"te weinig schijfruimte.*1 MiB vrij"):
        index.rewrite(
            manifest(model="ander"),
            keep=[item.id for item in ITEMS],
            add=(indexed(passage(f"nieuw-{i}")) for i in range(1000)),
        )
    assert answers(folder) == expected
    assert len(list(folder.glob("gen-*"))) == 1
    index.close()


def test_a_folder_that_cannot_be_is_said_in_dutch(tmp_path: Path) -> None:
    (tmp_path / "bestand").write_text("geen map")
    index = EdgeIndex(tmp_path / "bestand" / "index", DIMENSIONS)
    with pytest.raises(IndexUnavailable, match="kan niet worden gelezen"):
        index.manifest()
    with pytest.raises(IndexUnavailable, match="kan niet worden geschreven"):
        index.rewrite(manifest(), keep=(), add=[])


def test_an_index_of_another_length_of_vector_is_not_kept(folder: Path) -> None:
    index = EdgeIndex(folder, dimensions=8)
    with pytest.raises(IndexUnavailable, match="ander taalmodel"):
        index.rewrite(manifest(dimensions=8), keep=[ITEMS[0].id], add=[])
    with pytest.raises(IndexUnavailable, match="ander taalmodel"):
        index.rewrite(manifest(dimensions=16), keep=(), add=[])
    index.rewrite(manifest(dimensions=8), keep=(), add=[indexed(ITEMS[0], dimensions=8)])
    assert index.search(query("Tekst 0.", dimensions=8), asked(), 5).passage
    index.close()


def test_kept_vectors_are_the_same_to_the_last_bit(folder: Path) -> None:
    index = EdgeIndex(folder, DIMENSIONS)
    before = index.search(ASK, asked(), 99)
    for _ in range(3):
        index.rewrite(manifest(), keep=[item.id for item in ITEMS], add=[])
    assert index.search(ASK, asked(), 99) == before
    index.close()
