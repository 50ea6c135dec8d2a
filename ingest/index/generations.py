"""Generations of an index on disk: built aside, sealed, and switched by one rename.

A pointer file `current` names the committed directory. Nothing in a committed generation is ever
changed, so any number of processes can read it, and a crash can only leave a directory that no
pointer names.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from ingest.index.failures import busy, damaged, full, missing, unreadable, unwritable
from ingest.index.port import IndexMissing, IndexUnavailable, Manifest
from ingest.index.seals import seal, sync

_POINTER = "current"
_LOCK = "lock"
_PREFIX = "gen-"

Stamp = tuple[int, int]
FreeBytes = Callable[[Path], int]


def free_bytes(directory: Path) -> int:
    """Free bytes on the disk of `directory`. Raises OSError."""
    return shutil.disk_usage(directory).free


class Generations:
    """The directory that holds the generations of one index."""

    def __init__(self, root: Path, free: FreeBytes = free_bytes) -> None:
        self._root = root
        self._free = free

    def stamp(self) -> Stamp:
        """Changes with every commit. Raises IndexMissing or IndexUnavailable."""
        try:
            status = os.stat(self._root / _POINTER)
        except FileNotFoundError:
            raise missing() from None
        except OSError as error:
            raise unreadable() from error
        return status.st_mtime_ns, status.st_ino

    def current(self) -> Path:
        """The committed generation. Raises IndexMissing or IndexUnavailable."""
        try:
            name = (self._root / _POINTER).read_bytes().decode("ascii")
        except FileNotFoundError:
            raise missing() from None
        except UnicodeDecodeError as error:
            raise damaged("de verwijzing is onleesbaar") from error
        except OSError as error:
            raise unreadable() from error
        if not (name.startswith(_PREFIX) and name.removeprefix(_PREFIX).isalnum()):
            raise damaged("de verwijzing is onleesbaar")
        return self._root / name

    @contextmanager
    def writing(self) -> Iterator[Path]:
        """A fresh directory to build in, while no other process or thread may.

        What a crash left is removed first; so is the generation before the committed one, which
        stayed until now for readers that had just read its name. Raises IndexUnavailable.
        """
        try:
            self._root.mkdir(parents=True, exist_ok=True)
            lock = os.open(self._root / _LOCK, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise unwritable() from error
        directory = self._root / f"{_PREFIX}{uuid4().hex}"
        try:
            _acquire(lock)
            self._clear()
            yield directory
        except BaseException:
            if directory.exists() and not self._committed(directory):
                shutil.rmtree(directory, ignore_errors=True)
            raise
        finally:
            os.close(lock)

    def need_space(self, margin: int) -> None:
        """Raises IndexUnavailable where fewer than `margin` bytes are free.

        The engine writes through memory maps: on a full disk the kernel would kill the process.
        """
        try:
            free = self._free(self._root)
        except OSError as error:
            raise unwritable() from error
        if free < margin:
            raise full(free, margin)

    def commit(self, directory: Path, manifest: Manifest, passages: int) -> None:
        """Seal `directory` and make it the current generation. Raises IndexUnavailable."""
        fresh = self._root / f"{_POINTER}.new"
        try:
            seal(directory, manifest, passages)
            fresh.write_text(directory.name, encoding="ascii")
            sync(fresh)
            # Before the switch, so that the pointer never reaches the disk without its directory.
            sync(self._root)
            os.replace(fresh, self._root / _POINTER)
            sync(self._root)
        except OSError as error:
            raise unwritable() from error

    def _committed(self, directory: Path) -> bool:
        try:
            return self.current() == directory
        except IndexUnavailable:
            return False

    def _clear(self) -> None:
        try:
            keep: Path | None = self.current()
        except IndexMissing:
            keep = None
        except IndexUnavailable:
            # Which one is the good one can't be told: leave it all until a new one is committed.
            return
        for path in self._root.glob(f"{_PREFIX}*"):
            if path != keep:
                shutil.rmtree(path, ignore_errors=True)


def _acquire(lock: int) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise busy() from error
    except OSError as error:
        raise unwritable() from error
